#include <algorithm>

#include <fmt/format.h>
#include <boost/asio/detached.hpp>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "fake_comfy.hpp"

// What the scripted server sends, and its files.
namespace divan::test {
namespace {

std::uint64_t range_begin(const net::HttpRequest& request) {
    const auto range = request.headers.find("Range");
    return range ? std::stoull(std::string{range->substr(6)}) : 0;
}

}  // namespace

asio::awaitable<void> FakeComfy::send_on(std::shared_ptr<net::WebSocket> socket, bool binary,
                                         std::string content) {
    net::WebSocketMessage message{binary, std::move(content)};
    auto sent = co_await socket->send(std::move(message));
    if (!sent) socket->abort();  // the client is gone: that is what some tests are about
}

void FakeComfy::send_frame(bool binary, std::string content) {
    for (const auto& socket : sockets_)
        if (!socket->deaf) asio::co_spawn(io_, send_on(socket->stream, binary, content), asio::detached);
}

void FakeComfy::send(const protocol::ServerMessage& message) { send_frame(false, protocol::write(message)); }
void FakeComfy::send_text(std::string text) { send_frame(false, std::move(text)); }
void FakeComfy::send_binary(std::string frame) { send_frame(true, std::move(frame)); }

void FakeComfy::drop_sockets() {
    for (const auto& socket : sockets_) socket->stream->abort();
    sockets_.clear();
}

void FakeComfy::tell_status() {
    protocol::Status status;
    status.queue_remaining = static_cast<std::int64_t>(pending.size() + (running ? 1 : 0));
    send(status);
}

std::vector<NodeId> FakeComfy::cached_nodes() const {
    std::vector<NodeId> nodes{NodeId{"1"}};
    if (script.all_cached) nodes.emplace_back("9");
    return nodes;
}

void FakeComfy::execute_next() {
    if (pending.empty() || running) return;
    const std::string prompt = pending.front();
    start(prompt);
    finish(prompt);
}

void FakeComfy::start(const std::string& prompt) {
    std::erase(pending, prompt);
    running = prompt;
    const protocol::PromptId id{prompt};
    send(protocol::ExecutionStart{id, 1000});
    send(protocol::ExecutionCached{id, cached_nodes(), 1001});
    if (script.all_cached) return;
    send(protocol::Executing{id, NodeId{"9"}, NodeId{"9"}});
    send(protocol::Progress{id, NodeId{"9"}, json::Value(1), json::Value(2)});
}

void FakeComfy::finish(const std::string& prompt) {
    const protocol::PromptId id{prompt};
    if (script.all_cached) return end(prompt, "success", protocol::ExecutionSuccess{id, 1500}, false);
    send(protocol::Executed{id, NodeId{"9"}, NodeId{"9"}, json::parse(script.ui).value()});
    end(prompt, "success", protocol::ExecutionSuccess{id, 1500}, true);
}

void FakeComfy::fail(const std::string& prompt) {
    protocol::ExecutionError error;
    error.node = NodeId{"9"};
    error.node_type = "SaveImage";
    error.exception_type = "OSError";
    error.exception_message = "No space left on device\n";
    fail_with(prompt, std::move(error));
}

void FakeComfy::fail_with(const std::string& prompt, protocol::ExecutionError raised) {
    raised.prompt = protocol::PromptId{prompt};
    raised.timestamp = 1500;
    end(prompt, "error", raised, false);
}

void FakeComfy::end_interrupted(const std::string& prompt) {
    protocol::ExecutionInterrupted interrupted;
    interrupted.prompt = protocol::PromptId{prompt};
    interrupted.node = NodeId{"9"};
    interrupted.node_type = "SaveImage";
    interrupted.timestamp = 1500;
    end(prompt, "error", interrupted, false);
}

void FakeComfy::end(const std::string& prompt, const std::string& status, const protocol::ServerMessage& last,
                    bool outputs) {
    send(last);
    history[prompt] = fmt::format(
        R"({{"prompt": [0, "{}", {{}}, {{}}, []], "outputs": {{{}}}, "status": {{"status_str": "{}", "completed": {}, "messages": )"
        R"([["execution_start", {{"prompt_id": "{}", "timestamp": 1000}}], ["execution_cached", {{"nodes": [{}], "timestamp": 1001}}], ["{}", {}]]}}, "meta": {{}}}})",
        prompt, outputs ? "\"9\": " + script.ui : std::string{}, status, status == "success", prompt,
        script.all_cached ? "\"1\", \"9\"" : "\"1\"", protocol::type_of(last),
        json::write_python(protocol::data_of(last)));
    running.reset();
    tell_status();
    send(protocol::Executing{protocol::PromptId{prompt}, std::nullopt, NodeId{}});
}

asio::awaitable<void> FakeComfy::handle_view(net::HttpExchange& exchange) {
    std::string name;
    for (const auto& [key, value] : exchange.query())
        if (key == "filename") name = value;
    const auto file = files.find(name);
    if (file == files.end() || missing_views-- > 0) {
        net::HttpReply missing{404};
        co_await exchange.reply(std::move(missing));
        co_return;
    }
    const std::string content = file->second;
    const std::uint64_t from = range_begin(exchange.request());
    const bool cut = cut_downloads-- > 0 || wrong_length;
    const std::string rest = content.substr(from, cut ? (content.size() - from) / 2 : std::string::npos);
    net::HttpReply head{from > 0 ? 206 : 200, {}, "image/png"};
    head.headers.set("Content-Length", std::to_string(content.size() - from));
    if (from > 0)
        head.headers.set("Content-Range",
                         fmt::format("bytes {}-{}/{}", from, content.size() - 1, content.size()));
    auto started = co_await exchange.start(std::move(head));
    if (!started) co_return;
    auto written = co_await exchange.write(rest);
    if (cut || !written) {
        exchange.abort();
        co_return;
    }
    co_await exchange.finish();
}

}  // namespace divan::test
