#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/error.hpp>
#include <divan/net/http_message.hpp>
#include <divan/net/tls_identity.hpp>
#include <divan/net/url.hpp>
#include <divan/net/websocket.hpp>

namespace divan::net {

namespace asio = boost::asio;

struct HttpServerConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;                            ///< 0: a free one
    std::shared_ptr<TlsIdentity> tls;                  ///< what connections are served with; none: plain HTTP
    std::chrono::milliseconds header_timeout{10'000};  ///< also of a TLS handshake
    std::chrono::milliseconds idle_timeout{60'000};
    std::chrono::milliseconds stall_timeout{30'000};  ///< no byte of a body for that long, either way
    std::size_t max_header_bytes = 32 * 1024;
    std::size_t max_message_bytes = std::size_t{4} << 20;  ///< of one WebSocket message from a client

    HttpServerConfig() = default;
};

/// One request and the way to answer it. Exactly one of `reply`, `start`+`write`…`finish`, `send_file` or
/// `upgrade`.
class HttpExchange {
public:
    virtual ~HttpExchange() = default;

    virtual const HttpRequest& request() const = 0;  ///< head only; `body` is empty
    virtual std::string path() const = 0;            ///< still percent-encoded, without the query
    virtual Query query() const = 0;
    virtual std::string remote_address() const = 0;

    /// The whole body. Errors: `invalid_argument` when it is longer than `limit` (context `body_bytes` when
    /// the length was announced), connection_lost, timeout.
    virtual asio::awaitable<Result<std::string>> read_body(std::size_t limit) = 0;
    /// The next piece of the body; empty at its end.
    virtual asio::awaitable<Result<std::string>> read_some(std::size_t at_most) = 0;

    /// A whole answer. The body is left out for HEAD (Content-Length stays). A body that was not read is
    /// drained up to a bound, else the connection is closed after the answer.
    virtual asio::awaitable<Result<void>> reply(HttpReply answer) = 0;
    /// An answer of unknown length (chunked), or of the Content-Length that `head` names.
    virtual asio::awaitable<Result<void>> start(HttpReply head) = 0;
    virtual asio::awaitable<Result<void>> write(std::string piece) = 0;
    virtual asio::awaitable<Result<void>> finish() = 0;
    /// `bytes` bytes of `file` from `offset`, through one fixed buffer; Content-Length is set from `bytes`.
    virtual asio::awaitable<Result<void>> send_file(HttpReply head, std::filesystem::path file,
                                                    std::uint64_t offset, std::uint64_t bytes) = 0;
    /// The client has hung up, as far as the system knows: for answers that go on for long. Does not wait.
    virtual bool peer_gone() = 0;
    /// Cuts the connection without a further byte (fault injection, and peers that misbehave).
    virtual void abort() = 0;

    virtual bool wants_upgrade() const = 0;  ///< a WebSocket upgrade
    virtual asio::awaitable<Result<WebSocket>> upgrade() = 0;
};

/// Answers one request. Runs on the server's executor; several run at once, one for each connection.
/// A handler that returns without an answer makes the server send an empty 500.
using HttpHandler = std::function<asio::awaitable<void>(HttpExchange&)>;

/// HTTP/1.1 on one address, plain or over TLS. Strict about framing: both Content-Length and
/// Transfer-Encoding, odd lengths, oversized heads and alike are answered 400 / 431 and closed.
class HttpServer {
public:
    HttpServer(asio::any_io_executor executor, HttpServerConfig config, HttpHandler handler);
    ~HttpServer();  ///< as `stop`
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds and begins to accept. Errors: `io_failed` ("port 8188 is in use", with a hint).
    Result<void> start();
    std::uint16_t port() const;  ///< the real one, after `start`
    /// Stops accepting and cuts every open connection, upgraded ones included. Handlers that wait are
    /// cancelled and end with the next turns of the executor; until then they, and `handler`, still exist.
    void stop();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace divan::net
