#include "stream_io.hpp"

#include <boost/asio/error.hpp>

namespace divan::net {
namespace {

template <class Signature, class Start>
auto initiate(Start& start) {
    auto token = uncancelled();
    return asio::async_initiate<decltype(token), Signature>(start, token);
}

Error cut_error(Errc reason) {
    switch (reason) {
        case Errc::timeout:
            return Error{reason, "the deadline passed first"};
        case Errc::cancelled:
            return Error{reason, "the call was cancelled"};
        default:
            return Error{reason, "the connection was cut on this side"};
    }
}

/// A write that breaks leaves the socket open: the other side may have said why before it hung up.
Error explain_write(Transport& transport, error_code error, bool cancelled) {
    if (cancelled || transport.cut_reason() || is_expiry(error)) return explain(transport, error, cancelled);
    return Error{Errc::connection_lost, "the connection broke"}.with("reason", error.message());
}

asio::awaitable<Result<void>> connect_socket(Transport& transport, const tcp::endpoint& peer) {
    bool cancelled = co_await is_cancelled();
    // Connecting would open the socket of a call that was cut before.
    if (cancelled || transport.cut_reason())
        co_return fail(explain(transport, asio::error::not_connected, cancelled));
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, transport};
    auto start = [&](auto handler) { transport.connect(peer, std::move(handler)); };
    const auto [error] = co_await initiate<void(error_code)>(start);
    cancelled = co_await is_cancelled();
    if (error || cancelled) co_return fail(explain(transport, error, cancelled));
    error_code ignored;  // a socket without these options still works
    transport.socket().set_option(tcp::no_delay{true}, ignored);
    transport.socket().set_option(asio::socket_base::keep_alive{true}, ignored);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> shake_hands(Transport& transport) {
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, transport};
    auto start = [&](auto handler) { transport.handshake(std::move(handler)); };
    const auto [error] = co_await initiate<void(error_code)>(start);
    const bool cancelled = co_await is_cancelled();
    if (!error && !cancelled) co_return Result<void>{};
    auto problem = explain(transport, error, cancelled);
    co_return fail(std::move(problem).with("tls", "handshake"));
}

/// Drops what was written already from the front.
void advance(ConstBuffers& buffers, std::size_t written) {
    while (!buffers.empty() && written >= buffers.front().size()) {
        written -= buffers.front().size();
        buffers.erase(buffers.begin());
    }
    if (!buffers.empty()) buffers.front() += written;
}

}  // namespace

Error explain(Transport& transport, error_code error, bool cancelled) {
    const auto reason = transport.cut_reason();
    transport.cut(cancelled ? Errc::cancelled : Errc::connection_lost);
    if (cancelled) return cut_error(Errc::cancelled);
    if (reason) return cut_error(*reason);
    if (is_expiry(error)) return Error{Errc::timeout, "the other side was silent for too long"};
    return Error{Errc::connection_lost, "the connection broke"}.with("reason", error.message());
}

CutOnCancel::CutOnCancel(asio::cancellation_state state, Transport& transport) : slot_{state.slot()} {
    if (slot_.is_connected())
        slot_.assign([&transport](asio::cancellation_type) { transport.cut(Errc::cancelled); });
}

asio::awaitable<bool> is_cancelled() {
    const auto state = co_await asio::this_coro::cancellation_state;
    co_return state.cancelled() != asio::cancellation_type::none;
}

asio::awaitable<Result<std::size_t>> read_some(Transport& transport, std::span<char> into) {
    if (const std::size_t count = transport.take_unread(into)) co_return count;
    bool cancelled = co_await is_cancelled();
    if (cancelled || !transport.open())
        co_return fail(explain(transport, asio::error::not_connected, cancelled));
    MutableBuffers buffers{asio::buffer(into.data(), into.size())};
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, transport};
    auto start = [&](auto handler) { transport.read_some(buffers, std::move(handler)); };
    const auto [error, count] = co_await initiate<void(error_code, std::size_t)>(start);
    cancelled = co_await is_cancelled();
    if (error == asio::error::eof && !cancelled) co_return std::size_t{0};
    if (error || cancelled) co_return fail(explain(transport, error, cancelled));
    transport.last_read = std::chrono::steady_clock::now();
    co_return count;
}

asio::awaitable<Result<void>> write_all(Transport& transport, std::chrono::milliseconds stall,
                                        std::string_view first, std::string_view second) {
    ConstBuffers buffers;
    if (!first.empty()) buffers.push_back(asio::buffer(first.data(), first.size()));
    if (!second.empty()) buffers.push_back(asio::buffer(second.data(), second.size()));
    while (!buffers.empty()) {
        bool cancelled = co_await is_cancelled();
        if (cancelled || !transport.open())
            co_return fail(explain(transport, asio::error::not_connected, cancelled));
        transport.expires_after(stall);
        const auto state = co_await asio::this_coro::cancellation_state;
        const CutOnCancel cut{state, transport};
        auto start = [&](auto handler) { transport.write_some(buffers, std::move(handler)); };
        const auto [error, count] = co_await initiate<void(error_code, std::size_t)>(start);
        transport.bytes_written += count;
        cancelled = co_await is_cancelled();
        if (error || cancelled) co_return fail(explain_write(transport, error, cancelled));
        advance(buffers, count);
    }
    co_return Result<void>{};
}

asio::awaitable<Result<void>> open_transport(Transport& transport, const tcp::endpoint& peer) {
    auto connected = co_await connect_socket(transport, peer);
    if (!connected) co_return std::move(connected);
    co_return co_await shake_hands(transport);
}

asio::awaitable<Result<void>> accept_transport(Transport& transport) {
    if (!transport.encrypted()) co_return Result<void>{};
    co_return co_await shake_hands(transport);
}

asio::awaitable<Result<std::size_t>> drain_some(Transport& transport, std::span<char> waste) {
    MutableBuffers buffers{asio::buffer(waste.data(), waste.size())};
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, transport};
    auto start = [&](auto handler) { transport.drain_some(buffers, std::move(handler)); };
    bool cancelled = co_await is_cancelled();
    if (cancelled || !transport.open())
        co_return fail(explain(transport, asio::error::not_connected, cancelled));
    const auto [error, count] = co_await initiate<void(error_code, std::size_t)>(start);
    cancelled = co_await is_cancelled();
    if (error == asio::error::eof && !cancelled) co_return std::size_t{0};
    if (error || cancelled) co_return fail(explain(transport, error, cancelled));
    co_return count;
}

asio::awaitable<void> shut_down(Transport& transport) {
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, transport};
    auto start = [&](auto handler) { transport.shutdown(std::move(handler)); };
    if (transport.open()) co_await initiate<void(error_code)>(start);
}

}  // namespace divan::net
