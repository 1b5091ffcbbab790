#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <span>
#include <string_view>

#include "transport.hpp"

namespace divan::net {

/// For one asynchronous operation: a cancellation of the coroutine, of whatever kind, cuts the transport.
/// Left to themselves, operations heed some kinds only (Beast's WebSocket and Asio's TLS: terminal). Give the
/// operation `uncancelled()` as its token.
class CutOnCancel {
public:
    CutOnCancel(asio::cancellation_state state, Transport& transport);
    ~CutOnCancel() { slot_.clear(); }
    CutOnCancel(const CutOnCancel&) = delete;
    CutOnCancel& operator=(const CutOnCancel&) = delete;

private:
    asio::cancellation_slot slot_;
};
inline auto uncancelled() {
    return asio::bind_cancellation_slot(asio::cancellation_slot{}, asio::as_tuple(asio::use_awaitable));
}

/// Whether somebody has cancelled the present coroutine.
asio::awaitable<bool> is_cancelled();

/// What an ended operation means; the socket itself says "aborted" for most of these. Closes the transport.
Error explain(Transport& transport, error_code error, bool cancelled);

/// The next bytes; 0 at the end of the stream. Set the expiry of the transport before.
/// Errors: connection_lost, timeout, cancelled, or the reason of a cut. Every error closes the transport.
asio::awaitable<Result<std::size_t>> read_some(Transport& transport, std::span<char> into);

/// Both texts in one go; `stall` is the longest wait for any progress. Errors: as `read_some`, but after
/// connection_lost the transport can still be read.
asio::awaitable<Result<void>> write_all(Transport& transport, std::chrono::milliseconds stall,
                                        std::string_view first, std::string_view second = {});

/// Waits for the connection, then (TLS) for the handshake. Errors: as `read_some`, with the system's reason
/// as the fact "reason".
asio::awaitable<Result<void>> open_transport(Transport& transport, const tcp::endpoint& peer);

/// The server's half of a TLS handshake; nothing to do on a plain connection. Set the expiry of the transport
/// before. Errors: as `open_transport`.
asio::awaitable<Result<void>> accept_transport(Transport& transport);

/// Throws away what comes in; 0 at the end of the stream. After `shut_down`. Errors: as `read_some`.
asio::awaitable<Result<std::size_t>> drain_some(Transport& transport, std::span<char> waste);

/// Says goodbye; failures do not matter, since the socket is closed next.
asio::awaitable<void> shut_down(Transport& transport);

/// Runs one public operation so that a cancellation comes out as `Errc::cancelled`: with the default of Asio,
/// a cancel between two awaits of ours would come out as an exception. The caller's choice is put back
/// afterwards.
template <class T>
asio::awaitable<Result<T>> guarded(asio::awaitable<Result<T>> operation) {
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    Result<T> result = fail(Errc::cancelled, "the call was cancelled");
    std::exception_ptr failure;
    try {
        result = co_await std::move(operation);
    } catch (...) {
        failure = std::current_exception();
    }
    co_await asio::this_coro::throw_if_cancelled(throws);
    if (failure) std::rethrow_exception(failure);
    co_return std::move(result);
}

}  // namespace divan::net
