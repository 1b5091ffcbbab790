#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include <divan/base/log.hpp>
#include <divan/client/connection.hpp>
#include <divan/jobs/dispatcher_config.hpp>
#include <divan/jobs/progress_hub.hpp>
#include <divan/store/asset_store.hpp>
#include <divan/store/store.hpp>
#include <divan/workflow/catalogue.hpp>

namespace divan::durable {

namespace asio = boost::asio;

class DispatcherCore;

/// Where the time of jobs went, in seconds, by our clock.
struct JobSeconds {
    double waiting = 0;     ///< from the submission to the attempt that went well
    double at_server = 0;   ///< in the server's own queue
    double model_load = 0;  ///< in nodes that load models; a part of `execution`
    double execution = 0;
    double saving = 0;  ///< results: fetched, checked, stored

    JobSeconds() = default;
};

/// What has happened since the start, for metrics.
struct DispatcherCounts {
    std::uint64_t claimed = 0, adopted = 0, succeeded = 0, failed = 0, set_back = 0, lost = 0;
    std::uint64_t cache_hits = 0, shared_runs = 0;
    std::uint64_t blank_results = 0;  ///< with a picture of one colour, where results are looked at
    /// Attempts that were given up while their server may still have them: two may run one job.
    std::uint64_t duplicate_dispatches = 0;
    JobSeconds seconds;          ///< of the jobs that were executed and succeeded, summed up
    std::uint64_t measured = 0;  ///< how many those are

    DispatcherCounts() = default;
};

/// Takes jobs from the store to servers and brings their results back: one for each gateway process.
///
/// What is running when it ends goes on at the servers, and is adopted by whoever opens the store next:
/// dropping it is as safe as a crash. Threads: one event loop, `executor`'s; `store`, `assets` and `log` are
/// borrowed, and outlive the loop's last turn.
class Dispatcher {
public:
    Dispatcher(asio::any_io_executor executor, store::Store& store, store::AssetStore& assets,
               DispatcherConfig config, const Logger& log);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Sends the first heartbeat, takes over what was under way, and begins. Errors: those of the store;
    /// `io_failed` for a scratch folder that cannot be made.
    asio::awaitable<Result<void>> start();
    /// No new claims; results that are being fetched are fetched, the rest is left running at the servers.
    /// Gives its lease up. True when all was done before the deadline.
    asio::awaitable<bool> stop(Deadline deadline);

    const store::GatewayId& gateway() const;
    /// False while it may not write (its heartbeat does not come through), or is not started, or stops.
    bool ready() const;
    ProgressHub& progress();
    const DispatcherCounts& counts() const;

    std::vector<ServerState> servers() const;
    /// For what else a face asks of a server (its load, its memory); nullptr for an unknown one. Borrowed
    /// until the server is removed.
    Connection* connection(const ServerId& server);
    /// Its node classes; nothing before it told them.
    std::optional<NodeCatalogue> catalogue(const ServerId& server) const;
    /// Errors: `conflict` when the id is there.
    Result<void> add_server(ServerConfig server);
    /// No new jobs there. Jobs whose prompts only wait there go elsewhere at once, uncounted; what runs may
    /// go on until that time, then it is stopped and goes elsewhere, too. Errors: `not_found`.
    Result<void> drain_server(const ServerId& server, Deadline running_until = kNever);
    /// It gets jobs again. Errors: `not_found`.
    Result<void> undrain_server(const ServerId& server);
    /// Errors: `not_found`; `conflict` while it has jobs: drain it first.
    Result<void> remove_server(const ServerId& server);

private:
    std::shared_ptr<DispatcherCore> core_;
};

}  // namespace divan::durable
