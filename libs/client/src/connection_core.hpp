#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <divan/client/connection.hpp>

#include "attachment_uploads.hpp"
#include "event_dispatcher.hpp"
#include "poll_schedule.hpp"
#include "queue_reads.hpp"
#include "readiness_probe.hpp"

namespace divan {

/// The shared part of a connection: it lives on while one of its coroutines does.
class ConnectionCore : public std::enable_shared_from_this<ConnectionCore> {
public:
    ConnectionCore(asio::any_io_executor executor, ConnectionConfig config, const Logger* log);

    asio::awaitable<Result<void>> open(Deadline deadline);
    void want_socket();  ///< begins to open one, unless there is one or attempts are on their way
    void reconnect(bool fresh_id);
    void abort_reconnect();
    void close();

    const asio::any_io_executor executor;
    const ConnectionConfig config;
    net::HttpClient http;
    EventDispatcher runs;
    QueueReads queue_reads;
    ReadinessProbe readiness;
    KnownUploads uploads;
    Listeners<const protocol::ServerMessage&> message_listeners;
    Listeners<const protocol::BinaryMessage&> binary_listeners;
    Listeners<ConnectionState> state_listeners;
    Listeners<const LifecycleEvent&> lifecycle_listeners;
    Listeners<const Error&> malformed_listeners;
    ConnectionState state = ConnectionState::idle;  ///< as the listeners know it
    protocol::ClientId client_id;
    Deadline last_activity{};
    std::uint64_t malformed = 0;

    bool closed() const { return state == ConnectionState::closed; }
    bool connected() const { return state == ConnectionState::connected; }
    bool polls() const { return polling_.next() != kNever; }
    /// No socket could be had so far: who wants one now does not wait for it.
    bool unavailable() const { return !connected() && lifecycle_.failed_attempts() > 0; }
    /// What another answer told about the queue while there is no socket.
    void note_polled_status(std::int64_t prompts);
    void log(LogLevel level, std::string_view text, std::initializer_list<LogField> fields = {}) const;

private:
    // connection_socket.cpp: one socket after the other
    static asio::awaitable<void> keep_socket(std::shared_ptr<ConnectionCore> self);
    asio::awaitable<void> try_once();
    asio::awaitable<Result<void>> hold_one_socket();
    asio::awaitable<Result<void>> greet();
    asio::awaitable<Error> read_messages();
    asio::awaitable<void> pause_before_attempt();
    asio::awaitable<void> subscribe_to_log(protocol::ClientId client);
    bool take(const net::WebSocketMessage& message);
    void take_frame(std::string_view content);
    bool take_text(const protocol::ServerMessage& message);
    void note_malformed(const Error& error);
    void choose_client_id();
    void note_failed_attempt(Error error);
    void abandon_attempt();
    net::WebSocketConfig socket_config() const;

    // connection_core.cpp
    void tell(ConnectionLifecycle::News news);
    void tell_one(const ConnectionNews& news);
    void tell_exhausted(const LifecycleEvent& event);
    void start_polling();
    void stop_polling();
    static asio::awaitable<void> keep_polling(std::shared_ptr<ConnectionCore> self);
    asio::awaitable<void> poll_status();
    const Logger* logger() const { return log_ ? log_ : own_log_.get(); }
    net::HttpClientConfig http_config();

    const Logger* log_;
    std::unique_ptr<const Logger> own_log_;  ///< of `ConnectionConfig::debug`
    const std::vector<std::string> secrets_;
    ConnectionLifecycle lifecycle_;
    std::deque<ConnectionNews> untold_;
    bool telling_ = false;
    PollSchedule polling_;
    asio::steady_timer poll_timer_;
    bool keeps_polling_ = false;

    asio::cancellation_signal stop_;  // of `keep_socket`: ends the attempt that is on its way
    std::shared_ptr<MessageSocket> socket_;
    asio::steady_timer retry_;          // cut short by reconnect, abort and close
    asio::steady_timer attempt_ended_;  // never fires: cancelled when an attempt ends
    std::optional<Error> last_failure_;
    std::uint64_t attempts_ended_ = 0;
    bool keeping_ = false;
    bool attempting_ = false;
    bool abandoned_ = false;  // the attempt was ended from outside
    bool at_once_ = false;    // no pause before the next attempt
    bool upgraded_ = false;
    bool fresh_id_wanted_ = false;
};

/// The completion of coroutines that nobody awaits: an exception of a caller's callback leaves
/// `io_context::run`.
void rethrow(std::exception_ptr exception);

}  // namespace divan
