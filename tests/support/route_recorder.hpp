#pragma once

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/net/http_server.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan::test {

namespace asio = boost::asio;

/// One request as it came in.
struct RecordedRequest {
    std::string method, target, body;
    net::HttpHeaders headers;

    RecordedRequest() = default;
    std::string line() const { return method + " " + target; }
    std::string header(std::string_view name) const { return std::string{headers.find(name).value_or("")}; }
};

/// A server that writes down what it is asked and answers by list. What is not on the list has no route, in
/// the words of ComfyUI 0.3.64 on aiohttp 3.14: an empty 404 in chunks for GET, 405 for the rest. Its sockets
/// are greeted and hear what a test sends. Same thread as the client.
class RouteRecorder {
public:
    explicit RouteRecorder(asio::io_context& io) : io_{io}, alive_{std::make_shared<RouteRecorder*>(this)} {
        auto handler = [alive = alive_](net::HttpExchange& exchange) -> asio::awaitable<void> {
            return (*alive)->handle(exchange);
        };
        server_ =
            std::make_unique<net::HttpServer>(io.get_executor(), net::HttpServerConfig{}, std::move(handler));
        const auto started = server_->start();
        if (!started) throw std::runtime_error(describe(started.error()));
        answer("GET /system_stats",
               R"({"system": {"os": "posix", "comfyui_version": "0.3.64"}, "devices": []})");
    }
    ~RouteRecorder() {
        *alive_ = nullptr;
        server_->stop();
    }
    RouteRecorder(const RouteRecorder&) = delete;
    RouteRecorder& operator=(const RouteRecorder&) = delete;

    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

    /// `line` is "GET /path?query", as it stands on the wire. Several answers come one after the other; the
    /// last stays.
    void answer(const std::string& line, std::string body, int status = 200,
                std::string content_type = "application/json; charset=utf-8") {
        answers_[line].push_back(net::HttpReply{status, std::move(body), std::move(content_type)});
    }
    void empty(const std::string& line, int status) { answers_[line].push_back(net::HttpReply{status}); }
    void forget(const std::string& line) { answers_.erase(line); }
    /// The same answer for everything that is not on the list.
    void answer_all(net::HttpReply reply) { otherwise_ = std::move(reply); }
    /// Cuts the connection instead of answering.
    void cut(const std::string& line) { cut_.push_back(line); }
    /// Reads requests from now on, and answers none.
    void fall_silent() { silent_ = true; }

    const RecordedRequest& last() const { return requests.at(requests.size() - 1); }
    std::vector<std::string> lines() const {
        std::vector<std::string> all;
        for (const RecordedRequest& request : requests) all.push_back(request.line());
        return all;
    }

    void send(const protocol::ServerMessage& message) {
        for (const auto& socket : sockets_)
            asio::co_spawn(io_, send_on(socket, protocol::write(message)), asio::detached);
    }
    void drop_sockets() {
        for (const auto& socket : sockets_) socket->abort();
        sockets_.clear();
    }

    std::vector<RecordedRequest> requests;  ///< without those for sockets
    std::vector<std::string> client_ids;    ///< of the sockets, in order

private:
    static asio::awaitable<void> send_on(std::shared_ptr<net::WebSocket> socket, std::string text) {
        net::WebSocketMessage message{false, std::move(text)};
        auto sent = co_await socket->send(std::move(message));
        if (!sent) socket->abort();  // the client is gone, which some tests are about
    }

    asio::awaitable<void> handle(net::HttpExchange& exchange) {
        if (exchange.path() == "/ws") co_return co_await handle_socket(exchange);
        const auto alive = alive_;
        RecordedRequest request;
        request.method = exchange.request().method;
        request.target = exchange.request().target;
        request.headers = exchange.request().headers;
        auto body = co_await exchange.read_body(1 << 20);
        if (!*alive) co_return;
        request.body = body.value_or("");
        requests.push_back(request);
        if (std::ranges::find(cut_, request.line()) != cut_.end()) {
            exchange.abort();
            co_return;
        }
        if (silent_) {
            asio::steady_timer never{io_, asio::steady_timer::time_point::max()};
            co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
            co_return;
        }
        const bool known = otherwise_ || answers_.contains(request.line());
        if (!known && request.method == "GET") co_return co_await refuse_get(exchange);
        net::HttpReply reply = next_answer(request);
        co_await exchange.reply(std::move(reply));
    }

    static asio::awaitable<void> refuse_get(net::HttpExchange& exchange) {
        net::HttpReply head{404, {}, "application/octet-stream"};
        if (auto started = co_await exchange.start(std::move(head)); started) co_await exchange.finish();
    }

    net::HttpReply next_answer(const RecordedRequest& request) {
        const auto found = answers_.find(request.line());
        if (found == answers_.end() && otherwise_) return *otherwise_;
        if (found == answers_.end())
            return net::HttpReply{405, "405: Method Not Allowed", "text/plain; charset=utf-8"};
        net::HttpReply reply = found->second.front();
        if (found->second.size() > 1) found->second.pop_front();
        return reply;
    }

    asio::awaitable<void> handle_socket(net::HttpExchange& exchange) {
        const net::Query query = exchange.query();
        const auto alive = alive_;
        client_ids.push_back(query.empty() ? std::string{} : query.front().second);
        protocol::Status greeting;
        greeting.queue_remaining = 0;
        greeting.sid = client_ids.back();
        auto upgraded = co_await exchange.upgrade();
        if (!upgraded || !*alive) co_return;
        const auto socket = std::make_shared<net::WebSocket>(std::move(*upgraded));
        sockets_.push_back(socket);
        co_await send_on(socket, protocol::write(greeting));
        for (;;) {
            auto message = co_await socket->receive();
            if (!message) break;
        }
        if (*alive) std::erase((*alive)->sockets_, socket);
    }

    asio::io_context& io_;
    std::shared_ptr<RouteRecorder*> alive_;  // handlers of a dead server see null
    std::map<std::string, std::deque<net::HttpReply>> answers_;
    std::optional<net::HttpReply> otherwise_;
    std::vector<std::string> cut_;
    bool silent_ = false;
    std::vector<std::shared_ptr<net::WebSocket>> sockets_;
    std::unique_ptr<net::HttpServer> server_;
};

}  // namespace divan::test
