#pragma once

#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include <divan/net/http_client.hpp>
#include <divan/net/http_server.hpp>

namespace divan::gateway {

/// Stands before a server, hands every request on, and keeps what was sent to /prompt. Without WebSocket.
class Wiretap {
public:
    Wiretap(asio::io_context& io, const std::string& server)
        : client_{io.get_executor(), net::HttpClientConfig{net::parse_url(server).value()}},
          server_{io.get_executor(), net::HttpServerConfig{},
                  [this](net::HttpExchange& exchange) { return hand_on(exchange); }} {
        if (const auto started = server_.start(); !started) throw std::runtime_error("no port is free");
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
    std::vector<std::string> prompts;

private:
    asio::awaitable<void> hand_on(net::HttpExchange& exchange) {
        if (exchange.wants_upgrade()) {
            co_await exchange.reply(net::HttpReply{404});
            co_return;
        }
        net::HttpRequest request = exchange.request();
        auto body = co_await exchange.read_body(std::size_t{64} << 20);
        request.body = body.value_or("");
        if (exchange.path() == "/prompt") prompts.push_back(request.body);
        net::HttpHeaders headers;
        if (const auto type = request.headers.find("Content-Type"))
            headers.set("Content-Type", std::string{*type});
        request.headers = headers;
        auto reply = co_await client_.exchange(std::move(request), within(std::chrono::seconds{10}));
        net::HttpReply answer{502};
        if (reply) {
            answer = net::HttpReply{reply->status, reply->body};
            if (const auto type = reply->headers.find("Content-Type"))
                answer.headers.set("Content-Type", std::string{*type});
        }
        co_await exchange.reply(std::move(answer));
    }

    net::HttpClient client_;
    net::HttpServer server_;
};

}  // namespace divan::gateway
