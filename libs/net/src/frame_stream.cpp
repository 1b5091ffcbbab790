#include "frame_stream.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "any_stream.hpp"
#include "stream_io.hpp"

namespace divan::net {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

// The hooks by which Beast ends the next layer; found by argument-dependent look-up.
inline void beast_close_socket(AnyStream& stream) { stream.transport().cut(Errc::connection_lost); }

inline void teardown(beast::role_type, AnyStream& stream, error_code& error) {
    stream.transport().socket().shutdown(tcp::socket::shutdown_both, error);
}

template <class Handler>
void async_teardown(beast::role_type, AnyStream& stream, Handler&& handler) {
    stream.transport().shutdown(std::forward<Handler>(handler));
}

namespace {

// Beast masks a client's frames through a buffer of 4 KiB, and cuts them to that size, unless told otherwise.
constexpr std::size_t kWriteBuffer = 128 * 1024;

Error declined(const websocket::response_type& response, error_code error) {
    const int status = static_cast<int>(response.result_int());
    Errc code = status == 401 || status == 403 ? Errc::unauthorized : Errc::unexpected_status;
    if (status == 101 || error != websocket::error::upgrade_declined) code = Errc::malformed_reply;
    Error problem{code, "the server did not open a WebSocket", "is this the address of a ComfyUI server?",
                  response.body().substr(0, 500)};
    return std::move(problem).with("status", std::to_string(status)).with("reason", error.message());
}

bool is_protocol_error(error_code error) {
    if (error == http::error::end_of_stream || error == http::error::partial_message) return false;
    return error.category() == make_error_code(websocket::error::closed).category() ||
           error.category() == make_error_code(http::error::bad_version).category();
}

http::request<http::empty_body> beast_request(const HttpRequest& request) {
    http::request<http::empty_body> made{http::verb::get, request.target, 11};
    for (const auto& [name, value] : request.headers.fields()) made.insert(name, value);
    return made;
}

}  // namespace

struct FrameStream::Beast {
    explicit Beast(const TransportPtr& transport) : socket{AnyStream{transport}} {}
    websocket::stream<AnyStream, false> socket;
};

FrameStream::FrameStream(End end, TransportPtr transport, std::size_t max_message_bytes)
    : transport_{std::move(transport)}, beast_{std::make_unique<Beast>(transport_)} {
    auto& socket = beast_->socket;
    transport_->expires_at(kNever);
    transport_->last_read = std::chrono::steady_clock::now();
    socket.auto_fragment(false);
    socket.read_message_max(max_message_bytes);
    if (end == End::client) socket.write_buffer_bytes(kWriteBuffer);
    socket.control_callback([transport = transport_.get()](websocket::frame_type, beast::string_view) {
        transport->last_read = std::chrono::steady_clock::now();
    });
}

FrameStream::~FrameStream() = default;

asio::awaitable<Result<void>> FrameStream::connect(std::string authority, std::string target,
                                                   HttpHeaders headers) {
    auto decorate = [&headers](websocket::request_type& request) {
        for (const auto& [name, value] : headers.fields()) request.set(name, value);
    };
    beast_->socket.set_option(websocket::stream_base::decorator(decorate));
    websocket::response_type response;
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, *transport_};
    const auto [error] = co_await beast_->socket.async_handshake(response, authority, target, uncancelled());
    const bool cancelled = co_await is_cancelled();
    if (!error && !cancelled) co_return Result<void>{};
    auto problem = explain(*transport_, error, cancelled);
    if (problem.code == Errc::connection_lost && is_protocol_error(error))
        problem = declined(response, error);
    co_return fail(std::move(problem));
}

asio::awaitable<Result<void>> FrameStream::accept(const HttpRequest& request) {
    const auto upgrade = beast_request(request);
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, *transport_};
    const auto [error] = co_await beast_->socket.async_accept(upgrade, uncancelled());
    const bool cancelled = co_await is_cancelled();
    if (!error && !cancelled) co_return Result<void>{};
    auto problem = explain(*transport_, error, cancelled);
    if (problem.code == Errc::connection_lost && is_protocol_error(error))
        problem.code = Errc::malformed_reply;
    co_return fail(std::move(problem));
}

asio::awaitable<Result<WebSocketMessage>> FrameStream::read() {
    WebSocketMessage message;
    auto buffer = asio::dynamic_buffer(message.content);
    do {
        // Piece by piece, so that a long message on a slow line counts as a sign of life.
        const auto state = co_await asio::this_coro::cancellation_state;
        const CutOnCancel cut{state, *transport_};
        const auto [error, count] = co_await beast_->socket.async_read_some(buffer, 0, uncancelled());
        const bool cancelled = co_await is_cancelled();
        if (error == websocket::error::closed && !cancelled) {
            transport_->cut(Errc::connection_lost);
            const auto& reason = beast_->socket.reason();
            Error closed{Errc::connection_lost,
                         "the WebSocket was closed by the other side",
                         {},
                         std::string{reason.reason.data(), reason.reason.size()}};
            co_return fail(std::move(closed).with("close_code", std::to_string(reason.code)));
        }
        if (error || cancelled) co_return fail(explain(*transport_, error, cancelled));
        transport_->last_read = std::chrono::steady_clock::now();
    } while (!beast_->socket.is_message_done());
    message.binary = beast_->socket.got_binary();
    co_return std::move(message);
}

asio::awaitable<Result<void>> FrameStream::write(const WebSocketMessage& message) {
    beast_->socket.binary(message.binary);
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, *transport_};
    const auto [error, count] =
        co_await beast_->socket.async_write(asio::buffer(message.content), uncancelled());
    const bool cancelled = co_await is_cancelled();
    if (error || cancelled) co_return fail(explain(*transport_, error, cancelled));
    co_return Result<void>{};
}

asio::awaitable<Result<void>> FrameStream::ping() {
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, *transport_};
    const auto [error] = co_await beast_->socket.async_ping(websocket::ping_data{}, uncancelled());
    const bool cancelled = co_await is_cancelled();
    if (error || cancelled) co_return fail(explain(*transport_, error, cancelled));
    co_return Result<void>{};
}

asio::awaitable<Result<void>> FrameStream::close() {
    const auto state = co_await asio::this_coro::cancellation_state;
    const CutOnCancel cut{state, *transport_};
    const auto [error] = co_await beast_->socket.async_close(websocket::close_code::normal, uncancelled());
    const bool cancelled = co_await is_cancelled();
    if (error || cancelled) co_return fail(explain(*transport_, error, cancelled));
    co_return Result<void>{};
}

}  // namespace divan::net
