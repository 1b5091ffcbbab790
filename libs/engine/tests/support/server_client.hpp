#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/engine/engine.hpp>
#include <divan/json/value.hpp>
#include <divan/net/http_client.hpp>
#include <divan/net/websocket.hpp>

namespace divan::engine::testing {

/// An event loop on a thread of its own, for the clients of a test.
class Loop {
public:
    Loop();
    ~Loop();
    boost::asio::io_context& io() { return io_; }

private:
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    std::thread thread_;
};

/// A socket that writes down what it hears.
class Listener {
public:
    Listener(Loop& loop, const std::string& url, const std::string& target);
    ~Listener();

    void send(std::string text);
    void close();  ///< and waits until the server has taken notice
    /// Waits until there are `count` messages, or the time is over, or the socket is gone.
    std::vector<net::WebSocketMessage> wait_for(std::size_t count,
                                                std::chrono::seconds limit = std::chrono::seconds{20});
    /// Waits for a text message of that type; its data. Null when none came.
    json::Value wait_for_type(std::string_view type, std::chrono::seconds limit = std::chrono::seconds{20});
    std::vector<net::WebSocketMessage> heard();
    bool connected() const { return connected_; }
    bool wait_until_gone(std::chrono::seconds limit = std::chrono::seconds{20});

private:
    struct Shared;
    static boost::asio::awaitable<void> listen(std::shared_ptr<Shared> shared);
    Loop& loop_;
    std::shared_ptr<Shared> shared_;
    bool connected_ = false;
};

/// An engine with test nodes and a client for it.
class EngineStage {
public:
    explicit EngineStage(EngineConfig config = test_config());
    ~EngineStage();
    EngineStage(const EngineStage&) = delete;
    EngineStage& operator=(const EngineStage&) = delete;
    static EngineConfig test_config();

    Engine& engine() { return *engine_; }
    const std::filesystem::path& base() const { return folder_.path(); }

    /// Errors are those of the client.
    Result<net::HttpReply> try_exchange(net::HttpRequest request);
    net::HttpReply exchange(net::HttpRequest request);
    /// A GET with a Host of its own, which the client would not send; status and body only.
    net::HttpReply get_from_host(const std::string& target, const std::string& host);
    net::HttpReply get(const std::string& target);
    net::HttpReply post(const std::string& target, const std::string& body);
    net::HttpReply submit(const json::Object& body);  ///< POST /prompt
    json::Value get_json(const std::string& target);
    std::unique_ptr<Listener> listen(const std::string& sid);
    /// Polls history until the prompt has ended; its entry.
    json::Value wait_for_history(const std::string& prompt_id);

private:
    TemporaryFolder folder_{"divan-engine-test"};
    Logger silent_;
    std::unique_ptr<Engine> engine_;
    Loop loop_;
    std::unique_ptr<net::HttpClient> client_;
};

/// EmptyImage → PreviewImage; `colour` makes it new to the cache.
json::Object small_prompt(int colour = 1);
/// TrapSleep → PreviewImage.
json::Object sleepy_prompt(double seconds, int steps, bool preview = false, int seed = 1);
/// "success" or "error" of a history entry; empty when it is none.
std::string status_of(const json::Value& history_entry);
json::Object submission(json::Object prompt, const std::string& client_id = {},
                        const std::string& prompt_id = {});

}  // namespace divan::engine::testing
