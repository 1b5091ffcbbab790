#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>

#include <divan/client/queue.hpp>

#include "driver/rethrow.hpp"
#include "jobs/workflow_attempt.hpp"

// A prompt that was accepted must begin in time; how a try is cut short.
namespace divan {

void WorkflowAttempt::on_front() {
    front_ = true;
    watch_start();
}

void WorkflowAttempt::watch_start() {
    const auto span = limit(options_->start_timeout, jobs_.options().start_timeout);
    if (!front_ || !accepted_ || started_ || ended_ || !span || cut_ != Cut::none) return;
    start_timer_.expires_after(*span);
    start_timer_.async_wait([weak = weak_from_this(),
                             core = jobs_.core().shared_from_this()](const boost::system::error_code& error) {
        const auto self = weak.lock();
        if (!self || error || core->closed()) return;
        asio::co_spawn(core->executor(), check_start(self, core), rethrow_from_pool);
    });
}

/// The time is up: the queue says whether the server is stuck, works for somebody else, or began unheard.
asio::awaitable<void> WorkflowAttempt::check_start(std::shared_ptr<WorkflowAttempt> self,
                                                   std::shared_ptr<PoolCore> core) {
    const auto link = core->links().find(self->try_.server);
    if (link == core->links().end()) co_return;
    const auto alive = link->second;
    const protocol::PromptId prompt = self->run_->prompt_id();
    auto queue = co_await divan::queue(alive->connection(), within(core->settings().health_check_timeout));
    if (self->started_ || self->ended_ || self->cut_ != Cut::none || core->closed()) co_return;
    if (!queue) co_return self->cut(Cut::not_started);
    const auto place = protocol::find(*queue, prompt);
    if (!place || place->running) co_return;  // it ended or began: the run finds out by itself
    alive->note_queue(queue->running.size() + queue->pending.size());
    const bool others_run = !queue->running.empty();
    self->cut(others_run ? Cut::behind_others : Cut::not_started);
}

void WorkflowAttempt::stop(StopReason) {
    if (cut_ == Cut::none) cut(Cut::stopped);
}

void WorkflowAttempt::cut(Cut why) {
    cut_ = why;
    start_timer_.cancel();
    if (run_) run_->cancel();  // its result comes when the prompt is off the server
}

Error WorkflowAttempt::cut_error(const Error& error) const {
    switch (cut_) {
        case Cut::not_started: {
            const auto span = limit(options_->start_timeout, jobs_.options().start_timeout)
                                  .value_or(std::chrono::milliseconds{0});
            Error late{
                Errc::timeout,
                fmt::format("the server accepted the prompt and did not begin it within {} ms", span.count()),
                "its worker may be dead; the prompt was taken back"};
            if (!error.fact("confirmed").empty()) late.context.emplace_back("confirmed", "no");
            return std::move(late).with("server", try_.server.str());
        }
        case Cut::behind_others:
            return Error{Errc::timeout, "the server works for somebody else: the prompt was taken back"}.with(
                "server", try_.server.str());
        case Cut::stopped:
        case Cut::none:
            break;
    }
    return Error{Errc::cancelled, "the try was stopped"};
}

Failure WorkflowAttempt::cut_failure() const {
    Failure failure{FailureKind::transient};
    failure.counts = cut_ == Cut::not_started;
    failure.connection = cut_ != Cut::not_started;  // nothing was learnt about the workflow there
    failure.server_fault = cut_ == Cut::not_started;
    return failure;
}

}  // namespace divan
