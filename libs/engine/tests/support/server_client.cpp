#include "support/server_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <future>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::engine::testing {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

template <class T>
asio::awaitable<void> fulfil(asio::awaitable<T> operation, std::promise<T>& promise) {
    promise.set_value(co_await std::move(operation));
}

asio::awaitable<void> fulfil(asio::awaitable<void> operation, std::promise<void>& promise) {
    co_await std::move(operation);
    promise.set_value();
}

template <class T>
T run(Loop& loop, asio::awaitable<T> operation) {
    std::promise<T> promise;
    asio::co_spawn(loop.io(), fulfil(std::move(operation), promise), asio::detached);
    return promise.get_future().get();
}

/// Clients and sockets belong to their event loop, so they end there.
void on_loop(Loop& loop, std::function<void()> act) {
    std::promise<void> done;
    asio::post(loop.io(), [&] {
        act();
        done.set_value();
    });
    done.get_future().wait();
}

bool is_of_type(const net::WebSocketMessage& message, std::string_view type) {
    const auto value =
        message.binary ? Result<json::Value>{fail(Errc::malformed_json, "")} : json::parse(message.content);
    return value && json::text_or(*value, "type") == type;
}

}  // namespace

Loop::Loop() : guard_{asio::make_work_guard(io_)}, thread_{[this] { io_.run(); }} {}

Loop::~Loop() {
    io_.stop();
    thread_.join();
}

struct Listener::Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<net::WebSocketMessage> heard;
    bool gone = false;
    std::optional<net::WebSocket> socket;
};

asio::awaitable<void> Listener::listen(std::shared_ptr<Shared> shared) {
    for (;;) {
        auto message = co_await shared->socket->receive();
        const std::lock_guard lock{shared->mutex};
        if (message)
            shared->heard.push_back(std::move(*message));
        else
            shared->gone = true;
        shared->changed.notify_all();
        if (!message) co_return;
    }
}

Listener::Listener(Loop& loop, const std::string& url, const std::string& target)
    : loop_{loop}, shared_{std::make_shared<Shared>()} {
    net::WebSocketConfig config{net::parse_url(url).value()};
    config.target = target;
    auto socket = run(loop_, net::WebSocket::connect(loop_.io().get_executor(), config, within(20s)));
    connected_ = socket.has_value();
    if (!socket) {
        shared_->gone = true;
        return;
    }
    shared_->socket.emplace(std::move(*socket));
    asio::co_spawn(loop_.io(), listen(shared_), asio::detached);
}

Listener::~Listener() {
    close();
    on_loop(loop_, [this] { shared_->socket.reset(); });
}

void Listener::send(std::string text) {
    net::WebSocketMessage message{false, std::move(text)};
    EXPECT_TRUE(run(loop_, shared_->socket->send(std::move(message))));
}

void Listener::close() {
    if (!connected_) return;
    run(loop_, shared_->socket->close(within(2s)));
    wait_until_gone();
    connected_ = false;
}

std::vector<net::WebSocketMessage> Listener::wait_for(std::size_t count, std::chrono::seconds limit) {
    std::unique_lock lock{shared_->mutex};
    shared_->changed.wait_for(lock, limit, [&] { return shared_->heard.size() >= count || shared_->gone; });
    return shared_->heard;
}

json::Value Listener::wait_for_type(std::string_view type, std::chrono::seconds limit) {
    std::unique_lock lock{shared_->mutex};
    const auto found = [&] {
        return std::ranges::find_if(shared_->heard,
                                    [&](const auto& message) { return is_of_type(message, type); });
    };
    shared_->changed.wait_for(lock, limit, [&] { return found() != shared_->heard.end() || shared_->gone; });
    const auto message = found();
    if (message == shared_->heard.end()) return {};
    const json::Value document = json::parse(message->content).value();
    const json::Value* data = json::find(document, "data");
    return data ? *data : json::Value{};
}

std::vector<net::WebSocketMessage> Listener::heard() { return wait_for(0); }

bool Listener::wait_until_gone(std::chrono::seconds limit) {
    std::unique_lock lock{shared_->mutex};
    return shared_->changed.wait_for(lock, limit, [&] { return shared_->gone; });
}

EngineConfig EngineStage::test_config() {
    EngineConfig config;
    config.test_nodes = true;
    config.fault_control = true;
    return config;
}

EngineStage::EngineStage(EngineConfig config) {
    config.base = folder_.path();
    engine_ = std::make_unique<Engine>(std::move(config), silent_);
    const auto started = engine_->start();
    if (!started) throw std::runtime_error{describe(started.error())};
    net::HttpClientConfig client{net::parse_url(engine_->url()).value()};
    client_ = std::make_unique<net::HttpClient>(loop_.io().get_executor(), client);
}

EngineStage::~EngineStage() {
    on_loop(loop_, [this] { client_.reset(); });
}

Result<net::HttpReply> EngineStage::try_exchange(net::HttpRequest request) {
    return run(loop_, client_->exchange(std::move(request), within(30s)));
}

net::HttpReply EngineStage::exchange(net::HttpRequest request) {
    auto reply = try_exchange(std::move(request));
    EXPECT_TRUE(reply) << describe(reply.error());
    return reply ? *reply : net::HttpReply{0};
}

net::HttpReply EngineStage::get_from_host(const std::string& target, const std::string& host) {
    asio::io_context io;
    asio::ip::tcp::socket socket{io};
    socket.connect({asio::ip::make_address("127.0.0.1"), engine_->port()});
    asio::write(socket, asio::buffer("GET " + target + " HTTP/1.1\r\nHost: " + host +
                                     "\r\nConnection: close\r\n\r\n"));
    std::string text;
    boost::system::error_code end;
    asio::read(socket, asio::dynamic_buffer(text), end);
    const auto gap = text.find("\r\n\r\n");
    net::HttpReply reply{text.size() > 12 ? std::stoi(text.substr(9, 3)) : 0};
    if (gap != std::string::npos) reply.body = text.substr(gap + 4);
    return reply;
}

net::HttpReply EngineStage::get(const std::string& target) { return exchange({"GET", target}); }

net::HttpReply EngineStage::post(const std::string& target, const std::string& body) {
    return exchange({"POST", target, body, "application/json"});
}

net::HttpReply EngineStage::submit(const json::Object& body) {
    return post("/prompt", json::write_python(body));
}

json::Value EngineStage::get_json(const std::string& target) {
    const auto value = json::parse(get(target).body);
    EXPECT_TRUE(value) << target;
    return value.value_or(json::Value{});
}

std::unique_ptr<Listener> EngineStage::listen(const std::string& sid) {
    return std::make_unique<Listener>(loop_, engine_->url(), sid.empty() ? "/ws" : "/ws?clientId=" + sid);
}

json::Value EngineStage::wait_for_history(const std::string& prompt_id) {
    const auto end = within(90s);  // sanitizers on a busy machine are slow
    while (std::chrono::steady_clock::now() < end) {
        const json::Value history = get_json("/history/" + prompt_id);
        if (const json::Value* entry = json::find(history, prompt_id)) return *entry;
        std::this_thread::sleep_for(5ms);
    }
    ADD_FAILURE() << "no history of " << prompt_id;
    return {};
}

json::Object small_prompt(int colour) {
    return {
        {"1",
         json::Object{
             {"class_type", "EmptyImage"},
             {"inputs", json::Object{{"width", 16}, {"height", 16}, {"batch_size", 1}, {"color", colour}}}}},
        {"2", json::Object{{"class_type", "PreviewImage"},
                           {"inputs", json::Object{{"images", json::Array{"1", 0}}}}}}};
}

json::Object sleepy_prompt(double seconds, int steps, bool preview, int seed) {
    return {
        {"a",
         json::Object{
             {"class_type", "TrapSleep"},
             {"inputs",
              json::Object{{"seconds", seconds}, {"steps", steps}, {"preview", preview}, {"seed", seed}}}}},
        {"b", json::Object{{"class_type", "PreviewImage"},
                           {"inputs", json::Object{{"images", json::Array{"a", 0}}}}}}};
}

std::string status_of(const json::Value& history_entry) {
    const json::Value* status = json::find(history_entry, "status");
    return status ? json::text_or(*status, "status_str") : "";
}

json::Object submission(json::Object prompt, const std::string& client_id, const std::string& prompt_id) {
    json::Object body{{"prompt", std::move(prompt)}};
    if (!client_id.empty()) body["client_id"] = client_id;
    if (!prompt_id.empty()) body["prompt_id"] = prompt_id;
    return body;
}

}  // namespace divan::engine::testing
