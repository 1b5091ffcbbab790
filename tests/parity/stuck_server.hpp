#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include <divan/json/parse.hpp>
#include <divan/net/http_server.hpp>

namespace divan::test {

namespace asio = boost::asio;

/// Speaks just enough of ComfyUI to accept prompts, and never begins one: its worker is dead.
class StuckServer {
public:
    explicit StuckServer(asio::io_context& io)
        : server_{io.get_executor(), {}, [this](net::HttpExchange& exchange) { return answer(exchange); }} {
        const auto started = server_.start();
        if (!started) throw std::runtime_error(describe(started.error()));
    }
    std::string url() const { return fmt::format("http://127.0.0.1:{}", server_.port()); }

    std::vector<std::string> pending;  ///< prompt ids
    int accepted = 0;

private:
    static net::HttpReply json_reply(std::string body) {
        return net::HttpReply{200, std::move(body), "application/json"};
    }

    asio::awaitable<void> answer(net::HttpExchange& exchange) {
        const std::string what = exchange.request().method + " " + exchange.path();
        if (exchange.path() == "/ws") co_return co_await hold(exchange);
        auto body = co_await exchange.read_body(1'000'000);
        if (!body) co_return;
        net::HttpReply reply = json_reply("{}");
        if (what == "POST /prompt") reply = json_reply(accept(*body));
        if (what == "GET /prompt")
            reply = json_reply(fmt::format(R"({{"exec_info": {{"queue_remaining": {}}}}})", pending.size()));
        if (what == "GET /queue") reply = json_reply(queue());
        if (what == "POST /queue") pending.clear();
        static_cast<void>(co_await exchange.reply(std::move(reply)));
    }

    std::string accept(const std::string& body) {
        const std::string id{json::text_or(json::parse(body).value(), "prompt_id")};
        pending.push_back(id);
        ++accepted;
        return fmt::format(R"({{"prompt_id": "{}", "number": 1, "node_errors": {{}}}})", id);
    }

    std::string queue() const {
        std::string items;
        for (const std::string& id : pending)
            items += fmt::format(R"({}[1, "{}", {{}}, {{}}, []])", items.empty() ? "" : ",", id);
        return fmt::format(R"({{"queue_running": [], "queue_pending": [{}]}})", items);
    }

    static asio::awaitable<void> hold(net::HttpExchange& exchange) {
        auto socket = co_await exchange.upgrade();
        if (!socket) co_return;
        net::WebSocketMessage greeting{
            false,
            R"({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": "x"}})"};
        auto sent = co_await socket->send(std::move(greeting));
        while (sent) {
            auto message = co_await socket->receive();
            if (!message) co_return;
        }
    }

    net::HttpServer server_;
};

}  // namespace divan::test
