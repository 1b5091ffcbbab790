#include <boost/asio/co_spawn.hpp>

#include <divan/base/random.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>
#include <divan/protocol/features.hpp>

#include "connection_core.hpp"
#include "debug_log.hpp"
#include "http_call.hpp"

// The other half of a connection: one socket after the other, and what they say.
namespace divan {
namespace {

double chance() {
    constexpr std::uint64_t kSteps = 1'000'000;
    return static_cast<double>(random_upto(kSteps - 1)) / static_cast<double>(kSteps);
}

}  // namespace

asio::awaitable<void> ConnectionCore::keep_socket(std::shared_ptr<ConnectionCore> self) {
    co_await asio::this_coro::throw_if_cancelled(false);  // who cancels says why: the loop looks
    while (self->lifecycle_.trying()) {
        co_await asio::this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
        co_await self->try_once();
        if (self->lifecycle_.trying()) co_await self->pause_before_attempt();
    }
    self->keeping_ = false;
}

/// One attempt, and the life of the socket if it gives one.
asio::awaitable<void> ConnectionCore::try_once() {
    attempting_ = true;
    abandoned_ = at_once_ = false;
    auto held = co_await hold_one_socket();
    attempting_ = false;
    if (closed() || (abandoned_ && lifecycle_.trying())) co_return;  // another attempt takes its place
    if (!held) note_failed_attempt(std::move(held).error());
    ++attempts_ended_;
    attempt_ended_.cancel();
}

asio::awaitable<Result<void>> ConnectionCore::hold_one_socket() {
    choose_client_id();
    const Deadline deadline = within(config.greeting_timeout);
    const SocketOpener opener = config.open_socket ? config.open_socket : SocketOpener{open_websocket};
    auto opening = net::before(deadline, opener(executor, socket_config(), deadline));
    auto socket = co_await std::move(opening);
    if (!socket) co_return fail(std::move(socket).error());
    if (closed() || abandoned_) co_return fail(Errc::cancelled, "the attempt was stopped");
    upgraded_ = true;
    socket_ = std::move(*socket);
    auto greeting = co_await net::before(deadline, greet());
    if (!greeting || closed() || abandoned_) {
        socket_.reset();
        if (!greeting) co_return greeting;
        co_return fail(Errc::cancelled, "the attempt was stopped");
    }
    attempting_ = false;
    tell(lifecycle_.greeted(std::chrono::steady_clock::now()));
    attempt_ended_.cancel();
    if (config.listen_terminal && connected()) asio::co_spawn(executor, subscribe_to_log(client_id), rethrow);
    runs.tell_all([this](RunListener& run) { run.on_socket_up(client_id); });
    Error ended = co_await read_messages();
    socket_.reset();
    if (closed()) co_return Result<void>{};
    log(LogLevel::warn, "the socket was lost", {{"reason", std::string_view{ended.message}}});
    last_failure_ = ended;
    tell(lifecycle_.lost(std::move(ended), std::chrono::steady_clock::now()));
    runs.tell_all([](RunListener& run) { run.on_socket_down(); });
    co_return Result<void>{};
}

asio::awaitable<Result<void>> ConnectionCore::greet() {
    const auto self = shared_from_this();
    const auto socket = socket_;
    std::string flags = protocol::write_feature_announcement(config.feature_flags);
    net::WebSocketMessage announcement{false, std::move(flags)};
    auto sent = co_await socket->send(std::move(announcement));
    if (!sent) co_return sent;
    // Until the status message is here, the server may not have entered this socket into its table.
    for (;;) {
        auto message = co_await socket->receive();
        if (!message) co_return fail(std::move(message).error());
        if (closed()) co_return fail(Errc::cancelled, "the connection was closed");
        if (take(*message)) co_return Result<void>{};
    }
}

asio::awaitable<Error> ConnectionCore::read_messages() {
    const auto self = shared_from_this();
    const auto socket = socket_;
    while (!closed()) {
        auto message = co_await socket->receive();
        if (!message) co_return std::move(message).error();
        if (!closed()) take(*message);
    }
    co_return Error{Errc::cancelled, "the connection was closed"};
}

/// True for the message that greets a socket.
bool ConnectionCore::take(const net::WebSocketMessage& message) {
    last_activity = std::chrono::steady_clock::now();
    if (message.binary) {
        take_frame(message.content);
        return false;
    }
    const auto text = protocol::parse_server_message(message.content);
    if (!text) note_malformed(text.error());
    return text && take_text(*text);
}

void ConnectionCore::take_frame(std::string_view content) {
    const auto frame = protocol::parse_binary_message(protocol::bytes_of(content));
    if (!frame) return note_malformed(frame.error());
    binary_listeners.tell(*frame);
    if (!closed()) runs.tell(*frame);
}

bool ConnectionCore::take_text(const protocol::ServerMessage& message) {
    if (logger()) log_message(*logger(), message, client_id);
    // The server says who we are to it: a gateway may choose its own names.
    const auto* status = std::get_if<protocol::Status>(&message);
    if (status && !status->sid.empty()) client_id = protocol::ClientId{status->sid};
    message_listeners.tell(message);
    if (!closed()) runs.tell(message);
    return status != nullptr;
}

void ConnectionCore::note_malformed(const Error& error) {
    ++malformed;
    log(LogLevel::warn, "a message could not be read", {{"reason", std::string_view{error.message}}});
    malformed_listeners.tell(error);
}

void ConnectionCore::note_failed_attempt(Error error) {
    last_failure_ = std::move(error).with("server", config.origin.authority());
    log(LogLevel::debug, "no socket", {{"reason", std::string_view{last_failure_->message}}});
    tell(lifecycle_.attempt_failed(*last_failure_));
}

/// The server forgets who listens to its log when a socket ends.
asio::awaitable<void> ConnectionCore::subscribe_to_log(protocol::ClientId client) {
    const auto self = shared_from_this();
    json::Object body;
    body["clientId"] = client.str();
    body["enabled"] = true;
    net::HttpRequest patch =
        json_request("PATCH", "/internal/logs/subscribe", json::write(json::Value(std::move(body))));
    auto reply = co_await http.exchange(std::move(patch), within(config.read_timeout));
    if (reply && !reply->ok()) reply = fail(unexpected_status_error(*reply));
    if (!reply && !closed())
        log(LogLevel::warn, "the server's log was not subscribed to",
            {{"reason", std::string_view{reply.error().message}}});
}

asio::awaitable<void> ConnectionCore::pause_before_attempt() {
    const auto pause = lifecycle_.pause(chance());
    if (at_once_ || pause.count() == 0) co_return;  // a socket that had worked is opened again at once
    retry_.expires_after(pause);
    co_await retry_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void ConnectionCore::choose_client_id() {
    // Our prompts' messages go to the id they were sent with: it is kept while such a prompt is on its way.
    const bool keep = !upgraded_ || (!fresh_id_wanted_ && runs.any_sent_with(client_id));
    fresh_id_wanted_ = false;
    if (!keep) client_id = protocol::ClientId{uuid4()};
}

void ConnectionCore::abandon_attempt() {
    if (!attempting_) return;
    abandoned_ = true;
    stop_.emit(asio::cancellation_type::terminal);
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

}  // namespace divan
