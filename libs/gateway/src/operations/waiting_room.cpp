#include "operations/waiting_room.hpp"

#include "http/refusal.hpp"

namespace divan::gateway {
namespace {

constexpr std::chrono::seconds kAskAgain{5};

net::HttpReply answer_to(const std::string& path) {
    if (path == "/healthz") return net::HttpReply{200, R"({"status":"ok"})", "application/json"};
    net::HttpReply reply =
        reply_of(Refusal{503, "store_unavailable", "the service waits for its database"}.after(kAskAgain));
    if (path == "/readyz") reply.body = R"({"status":"not ready","waits_for":"database"})";
    return reply;
}

asio::awaitable<void> answer(net::HttpExchange& exchange) {
    net::HttpReply reply = answer_to(exchange.path());
    co_await exchange.reply(std::move(reply));
}

}  // namespace

WaitingRoom::WaitingRoom(asio::any_io_executor executor, net::HttpServerConfig config)
    : server_{std::move(executor), std::move(config), answer} {}

}  // namespace divan::gateway
