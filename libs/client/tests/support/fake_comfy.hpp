#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include <divan/json/value.hpp>
#include <divan/net/http_server.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan::test {

namespace asio = boost::asio;

/// How the scripted server misbehaves.
struct FakeScript {
    bool refuse_socket = false;      ///< /ws is 404
    bool lose_submit_reply = false;  ///< POST /prompt is queued, the connection is cut without an answer
    bool lose_submit = false;        ///< POST /prompt is cut, nothing is queued (the first one only)
    bool fail_submit = false;        ///< POST /prompt is queued, the answer is 500
    bool answer_garbage = false;     ///< POST /prompt is queued, the answer is no JSON
    bool execute = true;             ///< runs each prompt at once; else a test says `start` and `finish`
    bool deaf_after_first_socket = false;  ///< the second socket is greeted and then hears nothing
    int late_history = 0;                  ///< the first reads of the history are empty
    std::string node_errors = "{}";        ///< of the 200 answer
    std::string rejection;                 ///< 400 with this body
    std::string ui = R"({"images": [{"filename": "a.png", "subfolder": "", "type": "output"}]})";
    bool ignore_interrupt = false;
    bool all_cached = false;  ///< nothing runs, and the history has no outputs
    std::string version = "0.3.50";

    FakeScript() = default;
};

/// A ComfyUI server by script: queue, history, messages and files; no graphs. Real sockets, same thread as
/// the client.
class FakeComfy {
public:
    FakeComfy(asio::io_context& io, FakeScript script, std::uint16_t port = 0);
    ~FakeComfy();

    std::string url() const;
    std::uint16_t port() const;

    void start(const std::string& prompt);   ///< pending → running, with its messages
    void finish(const std::string& prompt);  ///< running → history, success
    void fail(const std::string& prompt);    ///< running → history, error
    void fail_with(const std::string& prompt, protocol::ExecutionError raised);
    void end_interrupted(const std::string& prompt);  ///< running → history, interruption
    void drop_sockets();
    std::size_t open_sockets() const { return sockets_.size(); }
    long count(const std::string& request) const;       ///< how often it came: "GET /queue"
    void send_text(std::string text);                   ///< any text, to every socket that hears
    void send(const protocol::ServerMessage& message);  ///< to every socket that hears
    void send_binary(std::string frame);

    FakeScript script;
    std::vector<std::string> submitted;                  ///< prompt ids, in order
    std::vector<std::string> bodies;                     ///< of POST /prompt
    std::vector<std::string> requests;                   ///< "GET /queue", …
    std::multimap<std::string, net::HttpHeaders> heads;  ///< by "GET /queue", …
    std::vector<std::string> log_subscriptions;          ///< bodies of PATCH /internal/logs/subscribe
    int refusal = 0;                                     ///< every request is answered with this status
    std::vector<std::string> client_ids;                 ///< of the sockets, in order
    std::vector<std::string> socket_texts;               ///< what clients sent
    std::deque<std::string> pending;
    std::optional<std::string> running;
    std::map<std::string, std::string> history;  ///< entries as JSON
    std::map<std::string, std::string> files;    ///< by file name
    std::map<std::string, std::string> uploads;  ///< parts of the last form: "name:content" for a file
    int cut_downloads = 0;                       ///< that many end in the middle
    int missing_views = 0;                       ///< that many are 404 first
    bool wrong_length = false;                   ///< announces more than it ever sends
    int interrupts = 0, deletions = 0;

private:
    struct Socket {
        std::shared_ptr<net::WebSocket> stream;
        bool deaf = false;
    };
    static asio::awaitable<void> send_on(std::shared_ptr<net::WebSocket> socket, bool binary,
                                         std::string content);
    asio::awaitable<void> handle(net::HttpExchange& exchange);
    asio::awaitable<void> handle_prompt(net::HttpExchange& exchange);
    asio::awaitable<void> handle_socket(net::HttpExchange& exchange);
    asio::awaitable<void> handle_view(net::HttpExchange& exchange);
    asio::awaitable<void> handle_queue_change(net::HttpExchange& exchange);
    asio::awaitable<void> handle_upload(net::HttpExchange& exchange);
    asio::awaitable<void> handle_interrupt(net::HttpExchange& exchange);
    asio::awaitable<void> handle_subscription(net::HttpExchange& exchange);
    net::HttpReply plain_reply(const std::string& path);
    net::HttpReply queue_reply() const;
    net::HttpReply history_reply(const std::string& prompt);
    void end(const std::string& prompt, const std::string& status, const protocol::ServerMessage& last,
             bool outputs);
    void tell_status();
    std::vector<NodeId> cached_nodes() const;
    void execute_next();
    void send_frame(bool binary, std::string content);

    asio::io_context& io_;
    std::vector<std::shared_ptr<Socket>> sockets_;
    std::shared_ptr<FakeComfy*> alive_;  // handlers of a dead server see null
    std::unique_ptr<net::HttpServer> server_;
};

/// Runs a coroutine to its end on this thread. Fails the test when that takes longer than half a minute.
template <class T>
T run_on(asio::io_context& io, asio::awaitable<T> task);

}  // namespace divan::test

#include "run_on.hpp"
