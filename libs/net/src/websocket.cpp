#include <divan/net/websocket.hpp>

#include "call_guard.hpp"
#include "client_state.hpp"
#include "connect.hpp"
#include "stream_io.hpp"
#include "tls.hpp"
#include "websocket_stream.hpp"

namespace divan::net {
namespace {

Result<ConnectOptions> options_for(const WebSocketConfig& config) {
    ConnectOptions options;
    options.origin = config.origin;
    options.timeout = std::chrono::milliseconds{10'000};  // the deadline of the call is the one that is meant
    if (!config.origin.tls) return options;
    auto context = make_tls_context(config.ca_file);
    if (!context) return fail(std::move(context).error());
    options.tls = std::move(*context);
    return options;
}

HttpHeaders headers_for(const WebSocketConfig& config) {
    HttpHeaders headers;
    headers.set("User-Agent", "divan");
    Credentials credentials = config.credentials;
    if (credentials.empty()) credentials = credentials_of(config.origin);
    for (const auto& [name, value] : credentials.fields()) headers.set(name, value);
    return headers;
}

asio::awaitable<Result<WebSocket>> open(asio::any_io_executor executor, WebSocketConfig config,
                                        Deadline deadline) {
    auto options = options_for(config);
    if (!options) co_return fail(std::move(options).error());
    CallGuard guard{executor, deadline};
    auto transport = co_await connect(executor, std::move(*options), guard);
    if (!transport) co_return fail(std::move(transport).error());
    const auto core =
        std::make_shared<WebSocketCore>(FrameStream::End::client, *transport, config.max_message_bytes);
    const std::string target = config.origin.path + config.target;
    auto opened = co_await core->frames().connect(config.origin.authority(), target, headers_for(config));
    if (!opened) co_return fail(std::move(opened).error().with("server", config.origin.authority()));
    core->start_pings(config.ping_interval, config.pong_timeout);
    co_return WebSocket{std::make_unique<WebSocket::Stream>(core)};
}

}  // namespace

asio::awaitable<Result<WebSocket>> accept_websocket(TransportPtr transport, const HttpRequest& request,
                                                    std::size_t max_message_bytes,
                                                    std::chrono::milliseconds patience) {
    const auto core = std::make_shared<WebSocketCore>(FrameStream::End::server, transport, max_message_bytes);
    CallGuard guard{transport->executor(), within(patience)};
    guard.watch(transport);
    auto opened = co_await core->frames().accept(request);
    if (!opened) co_return fail(std::move(opened).error());
    // No pings from this end: ComfyUI 0.3.64 sends none (server.py `websocket_handler`, no heartbeat), and a
    // client that does not read must not lose its place because of them.
    co_return WebSocket{std::make_unique<WebSocket::Stream>(core)};
}

WebSocket::WebSocket(std::unique_ptr<Stream> stream) : stream_{std::move(stream)} {}
WebSocket::WebSocket(WebSocket&&) noexcept = default;
WebSocket& WebSocket::operator=(WebSocket&&) noexcept = default;
WebSocket::~WebSocket() = default;

asio::awaitable<Result<WebSocket>> WebSocket::connect(asio::any_io_executor executor, WebSocketConfig config,
                                                      Deadline deadline) {
    return guarded(open(std::move(executor), std::move(config), deadline));
}

asio::awaitable<Result<WebSocketMessage>> WebSocket::receive() { return guarded(stream_->core->receive()); }

asio::awaitable<Result<void>> WebSocket::send(WebSocketMessage message) {
    return guarded(stream_->core->send(std::move(message)));
}

asio::awaitable<void> WebSocket::close(Deadline deadline) {
    co_await guarded(stream_->core->close(deadline));
}

void WebSocket::abort() { stream_->core->abort(); }

}  // namespace divan::net
