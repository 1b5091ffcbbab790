#include "connection_core.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <divan/base/random.hpp>
#include <divan/net/before.hpp>

#include "debug_log.hpp"

namespace divan {

void rethrow(std::exception_ptr exception) {
    if (exception) std::rethrow_exception(exception);
}

ConnectionCore::ConnectionCore(asio::any_io_executor on, ConnectionConfig settings, const Logger* log)
    : executor{on},
      config{std::move(settings)},
      http{on, http_config()},
      client_id{config.client_id},
      log_{log},
      own_log_{log ? nullptr : make_debug_logger(config.debug)},
      secrets_{secrets_of(config.credentials, config.comfy_org_api_key)},
      lifecycle_{config.reconnect, config.auto_reconnect},
      polling_{config.poll_interval},
      poll_timer_{on},
      retry_{on},
      attempt_ended_{on, Deadline::max()} {
    if (client_id.empty()) client_id = protocol::ClientId{uuid4()};
}

net::HttpClientConfig ConnectionCore::http_config() {
    net::HttpClientConfig settings{config.origin};
    settings.credentials = config.credentials;
    settings.ca_file = config.ca_file;
    settings.connect_timeout = config.connect_timeout;
    settings.stall_timeout = config.stall_timeout;
    settings.max_reply_bytes = config.max_reply_bytes;
    settings.observer = [this](const net::HttpTraffic& traffic) {
        if (traffic.reply) last_activity = std::chrono::steady_clock::now();
        if (logger()) log_traffic(*logger(), traffic, client_id, secrets_);
    };
    return settings;
}

void ConnectionCore::want_socket() {
    if (!config.use_socket || closed()) return;
    tell(lifecycle_.wanted());
    if (keeping_ || !lifecycle_.trying()) return;
    keeping_ = true;
    asio::co_spawn(executor, keep_socket(shared_from_this()),
                   asio::bind_cancellation_slot(stop_.slot(), rethrow));
}

asio::awaitable<Result<void>> ConnectionCore::open(Deadline deadline) {
    if (!config.use_socket)
        co_return fail(Errc::not_supported, "this connection was told to use no WebSocket");
    if (!connected()) {
        if (!attempting_) at_once_ = true;  // whoever asks does not wait for the end of a pause
        retry_.cancel();
        want_socket();
    }
    const std::uint64_t seen = attempts_ended_;
    while (!closed() && !connected() && attempts_ended_ == seen) {
        asio::steady_timer alarm{executor, deadline};
        const bool in_time = std::chrono::steady_clock::now() < deadline;
        if (!in_time) co_return fail(Errc::timeout, "the server did not greet the WebSocket in time");
        alarm.async_wait([self = shared_from_this()](const boost::system::error_code& error) {
            if (!error) self->attempt_ended_.cancel();
        });
        co_await attempt_ended_.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none)
            co_return fail(Errc::cancelled, "opening the connection was cancelled");
    }
    if (connected()) co_return Result<void>{};
    if (closed()) co_return fail(Errc::cancelled, "the connection is closed");
    co_return fail(*last_failure_);
}

void ConnectionCore::reconnect(bool fresh_id) {
    if (closed()) return;
    fresh_id_wanted_ = fresh_id_wanted_ || fresh_id;
    at_once_ = true;
    abandon_attempt();
    retry_.cancel();
    if (socket_ && connected()) socket_->abort();
    want_socket();
}

void ConnectionCore::abort_reconnect() {
    auto news = lifecycle_.aborted();
    if (news.empty()) return;
    abandon_attempt();
    retry_.cancel();
    tell(std::move(news));
}

void ConnectionCore::close() {
    if (closed()) return;
    untold_.clear();
    tell(lifecycle_.closed());
    abandon_attempt();
    retry_.cancel();
    poll_timer_.cancel();
    if (socket_) socket_->abort();
    http.close();
    readiness.stop();
    attempt_ended_.cancel();
    runs.tell_all([](RunListener& run) { run.on_closed(); });
}

/// In order, though a listener may do what makes more news.
void ConnectionCore::tell(ConnectionLifecycle::News news) {
    for (ConnectionNews& one : news) {
        if (one.state == ConnectionState::closed) state = ConnectionState::closed;  // true at once
        untold_.push_back(std::move(one));
    }
    if (std::exchange(telling_, true)) return;
    const auto self = shared_from_this();
    const std::shared_ptr<bool> done{&telling_,
                                     [](bool* telling) { *telling = false; }};  // listeners may throw
    while (!untold_.empty()) {
        const ConnectionNews next = std::move(untold_.front());
        untold_.pop_front();
        tell_one(next);
    }
}

void ConnectionCore::tell_one(const ConnectionNews& news) {
    const bool changed = std::exchange(state, news.state) != news.state || closed();
    if (changed) {
        log(LogLevel::debug, "connection", {{"state", name(news.state)}});
        if (connected()) stop_polling();
        if (news.state == ConnectionState::disconnected) readiness.forget();  // another version may come back
        state_listeners.tell(news.state);
    }
    if (!news.event) return;
    using Kind = LifecycleEvent::Kind;
    if (news.event->kind == Kind::disconnected || news.event->kind == Kind::websocket_unavailable)
        start_polling();
    lifecycle_listeners.tell(*news.event);
    if (news.event->kind == Kind::reconnection_failed) tell_exhausted(*news.event);
}

void ConnectionCore::tell_exhausted(const LifecycleEvent& event) {
    log(LogLevel::warn, "no further attempt at a socket", {{"attempts", event.attempts}});
    if (!config.on_reconnection_failed) return;
    try {
        config.on_reconnection_failed(event.reason.value_or(Error{}));
    } catch (const std::exception& raised) {
        log(LogLevel::error, "on_reconnection_failed raised an exception", {{"what", raised.what()}});
    } catch (...) {
        log(LogLevel::error, "on_reconnection_failed raised something that is no exception");
    }
}

void ConnectionCore::stop_polling() {
    polling_.socket_up();
    poll_timer_.cancel();
}

void ConnectionCore::start_polling() {
    if (!config.polling_fallback || closed()) return;
    polling_.socket_down(std::chrono::steady_clock::now());
    if (polls() && !std::exchange(keeps_polling_, true))
        asio::co_spawn(executor, keep_polling(shared_from_this()), rethrow);
}

asio::awaitable<void> ConnectionCore::keep_polling(std::shared_ptr<ConnectionCore> self) {
    while (self->polls() && !self->closed()) {
        self->poll_timer_.expires_at(self->polling_.next());
        co_await self->poll_timer_.async_wait(asio::as_tuple(asio::use_awaitable));
        if (self->closed() || std::chrono::steady_clock::now() < self->polling_.next()) continue;
        self->polling_.asked(std::chrono::steady_clock::now());
        if (!self->message_listeners.empty()) co_await self->poll_status();  // else nobody wants to know
    }
    self->keeps_polling_ = false;
}

asio::awaitable<void> ConnectionCore::poll_status() {
    net::HttpRequest request{"GET", "/prompt"};
    auto reply = co_await http.exchange(std::move(request), within(config.poll_timeout));
    if (closed() || connected()) co_return;
    if (!reply || !reply->ok()) {
        log(LogLevel::debug, "the status could not be polled");
        co_return;
    }
    auto status = protocol::parse_polled_status(reply->body);
    if (!status) co_return note_malformed(status.error());
    const protocol::ServerMessage message{std::move(*status)};
    message_listeners.tell(message);
}

void ConnectionCore::note_polled_status(std::int64_t prompts) {
    if (connected() || closed() || !polls()) return;
    polling_.asked(std::chrono::steady_clock::now());
    const protocol::ServerMessage message{protocol::Status{prompts, ""}};
    message_listeners.tell(message);
}

void ConnectionCore::log(LogLevel level, std::string_view text,
                         std::initializer_list<LogField> fields) const {
    if (logger()) logger()->write(level, "client", text, fields);
}

}  // namespace divan
