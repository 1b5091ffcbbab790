#include "driver/server_link.hpp"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>

#include <divan/client/system_stats.hpp>
#include <divan/net/before.hpp>

#include "driver/attempt.hpp"
#include "driver/rethrow.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr auto kTellingTime = 250ms;

Deadline now() { return std::chrono::steady_clock::now(); }

}  // namespace

ServerLink::ServerLink(asio::any_io_executor executor, PoolServer server, const PoolSettings& settings,
                       LinkObserver& observer, const Logger* log, std::uint64_t seed)
    : settings_{settings},
      observer_{&observer},
      server_{std::move(server)},
      id_{server_.id},
      connection_{executor, server_.connection, log},
      health_{settings.health, seed},
      wake_{executor},
      health_timer_{executor} {}

void ServerLink::start() {
    announce(ServerChange::added);
    subscribe();
    asio::co_spawn(connection_.executor(), watch(shared_from_this()), rethrow_from_pool);
}

void ServerLink::close() {
    observer_ = nullptr;
    subscriptions_.clear();
    connection_.close();
    wake_.cancel();
    health_timer_.cancel();
}

void ServerLink::subscribe() {
    subscriptions_.push_back(connection_.on_state([this](ConnectionState state) { on_state(state); }));
    subscriptions_.push_back(connection_.on_lifecycle([this](const LifecycleEvent& event) {
        if (event.kind != LifecycleEvent::Kind::websocket_unavailable) return;
        without_socket_ = true;
        probe_soon();  // it may answer all the same
    }));
    subscriptions_.push_back(
        connection_.on_message([this](const protocol::ServerMessage& message) { on_message(message); }));
}

void ServerLink::on_state(ConnectionState state) {
    if (state == ConnectionState::connected) {
        by_socket_ = true;
        without_socket_ = false;
        return go_online();
    }
    if (std::exchange(by_socket_, false) && online())
        go_offline(
            Error{Errc::connection_lost, "the socket of the server was lost"}.with("server", id_.str()));
}

void ServerLink::on_message(const protocol::ServerMessage& message) {
    if (const auto* status = std::get_if<protocol::Status>(&message); status && status->queue_remaining)
        note_queue(static_cast<std::size_t>(std::max<std::int64_t>(0, *status->queue_remaining)));
    if (observer_) observer_->on_link_message(*this, message);
}

void ServerLink::note_queue(std::size_t prompts) {
    queue_length_ = static_cast<std::int64_t>(prompts);
    update();
}

int ServerLink::foreign() const {
    const auto ours = static_cast<std::int64_t>(attempts_.size());
    return static_cast<int>(std::clamp<std::int64_t>(queue_length_ - ours, 0, 1'000'000));
}

void ServerLink::go_online() {
    if (online()) return;
    health_.on_online(now());
    const bool again = std::exchange(seen_, true);
    if (again) {
        inventory_.forget();
        if (observer_) observer_->on_link_restarted(*this);
    }
    announce(again ? ServerChange::reconnected : ServerChange::connected);
    update();
}

void ServerLink::go_offline(std::optional<Error> error) {
    health_.on_offline(now());
    announce(ServerChange::disconnected, std::move(error));
    update();
}

void ServerLink::begin(Attempt& attempt) {
    attempts_.push_back(&attempt);
    if (attempts_.size() == 1) {
        announce(ServerChange::busy);
        attempt.on_front();
    }
}

void ServerLink::end(Attempt& attempt, const std::optional<Failure>& failure, const Error& error) {
    const bool was_front = is_front(attempt);
    std::erase(attempts_, &attempt);
    if (failure) {
        ++failed_;
        last_error_ = error;
        note_failure(*failure);
    } else {
        ++completed_;
        health_.on_success(now());
    }
    doubt_queue(attempt);
    if (was_front && !attempts_.empty()) attempts_.front()->on_front();
    if (attempts_.empty()) announce(ServerChange::idle);
    update();
}

/// What a server has to do is known by its messages. Where they may mislead, it is asked.
void ServerLink::doubt_queue(const Attempt& ended) {
    if (!ended.knows_its_prompt()) {  // it may have sent something that runs only now
        queue_unknown_ = true;
        probe_soon();
    } else if (foreign() > 0) {  // somebody's prompt, or ours, whose end is told in a moment
        doubt_at_ = now() + kTellingTime;
        wake_.cancel();
    }
}

void ServerLink::note_failure(const Failure& failure) {
    if (failure.shut_out)
        health_.on_shut_out(now());
    else if (failure.server_fault)
        health_.on_server_fault(now());
}

ServerStatus ServerLink::status() const {
    return {health_.job_limit(now()), foreign() + (queue_unknown_ ? 1 : 0)};
}

ServerInfo ServerLink::info() const {
    ServerInfo info;
    info.id = id_;
    info.connection = server_.connection;
    info.priority = server_.priority;
    info.depth = server_.depth.value_or(1);
    info.online = online();
    info.stable = health_.job_limit(now()) > 0;
    info.health = health_.state(now());
    info.in_flight = attempts_.size();
    info.foreign = static_cast<std::size_t>(foreign());
    info.in_doubt = queue_unknown_;
    info.completed = completed_;
    info.failed = failed_;
    info.last_error = last_error_;
    return info;
}

/// Tells what changed of its health, and wakes when time alone will change it.
void ServerLink::update() {
    const HealthState state = health_.state(now());
    const bool takes_jobs = health_.job_limit(now()) > 0;
    if (state != std::exchange(told_state_, state)) {
        if (state == HealthState::suspect) announce(ServerChange::suspect, last_error_);
        if (state == HealthState::ejected) announce(ServerChange::ejected, last_error_);
        if (state == HealthState::half_open) announce(ServerChange::half_open);
    }
    if (takes_jobs && !std::exchange(took_jobs_, takes_jobs)) announce(ServerChange::stable);
    took_jobs_ = takes_jobs;
    if (foreign() == 0)
        foreign_seen_at_ = kNever;
    else if (foreign_seen_at_ == kNever) {
        foreign_seen_at_ = now();
        wake_.cancel();
    }
    if (observer_ && status() != told_status_) {
        told_status_ = status();
        observer_->on_link_status(*this);
    }
    const Deadline next = health_.next_change(now());
    if (next == kNever || !observer_) return;
    health_timer_.expires_at(next);
    health_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error) self->update();
    });
}

void ServerLink::announce(ServerChange change, std::optional<Error> error) {
    if (error) last_error_ = error;
    if (observer_) observer_->on_link_news(*this, change, std::move(error));
}

}  // namespace divan
