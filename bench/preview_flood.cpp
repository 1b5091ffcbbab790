#include "preview_flood.hpp"

namespace divan::bench {

boost::asio::awaitable<void> flood_with_previews(net::HttpExchange& exchange) {
    if (!exchange.wants_upgrade()) {
        net::HttpReply answer{200, "{}", "application/json"};
        static_cast<void>(co_await exchange.reply(std::move(answer)));
        co_return;
    }
    auto socket = co_await exchange.upgrade();
    if (!socket) co_return;
    net::WebSocketMessage greeting{
        false,
        R"({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": "x"}})"};
    if (!co_await socket->send(std::move(greeting))) co_return;
    const std::string frame = std::string("\0\0\0\1\0\0\0\1", 8) + std::string(100'000, 'j');
    for (;;) {
        net::WebSocketMessage message{true, frame};
        const auto sent = co_await socket->send(std::move(message));
        if (!sent) co_return;
    }
}

}  // namespace divan::bench
