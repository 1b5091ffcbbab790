#include "server_exchange.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "header_text.hpp"
#include "stream_io.hpp"
#include "websocket_stream.hpp"

namespace divan::net {
namespace {

std::string_view before(std::string_view text, char mark) { return text.substr(0, text.find(mark)); }

/// Under TLS the last bytes of a client are its goodbye, which nobody reads: so ask for the state itself.
bool has_hung_up(int socket) {
    tcp_info info{};
    socklen_t length = sizeof info;
    return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &length) == 0 &&
           info.tcpi_state != TCP_ESTABLISHED;
}

tl::unexpected<Error> already_answered() {
    return fail(Errc::invalid_argument, "the request has been answered, or is not being answered yet");
}

}  // namespace

ServerExchange::ServerExchange(TransportPtr transport, Incoming& incoming, const HttpServerConfig& config)
    : transport_{std::move(transport)}, incoming_{incoming}, config_{config} {
    const IncomingHead& head = incoming.head();
    request_.method = head.method;
    request_.target = head.target;
    request_.headers = head.headers;
    keep_alive_ = head.keep_alive;
    invited_ = head.minor_version > 0 && has_token(head.headers, "Expect", "100-continue");
}

std::string ServerExchange::path() const { return std::string{before(request_.target, '?')}; }

Query ServerExchange::query() const {
    const std::string_view target = before(request_.target, '#');
    const auto mark = target.find('?');
    return mark == std::string_view::npos ? Query{} : parse_query(target.substr(mark + 1));
}

std::string ServerExchange::remote_address() const {
    error_code error;
    const auto peer = transport_->socket().remote_endpoint(error);
    if (error) return {};
    const auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

Result<void> ServerExchange::expect(Stage stage) const {
    if (stage_ == Stage::broken) return fail(Errc::connection_lost, "the connection is gone");
    if (stage_ != stage) return already_answered();
    return {};
}

asio::awaitable<Result<void>> ServerExchange::put(std::string_view first, std::string_view second) {
    auto sent = co_await write_all(*transport_, config_.stall_timeout, first, second);
    if (!sent) abort();
    co_return std::move(sent);
}

bool ServerExchange::peer_gone() {
    if (!transport_->open()) return true;
    char byte = 0;
    const auto seen =
        ::recv(transport_->socket().native_handle(), &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT);
    if (seen > 0) return transport_->encrypted() && has_hung_up(transport_->socket().native_handle());
    return seen == 0 || (seen < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void ServerExchange::abort() {
    stage_ = Stage::broken;
    transport_->cut(Errc::connection_lost);
}

bool ServerExchange::wants_upgrade() const {
    return request_.method == "GET" && has_token(request_.headers, "Connection", "upgrade") &&
           has_token(request_.headers, "Upgrade", "websocket");
}

asio::awaitable<Result<WebSocket>> ServerExchange::upgrade() { return guarded(switch_protocol()); }

asio::awaitable<Result<WebSocket>> ServerExchange::switch_protocol() {
    auto ready = expect(Stage::open);
    if (!ready) co_return fail(std::move(ready).error());
    if (!wants_upgrade()) co_return fail(Errc::invalid_argument, "the request asks for no WebSocket");
    stage_ = Stage::upgraded;
    co_return co_await accept_websocket(transport_, request_, config_.max_message_bytes,
                                        config_.stall_timeout);
}

}  // namespace divan::net
