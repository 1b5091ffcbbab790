#include <divan/client/message_socket.hpp>

namespace divan {
namespace {

class OpenWebSocket final : public MessageSocket {
public:
    explicit OpenWebSocket(net::WebSocket socket) : socket_{std::move(socket)} {}
    asio::awaitable<Result<void>> send(net::WebSocketMessage message) override {
        return socket_.send(std::move(message));
    }
    asio::awaitable<Result<net::WebSocketMessage>> receive() override { return socket_.receive(); }
    void abort() override { socket_.abort(); }

private:
    net::WebSocket socket_;
};

}  // namespace

asio::awaitable<Result<std::shared_ptr<MessageSocket>>> open_websocket(asio::any_io_executor executor,
                                                                       net::WebSocketConfig config,
                                                                       Deadline deadline) {
    auto socket = co_await net::WebSocket::connect(std::move(executor), std::move(config), deadline);
    if (!socket) co_return fail(std::move(socket).error());
    co_return std::make_shared<OpenWebSocket>(std::move(*socket));
}

}  // namespace divan
