#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <divan/client/connection.hpp>
#include <divan/net/websocket.hpp>

#include "attachment_uploads.hpp"
#include "queue_reads.hpp"

namespace divan {

/// What a run wants to hear of the connection. Called on the connection's executor.
class RunListener {
public:
    virtual ~RunListener() = default;
    virtual void on_message(
        const protocol::ServerMessage& message) = 0;  ///< of its prompt, and every `status`
    virtual void on_binary(const protocol::BinaryMessage& message) = 0;  ///< previews and texts of its prompt
    virtual void on_queue(const QueueSight& sight) = 0;  ///< somebody read the queue
    virtual void on_socket_up(const protocol::ClientId& client) = 0;
    virtual void on_socket_down() = 0;
    virtual void on_closed() = 0;
    virtual bool sent_with(const protocol::ClientId& client) const = 0;
};

/// Tells runs what concerns their prompt. ComfyUI runs one prompt at a time, so messages without a prompt id
/// (previews of event 1, texts of event 3) belong to the prompt that was named last.
class EventDispatcher {
public:
    void add(const protocol::PromptId& prompt, std::weak_ptr<RunListener> run);
    void remove(const protocol::PromptId& prompt);
    void tell(const protocol::ServerMessage& message);
    void tell(const protocol::BinaryMessage& message);
    template <class Call>
    void tell_all(Call call) {
        std::vector<std::shared_ptr<RunListener>> present;  // runs come and go while they are told
        present.reserve(runs_.size());
        for (const auto& [prompt, weak] : runs_)
            if (auto run = weak.lock()) present.push_back(std::move(run));
        for (const auto& run : present) call(*run);
    }
    bool any_sent_with(const protocol::ClientId& client) const;

private:
    void follow_running(const protocol::ServerMessage& message);
    std::shared_ptr<RunListener> find(const protocol::PromptId& prompt) const;

    std::unordered_map<protocol::PromptId, std::weak_ptr<RunListener>> runs_;
    protocol::PromptId running_;
};

/// The shared part of a connection: it lives on while one of its coroutines does.
class ConnectionCore : public std::enable_shared_from_this<ConnectionCore> {
public:
    ConnectionCore(asio::any_io_executor executor, ConnectionConfig config, const Logger* log);

    asio::awaitable<Result<void>> open(Deadline deadline);
    void reconnect();
    void close();

    asio::any_io_executor executor;
    const ConnectionConfig config;
    net::HttpClient http;
    EventDispatcher runs;
    QueueReads queue_reads;
    KnownUploads uploads;
    Listeners<const protocol::ServerMessage&> message_listeners;
    Listeners<const protocol::BinaryMessage&> binary_listeners;
    Listeners<ConnectionState> state_listeners;
    Listeners<const Error&> malformed_listeners;
    ConnectionState state = ConnectionState::idle;
    protocol::ClientId client_id;
    Deadline last_activity{};
    std::uint64_t malformed = 0;

    bool closed() const { return state == ConnectionState::closed; }
    bool connected() const { return state == ConnectionState::connected; }
    void log(LogLevel level, std::string_view text, std::initializer_list<LogField> fields = {}) const;

private:
    static asio::awaitable<void> keep_socket(std::shared_ptr<ConnectionCore> self);
    asio::awaitable<Result<void>> hold_one_socket();
    asio::awaitable<Result<void>> greet();
    asio::awaitable<Error> read_messages();
    asio::awaitable<void> pause_before_attempt();
    void take(const net::WebSocketMessage& message);
    void note_malformed(const Error& error);
    void choose_client_id();
    void enter(ConnectionState next);
    void note_attempt(Result<void> result);
    net::WebSocketConfig socket_config() const;

    const Logger* log_;
    asio::cancellation_signal stop_;  // of `keep_socket`
    std::shared_ptr<net::WebSocket> socket_;
    asio::steady_timer retry_;          // cut short by reconnect and close
    asio::steady_timer attempt_ended_;  // never fires: cancelled when an attempt ends
    std::optional<Error> last_failure_;
    std::uint64_t attempts_ended_ = 0;
    int failures_ = 0;  // in a row
    bool keeping_ = false;
    bool upgraded_ = false;
    std::optional<Deadline> connected_at_;
    bool fresh_id_wanted_ = false;
};

/// The completion of coroutines that nobody awaits: an exception of a caller's callback leaves
/// `io_context::run`.
void rethrow(std::exception_ptr exception);

}  // namespace divan
