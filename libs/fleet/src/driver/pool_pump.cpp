#include <boost/asio/co_spawn.hpp>

#include "driver/pool_core.hpp"
#include "driver/rethrow.hpp"

// What the scheduler decides is done here, and what the servers say goes back to it.
namespace divan {
namespace {

Deadline now() { return std::chrono::steady_clock::now(); }

}  // namespace

void PoolCore::pump() {
    pump_posted_ = false;
    scheduler_.tick(now());
    for (auto actions = scheduler_.take_actions(now()); !closed_ && !actions.empty();
         actions = scheduler_.take_actions(now()))
        for (const PoolAction& action : actions)
            if (!closed_) std::visit([this](const auto& one) { perform(one); }, action);
    if (closed_) return;
    arm_timer();
    if (jobs_wait())
        for (const auto& [id, link] : links_) link->note_jobs_wait();
}

void PoolCore::perform(const StartJob& action) {
    const auto link = links_.at(action.server);
    const auto attempt = source_->begin(action);
    attempts_.emplace(action.job, attempt);
    link->begin(*attempt);
    asio::co_spawn(executor_, run_attempt(shared_from_this(), link, attempt, action.job), rethrow_from_pool);
}

void PoolCore::resume(const StartJob& start) { perform(start); }

asio::awaitable<void> PoolCore::run_attempt(std::shared_ptr<PoolCore> self, std::shared_ptr<ServerLink> link,
                                            std::shared_ptr<Attempt> attempt, JobId job) {
    AttemptEnd end = co_await attempt->run(*link);
    self->attempts_.erase(job);
    self->changed_.cancel();
    if (self->closed_) co_return;
    self->source_->before_verdict(job, *link, end);
    self->scheduler_.on_ended(job, end.failure, end.error, end.took, now());
    link->end(*attempt, end.failure, end.error);
    self->request_pump();
}

void PoolCore::perform(const StopJob& action) {
    if (const auto found = attempts_.find(action.job); found != attempts_.end()) {
        const auto attempt = found->second;
        attempt->stop(action.reason);
    }
}

void PoolCore::perform(const JobRetried& action) { source_->on_retried(action); }
void PoolCore::perform(const JobEnded& action) { source_->on_ended(action); }

void PoolCore::perform(const WorkflowBlocked& action) {
    const auto span = std::chrono::duration_cast<std::chrono::milliseconds>(
        action.until == kNever ? std::chrono::hours{24 * 365} : action.until - now());
    log(LogLevel::info, "a workflow is blocked on a server",
        {{"server", action.server.str()},
         {"workflow", action.workflow_hash},
         {"for_ms", static_cast<long long>(span.count())}});
    watchers_.tell(&PoolEvents::on_blocked, action.server, std::string_view{action.workflow_hash}, span);
}

void PoolCore::perform(const WorkflowUnblocked& action) {
    watchers_.tell(&PoolEvents::on_unblocked, action.server, std::string_view{action.workflow_hash});
}

void PoolCore::perform(const ServerLeft& action) {
    const auto found = links_.find(action.server);
    if (found == links_.end()) return;
    const auto link = found->second;
    links_.erase(found);
    std::erase(order_, action.server);
    on_link_news(*link, ServerChange::removed, std::nullopt);
    link->close();
    source_->on_server_left(action.server);
}

void PoolCore::on_link_news(const ServerLink& link, ServerChange change, std::optional<Error> error) {
    if (closed_) return;
    ServerNews news;
    news.server = link.id();
    news.change = change;
    const ServerInfo info = link.info();
    news.online = info.online;
    news.busy = info.busy();
    log(error ? LogLevel::warn : LogLevel::debug, "server",
        {{"server", news.server.str()}, {"change", name(change)}, {"reason", error ? error->message : ""}});
    news.error = std::move(error);
    watchers_.tell(&PoolEvents::on_server, news);
    const bool up = change == ServerChange::connected || change == ServerChange::reconnected;
    if (up) changed_.cancel();
    if (up && !std::exchange(told_ready_, true)) watchers_.tell(&PoolEvents::on_ready);
}

void PoolCore::on_link_status(ServerLink& link) {
    if (closed_ || !links_.contains(link.id())) return;
    scheduler_.set_status(link.id(), link.status());
    request_pump();
}

void PoolCore::on_link_restarted(ServerLink& link) {
    scheduler_.clear_unfit(link.id());
    source_->on_server_restarted(link);
}

void PoolCore::on_link_message(const ServerLink& link, const protocol::ServerMessage& message) {
    if (!closed_) watchers_.tell(&PoolEvents::on_message, link.id(), message);
}

}  // namespace divan
