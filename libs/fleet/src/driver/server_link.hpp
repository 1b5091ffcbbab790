#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include <divan/client/connection.hpp>
#include <divan/fleet/failure.hpp>
#include <divan/fleet/pool_events.hpp>
#include <divan/fleet/pool_scheduler.hpp>
#include <divan/fleet/pool_settings.hpp>
#include <divan/fleet/server_inventory.hpp>

namespace divan {

class Attempt;
class ServerLink;

/// Who wants to know about the servers of a pool.
class LinkObserver {
public:
    virtual ~LinkObserver() = default;
    virtual void on_link_news(const ServerLink& link, ServerChange change, std::optional<Error> error) = 0;
    virtual void on_link_status(ServerLink& link) = 0;     ///< health or queue have changed
    virtual void on_link_restarted(ServerLink& link) = 0;  ///< it came back, and may be another one
    virtual void on_link_message(const ServerLink& link, const protocol::ServerMessage& message) = 0;
    virtual bool jobs_wait() const = 0;
};

/// One server of a pool: its connection, its health, what is known of its queue. Threads: as the pool.
class ServerLink : public std::enable_shared_from_this<ServerLink> {
public:
    ServerLink(asio::any_io_executor executor, PoolServer server, const PoolSettings& settings,
               LinkObserver& observer, const Logger* log, std::uint64_t seed);

    void start();
    void close();  ///< ends its jobs, too; nothing is told afterwards

    const ServerId& id() const { return id_; }
    const PoolServer& server() const { return server_; }
    Connection& connection() { return connection_; }
    ServerInventory& inventory() { return inventory_; }
    ServerStatus status() const;
    ServerInfo info() const;
    bool online() const { return health_.online(); }

    // The jobs that it has, in the order in which they were handed over.
    void begin(Attempt& attempt);
    void end(Attempt& attempt, const std::optional<Failure>& failure, const Error& error);
    bool is_front(const Attempt& attempt) const {
        return !attempts_.empty() && attempts_.front() == &attempt;
    }

    /// Somebody read its queue: so many prompts, ours among them.
    void note_queue(std::size_t prompts);
    void probe_soon();      ///< asks for its queue now
    void note_jobs_wait();  ///< jobs wait, maybe for this server
    void set_priority(double priority) { server_.priority = priority; }
    /// It was removed, and stays until its jobs are taken back. False when that was so already.
    bool leave() { return !std::exchange(leaving_, true); }

private:
    static asio::awaitable<void> watch(std::shared_ptr<ServerLink> self);
    asio::awaitable<void> connect();
    asio::awaitable<void> probe();
    asio::awaitable<void> sleep_until_woken(Deadline time);
    void subscribe();
    void on_state(ConnectionState state);
    void on_message(const protocol::ServerMessage& message);
    void go_online();
    void go_offline(std::optional<Error> error);
    void note_failure(const Failure& failure);
    void doubt_queue(const Attempt& ended);
    void update();
    void announce(ServerChange change, std::optional<Error> error = std::nullopt);
    Deadline next_probe() const;
    int foreign() const;

    const PoolSettings& settings_;
    LinkObserver* observer_;  ///< null when closed
    PoolServer server_;
    ServerId id_;
    Connection connection_;
    ServerHealth health_;
    ServerInventory inventory_;
    std::vector<Attempt*> attempts_;
    std::vector<Subscription> subscriptions_;
    asio::steady_timer wake_, health_timer_;
    std::int64_t queue_length_ = 0;  ///< as the server told last, ours included
    Deadline probed_at_{}, foreign_seen_at_ = kNever, doubt_at_ = kNever;
    bool probe_wanted_ = false, queue_unknown_ = false;
    bool seen_ = false, by_socket_ = false, without_socket_ = false, took_jobs_ = false, leaving_ = false;
    HealthState told_state_ = HealthState::joining;
    std::optional<ServerStatus> told_status_;
    std::uint64_t completed_ = 0, failed_ = 0;
    std::optional<Error> last_error_;
};

}  // namespace divan
