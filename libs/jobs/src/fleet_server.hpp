#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include <divan/client/connection.hpp>
#include <divan/client/monitor.hpp>
#include <divan/fleet/server_inventory.hpp>
#include <divan/jobs/dispatcher_config.hpp>
#include <divan/jobs/verdict.hpp>
#include <divan/protocol/queue.hpp>
#include <divan/store/moves.hpp>

namespace divan::durable {

namespace asio = boost::asio;

/// Who wants to know about the servers.
class ServerObserver {
public:
    virtual ~ServerObserver() = default;
    virtual void on_server_may_take_jobs() = 0;
    virtual void on_guest(const store::PromptId& prompt) = 0;  ///< its job has ended here
    /// Whether one more server may be set aside for failures of its own: half of them may.
    virtual bool may_set_one_aside() const = 0;
};

/// What goes wrong with jobs on a server, and says something about it only when it does so again and again.
enum class Trouble { out_of_memory, blank_pictures };

/// One server: its connection, health, node classes, the files that it was given, and the prompts on it that
/// have ended here. Threads: the event loop's.
class FleetServer : public std::enable_shared_from_this<FleetServer> {
public:
    FleetServer(asio::any_io_executor executor, ServerConfig config, DispatchTimes times, store::Store& store,
                ServerObserver& observer, const Logger& log);

    void start();
    void close();  ///< nothing is told afterwards; runs on it end

    const ServerId& id() const { return config_.id; }
    int slots() const { return config_.slots; }
    Connection& connection() { return connection_; }
    ServerInventory& inventory() { return inventory_; }
    ServerState state() const;

    /// It is fit, and has room, as far as we know.
    bool takes_jobs() const;
    bool can_run(const WorkflowNeeds& needs) const;
    /// It takes jobs now, or will when it has room or was tried.
    bool is_in_service() const;
    std::int64_t vram_bytes() const;  ///< of its largest device; 0 when it did not tell
    /// It gets no new prompts, and what runs may stay until then. Nothing: it is drained no longer.
    void drain(std::optional<Deadline> running_until) { drained_by_ = running_until; }
    const std::optional<Deadline>& drained_by() const { return drained_by_; }

    void begin() { ++in_flight_; }
    void end();
    int in_flight() const { return in_flight_; }
    void praise(const store::PromptId& finished);
    void punish(Penalty penalty, const Error& error);
    /// Three jobs in a row with the same trouble: it is set aside.
    void note_trouble(Trouble trouble, const JobId& job);

    bool has_file(const std::string& name) const { return files_.contains(name); }
    void note_file(std::string name);

    /// A moment of its life, to ask later whether it was restarted since.
    struct Moment {
        std::uint64_t restarts = 0, losses = 0;
    };
    Moment now() const { return {restarts_, losses_}; }
    asio::awaitable<bool> restarted_since(Moment moment);

    void look_for_guests();  ///< soon
    void look_soon();        ///< a probe, soon

private:
    struct Guest {
        int absent_rounds = 0;
        Deadline asked_at{};
    };

    static asio::awaitable<void> watch(std::shared_ptr<FleetServer> self);
    static asio::awaitable<void> learn(std::shared_ptr<FleetServer> self);
    asio::awaitable<std::optional<protocol::Queue>> probe();
    asio::awaitable<void> look_at_system();
    asio::awaitable<void> try_out();
    bool is_tried_out() const;
    asio::awaitable<void> stop_running(const protocol::PromptId& prompt);
    asio::awaitable<bool> has_forgotten();
    asio::awaitable<void> look_for_new_life(bool nothing_there);
    asio::awaitable<void> see_guests_out(std::optional<protocol::Queue> queue);
    asio::awaitable<void> see_out(store::LateGuest guest, std::optional<protocol::QueuePlace> place);
    void note_answer(const protocol::Queue& queue);
    void note_silence(Error error);
    void note_restart();
    Deadline next_look() const;

    ServerConfig config_;
    DispatchTimes times_;
    store::Store& store_;
    ServerObserver* observer_;  ///< null when closed
    const Logger& log_;
    Connection connection_;
    monitor::Monitor monitor_;
    ServerHealth health_;
    ServerInventory inventory_;
    Subscription lifecycle_;
    asio::steady_timer wake_;
    std::set<std::string> files_;
    std::map<store::PromptId, Guest> guests_;
    std::map<Trouble, std::set<JobId>> troubled_;  ///< jobs that it did so to, since one went well
    std::optional<Deadline> drained_by_;
    int tried_out_ = 0;                       ///< after which ejection in a row a trial went well
    std::optional<store::PromptId> witness_;  ///< of ours, in its history
    std::optional<Error> last_error_;
    std::optional<protocol::SystemStats> system_;
    Deadline refused_since_ = kNever, learnt_at_{}, looked_at_system_{};
    /// Losses of the socket between which it is known to have been one process.
    std::uint64_t life_since_ = 0, life_until_ = 0;
    bool asked_ = false, learning_ = false, guests_wanted_ = true, dead_ = false;
    bool soon_ = false;  ///< the next look is due, whatever the time
    bool took_jobs_ = false;
    int in_flight_ = 0;
    std::size_t foreign_ = 0;
    std::uint64_t restarts_ = 0, losses_ = 0, looked_at_losses_ = 0, succeeded_ = 0, failed_ = 0;
};

}  // namespace divan::durable
