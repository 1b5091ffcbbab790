#include "connection_core.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

#include <divan/base/random.hpp>
#include <divan/net/before.hpp>
#include <divan/protocol/features.hpp>

namespace divan {
namespace {

constexpr int kFailuresBeforePolling = 2;
constexpr std::chrono::seconds kLasting{5};

net::HttpClientConfig http_config(const ConnectionConfig& config) {
    net::HttpClientConfig http{config.origin};
    http.credentials = config.credentials;
    http.ca_file = config.ca_file;
    http.connect_timeout = config.connect_timeout;
    http.stall_timeout = config.stall_timeout;
    http.max_reply_bytes = config.max_reply_bytes;
    return http;
}

/// Full jitter: many clients that lost one server come back spread out.
std::chrono::milliseconds jittered(const ReconnectPolicy& policy, int failures) {
    std::chrono::milliseconds span = policy.base;
    for (int doubling = 1; doubling < failures && span < policy.cap; ++doubling) span *= 2;
    span = std::min(span, policy.cap);
    return std::chrono::milliseconds{random_upto(static_cast<std::uint64_t>(span.count()))};
}

}  // namespace

void rethrow(std::exception_ptr exception) {
    if (exception) std::rethrow_exception(exception);
}

ConnectionCore::ConnectionCore(asio::any_io_executor on, ConnectionConfig settings, const Logger* log)
    : executor{on},
      config{std::move(settings)},
      http{on, http_config(config)},
      client_id{config.client_id},
      log_{log},
      retry_{on},
      attempt_ended_{on, Deadline::max()} {
    if (client_id.empty()) client_id = protocol::ClientId{uuid4()};
}

asio::awaitable<Result<void>> ConnectionCore::open(Deadline deadline) {
    if (!config.use_socket)
        co_return fail(Errc::not_supported, "this connection was told to use no WebSocket");
    if (!keeping_ && !closed()) {
        keeping_ = true;
        asio::co_spawn(executor, keep_socket(shared_from_this()),
                       asio::bind_cancellation_slot(stop_.slot(), rethrow));
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

asio::awaitable<void> ConnectionCore::keep_socket(std::shared_ptr<ConnectionCore> self) {
    co_await asio::this_coro::throw_if_cancelled(false);  // `close` cancels; the loop sees `closed`
    while (!self->closed()) {
        self->enter(self->connected_at_ ? ConnectionState::reconnecting : ConnectionState::connecting);
        auto held = co_await self->hold_one_socket();
        if (self->closed()) break;
        self->note_attempt(std::move(held));
        const int most = self->config.reconnect.max_attempts;
        if (most > 0 && self->failures_ >= most) break;
        co_await self->pause_before_attempt();
    }
    self->keeping_ = false;
}

asio::awaitable<Result<void>> ConnectionCore::hold_one_socket() {
    choose_client_id();
    const Deadline deadline = within(config.greeting_timeout);
    auto socket = co_await net::WebSocket::connect(executor, socket_config(), deadline);
    if (!socket) co_return fail(std::move(socket).error());
    if (closed()) co_return Result<void>{};
    upgraded_ = true;
    socket_ = std::make_shared<net::WebSocket>(std::move(*socket));
    auto greeting = co_await net::before(deadline, greet());
    if (!greeting) {
        socket_.reset();
        co_return greeting;
    }
    connected_at_ = std::chrono::steady_clock::now();
    enter(ConnectionState::connected);
    attempt_ended_.cancel();
    runs.tell_all([this](RunListener& run) { run.on_socket_up(client_id); });
    const Error ended = co_await read_messages();
    socket_.reset();
    if (closed()) co_return Result<void>{};
    log(LogLevel::warn, "the socket was lost", {{"reason", std::string_view{ended.message}}});
    runs.tell_all([](RunListener& run) { run.on_socket_down(); });
    co_return Result<void>{};
}

asio::awaitable<Result<void>> ConnectionCore::greet() {
    const auto socket = socket_;
    net::WebSocketMessage announcement{false, protocol::write_feature_announcement(config.feature_flags)};
    auto sent = co_await socket->send(std::move(announcement));
    if (!sent) co_return sent;
    // Until the status message is here, the server may not have entered this socket into its table.
    for (;;) {
        auto message = co_await socket->receive();
        if (!message) co_return fail(std::move(message).error());
        take(*message);
        if (message->binary) continue;
        const auto read = protocol::parse_server_message(message->content);
        const auto* status = read ? std::get_if<protocol::Status>(&*read) : nullptr;
        if (!status) continue;
        if (!status->sid.empty())
            client_id = protocol::ClientId{status->sid};  // a gateway may choose its own
        co_return Result<void>{};
    }
}

asio::awaitable<Error> ConnectionCore::read_messages() {
    const auto socket = socket_;
    for (;;) {
        auto message = co_await socket->receive();
        if (!message) co_return std::move(message).error();
        if (closed()) co_return Error{Errc::cancelled, "the connection was closed"};
        take(*message);
    }
}

void ConnectionCore::take(const net::WebSocketMessage& message) {
    last_activity = std::chrono::steady_clock::now();
    if (message.binary) {
        const auto frame = protocol::parse_binary_message(protocol::bytes_of(message.content));
        if (!frame) return note_malformed(frame.error());
        binary_listeners.tell(*frame);
        return runs.tell(*frame);
    }
    const auto text = protocol::parse_server_message(message.content);
    if (!text) return note_malformed(text.error());
    message_listeners.tell(*text);
    runs.tell(*text);
}

void ConnectionCore::note_malformed(const Error& error) {
    ++malformed;
    log(LogLevel::warn, "a message could not be read", {{"reason", std::string_view{error.message}}});
    malformed_listeners.tell(error);
}

void ConnectionCore::note_attempt(Result<void> result) {
    ++attempts_ended_;
    if (!result) {
        ++failures_;
        last_failure_ = std::move(result).error().with("server", config.origin.authority());
        log(LogLevel::debug, "no socket",
            {{"reason", std::string_view{last_failure_->message}}, {"attempt", failures_}});
        if (failures_ >= kFailuresBeforePolling) enter(ConnectionState::polling);
    } else {
        // A server that greets and hangs up at once must not be called without a pause.
        const bool lasted = std::chrono::steady_clock::now() - *connected_at_ > kLasting;
        failures_ = lasted ? 0 : failures_ + 1;
        last_failure_ = Error{Errc::connection_lost, "the socket was lost"};
    }
    attempt_ended_.cancel();
}

asio::awaitable<void> ConnectionCore::pause_before_attempt() {
    if (failures_ == 0 || fresh_id_wanted_) co_return;  // a socket that had worked is opened again at once
    retry_.expires_after(jittered(config.reconnect, failures_));
    co_await retry_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void ConnectionCore::choose_client_id() {
    // Our prompts' messages go to the id they were sent with: it is kept while such a prompt is on its way.
    const bool keep = !upgraded_ || (!fresh_id_wanted_ && runs.any_sent_with(client_id));
    fresh_id_wanted_ = false;
    if (!keep) client_id = protocol::ClientId{uuid4()};
}

void ConnectionCore::reconnect() {
    if (closed()) return;
    fresh_id_wanted_ = true;
    retry_.cancel();
    if (socket_) socket_->abort();
}

void ConnectionCore::close() {
    if (closed()) return;
    enter(ConnectionState::closed);
    stop_.emit(asio::cancellation_type::terminal);
    retry_.cancel();
    if (socket_) socket_->abort();
    http.close();
    attempt_ended_.cancel();
    runs.tell_all([](RunListener& run) { run.on_closed(); });
}

void ConnectionCore::enter(ConnectionState next) {
    if (state == next || closed()) return;
    if (state == ConnectionState::polling && next == ConnectionState::reconnecting)
        return;  // still no socket
    if (state == ConnectionState::polling && next == ConnectionState::connecting) return;
    state = next;
    log(LogLevel::debug, "connection", {{"state", name(next)}});
    state_listeners.tell(next);
}

net::WebSocketConfig ConnectionCore::socket_config() const {
    net::WebSocketConfig socket{config.origin};
    socket.target = "/ws?clientId=" + net::percent_encode(client_id.str());
    socket.credentials = config.credentials;
    socket.ca_file = config.ca_file;
    socket.ping_interval = config.ping_interval;
    socket.pong_timeout = config.pong_timeout;
    return socket;
}

void ConnectionCore::log(LogLevel level, std::string_view text,
                         std::initializer_list<LogField> fields) const {
    if (log_) log_->write(level, "client", text, fields);
}

}  // namespace divan
