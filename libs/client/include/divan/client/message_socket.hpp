#pragma once

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/net/websocket.hpp>

namespace divan {

namespace asio = boost::asio;

/// One open socket to a server, as a connection uses it. Tests, and programs with a transport of their own
/// (a tunnel, a recorded session), put theirs in the place of `net::WebSocket`; errors are as there.
/// Threads: the connection's executor only. One `receive` and any number of `send`s are on their way at once.
class MessageSocket {
public:
    virtual ~MessageSocket() = default;
    virtual asio::awaitable<Result<void>> send(net::WebSocketMessage message) = 0;
    /// The next whole message. An error ends the socket: it is not asked again.
    virtual asio::awaitable<Result<net::WebSocketMessage>> receive() = 0;
    /// Cuts the socket at once; a `receive` that waits ends with an error.
    virtual void abort() = 0;
};

/// Opens a socket; `config.target` is the path with the client id. Ends by the deadline, or when it is
/// cancelled (terminal). Errors: as `net::WebSocket::connect`.
using SocketOpener = std::function<asio::awaitable<Result<std::shared_ptr<MessageSocket>>>(
    asio::any_io_executor executor, net::WebSocketConfig config, Deadline deadline)>;

/// What a connection uses when it is given no other: `net::WebSocket`.
asio::awaitable<Result<std::shared_ptr<MessageSocket>>> open_websocket(asio::any_io_executor executor,
                                                                       net::WebSocketConfig config,
                                                                       Deadline deadline);

}  // namespace divan
