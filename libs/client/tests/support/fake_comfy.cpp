#include "fake_comfy.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/net/multipart.hpp>

namespace divan::test {
namespace {

constexpr std::string_view kJson = "application/json; charset=utf-8";

net::HttpReply json_reply(int status, std::string body) {
    return net::HttpReply{status, std::move(body), std::string{kJson}};
}

std::string tuple(const std::string& prompt) {
    return fmt::format(R"([0, "{}", {{}}, {{}}, ["9"]])", prompt);
}

}  // namespace

FakeComfy::FakeComfy(asio::io_context& io, FakeScript how, std::uint16_t port)
    : script{std::move(how)}, io_{io}, alive_{std::make_shared<FakeComfy*>(this)} {
    net::HttpServerConfig config;
    config.port = port;
    auto handler = [alive = alive_](net::HttpExchange& exchange) -> asio::awaitable<void> {
        return (*alive)->handle(exchange);
    };
    server_ = std::make_unique<net::HttpServer>(io.get_executor(), config, std::move(handler));
    const auto started = server_->start();
    if (!started) throw std::runtime_error(describe(started.error()));
}

FakeComfy::~FakeComfy() {
    *alive_ = nullptr;
    server_->stop();
}

std::uint16_t FakeComfy::port() const { return server_->port(); }
std::string FakeComfy::url() const { return fmt::format("http://127.0.0.1:{}", port()); }

asio::awaitable<void> FakeComfy::handle(net::HttpExchange& exchange) {
    const std::string path = exchange.path(), method = exchange.request().method;
    requests.push_back(method + " " + path);
    heads.emplace(requests.back(), exchange.request().headers);
    if (refusal != 0) {
        net::HttpReply refused{refusal, "refused", "text/plain"};
        co_await exchange.reply(std::move(refused));
        co_return;
    }
    if (path == "/ws") co_return co_await handle_socket(exchange);
    if (path == "/prompt" && method == "POST") co_return co_await handle_prompt(exchange);
    if (path == "/view") co_return co_await handle_view(exchange);
    if (path == "/queue" && method == "POST") co_return co_await handle_queue_change(exchange);
    if (path == "/interrupt") co_return co_await handle_interrupt(exchange);
    if (path == "/upload/image") co_return co_await handle_upload(exchange);
    if (path == "/internal/logs/subscribe") co_return co_await handle_subscription(exchange);
    net::HttpReply reply = plain_reply(path);
    co_await exchange.reply(std::move(reply));
}

net::HttpReply FakeComfy::plain_reply(const std::string& path) {
    if (path == "/queue") return queue_reply();
    if (path.starts_with("/history/")) return history_reply(path.substr(9));
    if (path == "/free") return net::HttpReply{200};
    if (path == "/prompt")
        return json_reply(200, fmt::format(R"({{"exec_info": {{"queue_remaining": {}}}}})",
                                           pending.size() + (running ? 1 : 0)));
    if (path == "/features") return json_reply(200, R"({"supports_preview_metadata": true})");
    if (path == "/system_stats")
        return json_reply(200, R"({"system": {"os": "posix", "comfyui_version": ")" + script.version +
                                   R"("}, "devices": []})");
    if (path == "/object_info/KSampler")
        return json_reply(
            200,
            R"({"KSampler": {"input": {"required": {"sampler_name": [["euler", "heun"]]}}, "output": []}})");
    if (path == "/object_info/ImageInvert")
        return json_reply(
            200,
            R"({"ImageInvert": {"input": {"required": {"image": ["IMAGE", {}]}}, "output": ["IMAGE"]}})");
    if (path.starts_with("/object_info/")) return json_reply(200, "{}");
    if (path == "/models/loras") return json_reply(200, R"(["one.safetensors"])");
    return net::HttpReply{404, "404: Not Found", "text/plain"};
}

long FakeComfy::count(const std::string& request) const {
    return static_cast<long>(std::ranges::count(requests, request));
}

asio::awaitable<void> FakeComfy::handle_prompt(net::HttpExchange& exchange) {
    auto body = co_await exchange.read_body(1 << 20);
    if (!body) co_return;
    bodies.push_back(*body);
    if (std::exchange(script.lose_submit, false)) {
        exchange.abort();
        co_return;
    }
    if (!script.rejection.empty()) {
        net::HttpReply rejected = json_reply(400, script.rejection);
        co_await exchange.reply(std::move(rejected));
        co_return;
    }
    const auto document = json::parse(*body);
    const std::string prompt = document ? json::text_or(*document, "prompt_id") : std::string{};
    submitted.push_back(prompt);
    pending.push_back(prompt);
    tell_status();
    asio::post(io_, [alive = alive_] {
        if (*alive && (*alive)->script.execute) (*alive)->execute_next();
    });
    if (script.lose_submit_reply) {
        exchange.abort();
        co_return;
    }
    net::HttpReply reply = json_reply(
        200,
        fmt::format(R"({{"prompt_id": "{}", "number": 0, "node_errors": {}}})", prompt, script.node_errors));
    if (script.fail_submit) reply = net::HttpReply{500, "500 Internal Server Error", "text/plain"};
    if (script.answer_garbage) reply = net::HttpReply{200, "<html>", "text/html"};
    co_await exchange.reply(std::move(reply));
}

asio::awaitable<void> FakeComfy::handle_socket(net::HttpExchange& exchange) {
    if (script.refuse_socket || !exchange.wants_upgrade()) {
        net::HttpReply missing{404, "404: Not Found", "text/plain"};
        co_await exchange.reply(std::move(missing));
        co_return;
    }
    const net::Query query = exchange.query();
    client_ids.push_back(query.empty() ? std::string{} : query.front().second);
    auto upgraded = co_await exchange.upgrade();
    if (!upgraded) co_return;
    const auto alive = alive_;
    const auto socket = std::make_shared<Socket>();
    socket->stream = std::make_shared<net::WebSocket>(std::move(*upgraded));
    socket->deaf = script.deaf_after_first_socket && client_ids.size() == 2;
    sockets_.push_back(socket);
    protocol::Status status;
    status.queue_remaining = static_cast<std::int64_t>(pending.size() + (running ? 1 : 0));
    status.sid = client_ids.back();
    co_await send_on(socket->stream, false, protocol::write(status));
    for (;;) {
        auto message = co_await socket->stream->receive();
        if (!message || !*alive) break;
        (*alive)->socket_texts.push_back(std::move(message->content));
    }
    if (*alive) std::erase((*alive)->sockets_, socket);
}

asio::awaitable<void> FakeComfy::handle_queue_change(net::HttpExchange& exchange) {
    auto body = co_await exchange.read_body(1 << 20);
    const auto document = json::parse(body.value_or("{}"));
    const json::Value* wanted = document ? json::find(*document, "delete") : nullptr;
    if (wanted)
        for (const json::Value& id : *json::array_of(*wanted)) {
            ++deletions;
            std::erase(pending, std::string{json::text_of(id).value_or("")});
        }
    tell_status();
    co_await exchange.reply(net::HttpReply{200});
}

asio::awaitable<void> FakeComfy::handle_upload(net::HttpExchange& exchange) {
    auto body = co_await exchange.read_body(1 << 20);
    const std::string type{exchange.request().headers.find("Content-Type").value_or("")};
    const auto parts = net::read_multipart(body.value_or(""), net::multipart_boundary(type));
    if (!parts) {
        co_await exchange.reply(net::HttpReply{400});
        co_return;
    }
    for (const net::ReceivedPart& part : *parts)
        uploads[part.name] = part.is_file ? part.file_name + ":" + part.content : part.content;
    net::HttpReply reply =
        json_reply(200, R"({"name": "fox (1).png", "subfolder": "pets", "type": "input"})");
    co_await exchange.reply(std::move(reply));
}

asio::awaitable<void> FakeComfy::handle_interrupt(net::HttpExchange& exchange) {
    auto body = co_await exchange.read_body(1 << 20);
    const auto document = json::parse(body.value_or("{}"));
    ++interrupts;
    const std::string prompt = document ? json::text_or(*document, "prompt_id") : std::string{};
    if (running == prompt && !script.ignore_interrupt) end_interrupted(prompt);
    co_await exchange.reply(net::HttpReply{200});
}

asio::awaitable<void> FakeComfy::handle_subscription(net::HttpExchange& exchange) {
    auto body = co_await exchange.read_body(1 << 20);
    log_subscriptions.push_back(body.value_or(""));
    co_await exchange.reply(net::HttpReply{200});
}

net::HttpReply FakeComfy::queue_reply() const {
    std::string waiting;
    for (const std::string& prompt : pending) waiting += (waiting.empty() ? "" : ", ") + tuple(prompt);
    return json_reply(200, fmt::format(R"({{"queue_running": [{}], "queue_pending": [{}]}})",
                                       running ? tuple(*running) : "", waiting));
}

net::HttpReply FakeComfy::history_reply(const std::string& prompt) {
    const auto entry = history.find(prompt);
    if (entry == history.end()) return json_reply(200, "{}");
    if (script.late_history > 0) {
        --script.late_history;
        return json_reply(200, "{}");
    }
    return json_reply(200, fmt::format(R"({{"{}": {}}})", prompt, entry->second));
}

}  // namespace divan::test
