#include <charconv>

#include "header_text.hpp"
#include "server_exchange.hpp"
#include "server_state.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

constexpr std::chrono::seconds kRefusalTime{2};

IncomingLimits limits_of(const HttpServerConfig& config, bool first) {
    IncomingLimits limits;
    limits.head_bytes = config.max_header_bytes;
    limits.first_byte = within(first ? config.header_timeout : config.idle_timeout);
    limits.whole_head = config.header_timeout;
    limits.stall = config.stall_timeout;
    return limits;
}

/// Answers a head that is no proper request. What follows it cannot be told apart, so the connection ends.
asio::awaitable<void> refuse(Transport& transport, Error problem) {
    int status = 0;
    const std::string_view text = problem.fact("status");
    std::from_chars(text.data(), text.data() + text.size(), status);
    if (status == 0 || !transport.open()) co_return;
    HttpHeaders headers;
    headers.set("Content-Length", "0");
    headers.set("Connection", "close");
    const auto head = reply_head(status, headers);
    if (!head) co_return;
    auto sent = co_await write_all(transport, kRefusalTime, *head);
    if (!sent) co_return;
    transport.expires_after(kRefusalTime);
    co_await shut_down(transport);
    std::string waste(4096, '\0');
    transport.expires_after(kRefusalTime);
    for (Result<std::size_t> count = 1; count && *count > 0;) count = co_await drain_some(transport, waste);
}

/// Runs the handler; whatever it throws ends here, and is answered 500 (or cut) by `conclude`.
asio::awaitable<void> handle(const ServerState& state, ServerExchange& exchange) {
    // After `stop` the next wait of the handler throws, Asio's default: a handler that waits in a loop ends
    // too.
    co_await asio::this_coro::throw_if_cancelled(true);
    try {
        co_await state.handler()(exchange);
    } catch (...) {
    }
    co_await asio::this_coro::throw_if_cancelled(false);
}

/// True when another request may follow.
asio::awaitable<bool> serve_request(std::shared_ptr<ServerState> state, TransportPtr transport, bool first) {
    Incoming incoming{transport, MessageKind::request, limits_of(state->config(), first)};
    auto found = co_await incoming.read_head();
    if (!found) {
        co_await refuse(*transport, std::move(found).error());
        co_return false;
    }
    if (!*found) co_return false;
    ServerExchange exchange{transport, incoming, state->config()};
    co_await handle(*state, exchange);
    if (state->stopped()) co_return false;
    co_return co_await exchange.conclude();
}

}  // namespace

asio::awaitable<void> run_session(std::shared_ptr<ServerState> state,
                                  std::shared_ptr<ServerSession> session) {
    // A cancelled wait of ours is a Result, not an exception.
    co_await asio::this_coro::throw_if_cancelled(false);
    const TransportPtr transport = std::exchange(session->transport, nullptr);
    transport->expires_after(state->config().header_timeout);
    auto ready = co_await accept_transport(*transport);
    if (!ready) co_return;  // no TLS, or not ours: there is no way to say so
    bool first = true, another = true;
    while (another && !state->stopped()) {
        another = co_await serve_request(state, transport, first);
        first = false;
    }
    // Without a further owner (an upgraded WebSocket) the socket closes with `transport`.
}

}  // namespace divan::net
