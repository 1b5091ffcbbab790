#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <divan/client/run.hpp>
#include <divan/fleet/pool_events.hpp>
#include <divan/fleet/pool_scheduler.hpp>
#include <divan/fleet/pool_settings.hpp>

namespace divan {

/// How one function is to be run by a Pool.
struct PoolRunOptions {
    int priority = 0;               ///< high first
    double weight = 0;              ///< among equal priorities, low first; then first come, first served
    std::vector<ServerId> include;  ///< only these; empty: any
    std::vector<ServerId> exclude;  ///< and none of these
    bool failover = true;           ///< after an error, again on another server
    std::optional<int>
        max_attempts;  ///< on different servers, the first one included; empty: one for each server
    std::chrono::milliseconds retry_delay{1'000};
    std::optional<std::chrono::milliseconds> wait_limit;  ///< for a server; then `timeout`

    PoolRunOptions() = default;
};

/// A prompt that a server of the pool has accepted.
struct AcceptedRun {
    ServerId server;
    Run run{nullptr};

    AcceptedRun() = default;
    AcceptedRun(ServerId where, Run what) : server{std::move(where)}, run{std::move(what)} {}
};

/// Runs functions against whichever server of a pool is to be had: for what is not one workflow, or needs
/// several calls on one server. One function at a time for each server, unless the depth says otherwise.
/// Threads: use it from its executor only, which must run one thread at a time; for programs without an event
/// loop there is `BlockingPool<Pool>`.
class Pool {
public:
    template <class T>
    using Job = std::function<asio::awaitable<Result<T>>(Connection&)>;

    /// The queue holds 1,000 jobs unless the settings say otherwise. `log` is borrowed.
    explicit Pool(asio::any_io_executor executor, PoolSettings settings = default_settings(),
                  const Logger* log = nullptr);
    ~Pool();  ///< as `close`
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    static PoolSettings default_settings();

    /// It is connected to from now on; others serve meanwhile. Errors: `invalid_argument` for an id that is
    /// taken.
    Result<ServerId> add_server(PoolServer server);
    /// Its jobs are stopped and go elsewhere. False when the pool has no such server.
    bool remove_server(const ServerId& server);
    std::vector<ServerInfo> servers() const;  ///< in the order in which they were added
    /// The connection of a server, borrowed while it is in the pool; nullptr when there is none.
    Connection* connection(const ServerId& server) const;
    /// Waits until one server is up. Errors: `timeout`, with the reason of each server; `cancelled`.
    asio::awaitable<Result<void>> ready(Deadline deadline);

    void set_mode(PlacementMode mode);
    PlacementMode mode() const;
    void set_choice(ChooseServer choose);  ///< until the next `set_mode`

    /// Runs the function with the connection of the chosen server, again elsewhere when it fails. It may be
    /// called several times, so it must not use anything up. Errors: those of its last try (with a fact
    /// `attempts`); `queue_full`, `no_server_fits`, `timeout` (no server in time), `cancelled`. When the
    /// waiting is cancelled, so is the function. An exception that it throws is `execution_failed`.
    template <class T>
    asio::awaitable<Result<T>> run(Job<T> job, PoolRunOptions options = {});
    /// All of them at once, as far as there are servers. The results stand in the order of the functions.
    template <class T>
    asio::awaitable<std::vector<Result<T>>> batch(std::vector<Job<T>> jobs, PoolRunOptions options = {});

    /// Runs a workflow to its end. Errors: as `run`.
    asio::awaitable<Result<RunResult>> run_workflow(RunRequest request, RunEvents events = {},
                                                    PoolRunOptions options = {});
    /// Returns as soon as a server has accepted it; from then on it is not tried elsewhere. The server counts
    /// as busy until the run has ended.
    asio::awaitable<Result<AcceptedRun>> submit_workflow(RunRequest request, RunEvents events = {},
                                                         PoolRunOptions options = {});

    [[nodiscard]] Subscription watch(PoolEvents events);
    SchedulerStats stats() const;
    /// Ends everything at once: waiting and running functions with `cancelled`, and all connections.
    void close();

private:
    using Erased = std::function<asio::awaitable<Result<void>>(Connection&, const JobTry&)>;
    template <class T>
    static Erased erase(std::shared_ptr<const Job<T>> job, std::shared_ptr<std::optional<T>> value);
    template <class T>
    asio::awaitable<void> run_into(Job<T> job, PoolRunOptions options,
                                   std::shared_ptr<std::vector<Result<T>>> results, std::size_t place);
    asio::awaitable<Result<void>> run_erased(Erased job, PoolRunOptions options, bool knows_its_prompt);
    asio::awaitable<void> run_all(std::vector<asio::awaitable<void>> work);

    std::shared_ptr<class PoolCore> core_;
    class CallbackJobs* jobs_;
};

}  // namespace divan

#include <divan/fleet/pool_run.hpp>
