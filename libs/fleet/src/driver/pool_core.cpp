#include "driver/pool_core.hpp"

#include <algorithm>
#include <limits>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/random.hpp>
#include <divan/net/before.hpp>

namespace divan {
namespace {

constexpr int kNoLimit = std::numeric_limits<int>::max();

SchedulerOptions scheduler_options(const PoolSettings& settings) {
    SchedulerOptions options;
    options.max_queue = settings.max_queue;
    options.mode = settings.mode;
    options.by_duration = settings.by_duration;
    return options;
}

}  // namespace

PoolCore::PoolCore(asio::any_io_executor executor, PoolSettings settings,
                   std::unique_ptr<FailoverStrategy> failover, const Logger* log)
    : executor_{executor},
      settings_{std::move(settings)},
      log_{log},
      scheduler_{scheduler_options(settings_), std::move(failover)},
      timer_{executor},
      changed_{executor, kNever},
      seeds_{random_upto(UINT64_MAX)} {
    if (settings_.choose) scheduler_.set_placement(make_placement(settings_.choose), true);
}

ServerId PoolCore::name_for(const PoolServer& server) const {
    if (!server.id.empty()) return server.id;
    const std::string base = server.connection.origin.authority();
    ServerId name{base};
    for (int again = 2; links_.contains(name); ++again) name = ServerId{base + "#" + std::to_string(again)};
    return name;
}

int PoolCore::depth_for(const PoolServer& server) const {
    if (server.depth) return *server.depth;
    if (settings_.depth) return *settings_.depth;
    return settings_.mode == PlacementMode::idle_first || settings_.choose ? 1 : kNoLimit;
}

void PoolCore::apply_depths() {
    for (const auto& [id, link] : links_) scheduler_.set_depth(id, depth_for(link->server()));
}

Result<ServerId> PoolCore::add_server(PoolServer server) {
    if (closed_) return fail(Errc::cancelled, "the pool was shut down");
    ServerSetup setup{name_for(server)};
    setup.priority = server.priority;
    setup.depth = depth_for(server);
    if (auto added = scheduler_.add_server(setup); !added) return fail(std::move(added).error());
    server.id = setup.id;
    auto link = std::make_shared<ServerLink>(executor_, std::move(server), settings_, *this, log_, ++seeds_);
    links_.emplace(setup.id, link);
    order_.push_back(setup.id);
    link->start();
    request_pump();
    return setup.id;
}

bool PoolCore::remove_server(const ServerId& id) {
    ServerLink* link = find(id);
    if (!link || !link->leave()) return false;
    on_link_news(*link, ServerChange::leaving, std::nullopt);
    scheduler_.remove_server(id);
    request_pump();
    return true;
}

ServerLink* PoolCore::find(const ServerId& id) const {
    const auto found = links_.find(id);
    return found == links_.end() ? nullptr : found->second.get();
}

std::vector<ServerInfo> PoolCore::servers() const {
    std::vector<ServerInfo> infos;
    for (const ServerId& id : order_)
        if (const ServerLink* link = find(id)) {
            infos.push_back(link->info());
            infos.back().depth = depth_for(link->server());
        }
    return infos;
}

void PoolCore::set_mode(PlacementMode mode) {
    settings_.mode = mode;
    settings_.choose = nullptr;
    scheduler_.set_mode(mode, settings_.by_duration);
    apply_depths();
    watchers_.tell(&PoolEvents::on_mode, mode);
    request_pump();
}

void PoolCore::set_choice(ChooseServer choose) {
    settings_.choose = choose;
    scheduler_.set_placement(make_placement(std::move(choose)), true);
    apply_depths();
    request_pump();
}

asio::awaitable<Result<void>> PoolCore::ready(Deadline deadline) {
    const auto self = shared_from_this();
    const auto someone_is_up = [this] {
        return std::ranges::any_of(links_, [](const auto& entry) { return entry.second->online(); });
    };
    while (!closed_ && !someone_is_up() && std::chrono::steady_clock::now() < deadline) {
        asio::steady_timer alarm{executor_, deadline};
        alarm.async_wait([self](const boost::system::error_code& error) {
            if (!error) self->changed_.cancel();
        });
        co_await changed_.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none)
            co_return fail(Errc::cancelled, "waiting for the pool was cancelled");
    }
    if (closed_) co_return fail(Errc::cancelled, "the pool was shut down");
    if (someone_is_up()) co_return Result<void>{};
    Error error{Errc::timeout, "no server of the pool could be reached",
                "they are called on; see each one's reason"};
    for (const auto& [id, link] : links_) {
        const auto last = link->info().last_error;
        error.context.emplace_back(id.str(), last ? last->message : "no answer yet");
    }
    co_return fail(std::move(error));
}

void PoolCore::request_pump() {
    if (closed_ || std::exchange(pump_posted_, true)) return;
    asio::post(executor_, [self = shared_from_this()] { self->pump(); });
}

void PoolCore::arm_timer() {
    const Deadline next = scheduler_.next_wake();
    if (next == armed_for_) return;
    armed_for_ = next;
    if (next == kNever) {
        timer_.cancel();
        return;
    }
    timer_.expires_at(next);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error) {
            self->armed_for_ = kNever;
            self->request_pump();
        }
    });
}

asio::awaitable<void> PoolCore::stop_all(Deadline deadline) {
    const auto self = shared_from_this();
    scheduler_.set_paused(true);
    const auto running = attempts_;
    for (const auto& [job, attempt] : running) attempt->stop(StopReason::server_removed);
    asio::steady_timer alarm{executor_, deadline};
    alarm.async_wait([self](const boost::system::error_code& error) {
        if (!error) self->changed_.cancel();
    });
    while (!closed_ && !attempts_.empty() && std::chrono::steady_clock::now() < deadline)
        co_await changed_.async_wait(asio::as_tuple(asio::use_awaitable));
    pump();  // what the ends of the tries brought about
}

void PoolCore::close() {
    if (std::exchange(closed_, true)) return;
    timer_.cancel();
    changed_.cancel();
    for (const auto& [id, link] : links_) link->close();
    if (source_) source_->on_closed();
}

void PoolCore::log(LogLevel level, std::string_view text, std::initializer_list<LogField> fields) const {
    if (log_) log_->write(level, "fleet", text, fields);
}

}  // namespace divan
