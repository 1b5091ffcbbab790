#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/client/system_stats.hpp>

#include "driver/server_link.hpp"

// Connecting to a server, and asking it now and then whether it is well.
namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr auto kProbeAgain = 5s;  // after one that was not answered

Deadline now() { return std::chrono::steady_clock::now(); }

}  // namespace

asio::awaitable<void> ServerLink::watch(std::shared_ptr<ServerLink> self) {
    co_await self->connect();
    self->probed_at_ = now();
    while (self->observer_) {
        const Deadline due = self->next_probe();
        if (now() < due)
            co_await self->sleep_until_woken(due);
        else
            co_await self->probe();
    }
}

asio::awaitable<void> ServerLink::connect() {
    announce(ServerChange::connecting);
    if (!server_.connection.use_socket) {
        co_await probe();
        co_return;
    }
    auto opened = co_await connection_.open(within(settings_.connect_timeout));
    if (opened || !observer_) co_return;
    const bool refused = opened.error().code == Errc::unauthorized;
    if (refused) health_.on_shut_out(now());
    announce(refused ? ServerChange::unauthorized : ServerChange::connect_failed, opened.error());
    update();
}

/// When there is a reason to ask the server, the earliest of them.
Deadline ServerLink::next_probe() const {
    if (probe_wanted_) return Deadline{};
    Deadline due = kNever;
    const bool checks = settings_.health_check_interval && *settings_.health_check_interval > 0ms;
    const bool reachable = online() || without_socket_ || !server_.connection.use_socket;
    if (checks && reachable) due = probed_at_ + *settings_.health_check_interval;
    if (checks && health_.state(now()) == HealthState::suspect)
        due = std::min<Deadline>(due, probed_at_ + kProbeAgain);
    if (foreign() > 0) due = std::min(due, doubt_at_);
    if (observer_ && observer_->jobs_wait() && foreign() > 0)
        due = std::min(due, std::max(probed_at_, foreign_seen_at_) + settings_.foreign_recheck);
    return due;
}

void ServerLink::note_jobs_wait() {
    if (foreign() > 0) wake_.cancel();
}

void ServerLink::probe_soon() {
    probe_wanted_ = true;
    wake_.cancel();
}

asio::awaitable<void> ServerLink::probe() {
    probe_wanted_ = false;
    doubt_at_ = kNever;
    auto answer = co_await poll_status(connection_, within(settings_.health_check_timeout));
    probed_at_ = now();
    queue_unknown_ = false;
    if (!observer_) co_return;
    if (answer) {
        health_.on_probe(true, !attempts_.empty(), now());
        if (!online()) go_online();
        note_queue(static_cast<std::size_t>(std::max<std::int64_t>(0, *answer)));
        co_return;
    }
    last_error_ = answer.error();
    if (answer.error().code == Errc::unauthorized) {
        health_.on_shut_out(now());
        announce(ServerChange::unauthorized, answer.error());
    } else if (online()) {
        health_.on_probe(false, !attempts_.empty(), now());
        // Without a socket, a server that refuses connections is gone; with one, the socket tells.
        if (!by_socket_ && answer.error().code == Errc::connect_failed) go_offline(answer.error());
    }
    update();
}

asio::awaitable<void> ServerLink::sleep_until_woken(Deadline time) {
    wake_.expires_at(time);
    co_await wake_.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace divan
