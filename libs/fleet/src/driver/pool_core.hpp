#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include "driver/attempt.hpp"
#include "driver/pool_watchers.hpp"

namespace divan {

/// What the jobs of a pool are: it makes the tries, and hears what the scheduler decided. Owned by the core.
class JobSource {
public:
    virtual ~JobSource() = default;
    virtual std::shared_ptr<Attempt> begin(const StartJob& start) = 0;
    /// A try ended, and the scheduler has not been told yet.
    virtual void before_verdict(const JobId&, ServerLink&, const AttemptEnd&) {}
    virtual void on_retried(const JobRetried& retried) = 0;
    virtual void on_ended(JobEnded ended) = 0;
    virtual void on_server_restarted(ServerLink&) {}
    virtual void on_server_left(const ServerId&) {}
    virtual void on_closed() {}
};

/// The driver of every pool: feeds the scheduler with what the servers say, and does what it answers.
/// Threads: one.
class PoolCore final : public LinkObserver, public std::enable_shared_from_this<PoolCore> {
public:
    PoolCore(asio::any_io_executor executor, PoolSettings settings,
             std::unique_ptr<FailoverStrategy> failover, const Logger* log);

    void adopt(std::unique_ptr<JobSource> source) { source_ = std::move(source); }
    /// Errors: `invalid_argument` for an id that is taken; `cancelled` after `close`.
    Result<ServerId> add_server(PoolServer server);
    bool remove_server(const ServerId& id);
    ServerLink* find(const ServerId& id) const;
    const std::map<ServerId, std::shared_ptr<ServerLink>>& links() const { return links_; }
    std::vector<ServerInfo> servers() const;  ///< in the order in which they were added

    void set_mode(PlacementMode mode);
    PlacementMode mode() const { return settings_.mode; }
    void set_choice(ChooseServer choose);

    /// Until one server is up. Errors: `timeout`, with what is wrong with each; `cancelled`.
    asio::awaitable<Result<void>> ready(Deadline deadline);
    void request_pump();  ///< something changed: acts soon, not from within this call
    /// Takes up a job that an earlier process left on a server. The scheduler knows it already.
    void resume(const StartJob& start);
    /// Starts nothing more, and takes back what runs; returns once nothing of ours is on any server, or in
    /// time.
    asio::awaitable<void> stop_all(Deadline deadline);
    void close();
    bool closed() const { return closed_; }

    PoolScheduler& scheduler() { return scheduler_; }
    PoolWatchers& watchers() { return watchers_; }
    const PoolSettings& settings() const { return settings_; }
    asio::any_io_executor executor() const { return executor_; }
    void log(LogLevel level, std::string_view text, std::initializer_list<LogField> fields = {}) const;

    void on_link_news(const ServerLink& link, ServerChange change, std::optional<Error> error) override;
    void on_link_status(ServerLink& link) override;
    void on_link_restarted(ServerLink& link) override;
    void on_link_message(const ServerLink& link, const protocol::ServerMessage& message) override;
    bool jobs_wait() const override { return scheduler_.stats().waiting > 0; }

private:
    static asio::awaitable<void> run_attempt(std::shared_ptr<PoolCore> self, std::shared_ptr<ServerLink> link,
                                             std::shared_ptr<Attempt> attempt, JobId job);
    void pump();
    void perform(const StartJob& action);
    void perform(const StopJob& action);
    void perform(const JobRetried& action);
    void perform(const JobEnded& action);
    void perform(const WorkflowBlocked& action);
    void perform(const WorkflowUnblocked& action);
    void perform(const ServerLeft& action);
    void arm_timer();
    ServerId name_for(const PoolServer& server) const;
    int depth_for(const PoolServer& server) const;
    void apply_depths();

    asio::any_io_executor executor_;
    PoolSettings settings_;
    const Logger* log_;
    PoolScheduler scheduler_;
    PoolWatchers watchers_;
    std::unique_ptr<JobSource> source_;
    std::map<ServerId, std::shared_ptr<ServerLink>> links_;
    std::vector<ServerId> order_;
    std::unordered_map<JobId, std::shared_ptr<Attempt>> attempts_;
    asio::steady_timer timer_,
        changed_;  // `changed_` never fires: cancelled when a server comes up or a try ends
    Deadline armed_for_ = kNever;
    std::uint64_t seeds_ = 0;
    bool pump_posted_ = false, closed_ = false, told_ready_ = false;
};

}  // namespace divan
