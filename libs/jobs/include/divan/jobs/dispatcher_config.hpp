#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include <divan/client/connection_config.hpp>
#include <divan/fleet/ids.hpp>
#include <divan/fleet/server_health.hpp>
#include <divan/protocol/monitor.hpp>
#include <divan/protocol/system_stats.hpp>

namespace divan::durable {

/// A ComfyUI server that runs jobs.
struct ServerConfig {
    ServerId id;  ///< no white space in it; stays the same over restarts: attempts remember it
    ConnectionConfig connection;
    int slots = 2;  ///< prompts it holds at once: one that runs, and the next one
    /// Nobody else uses it. Then a prompt whose job was cancelled is stopped also where ComfyUI is too old to
    /// stop one prompt alone (before 0.3.57, PR 9607): its interruption hits whatever runs.
    bool exclusive = false;
    HealthPolicy health = after_three_trials();

    ServerConfig() = default;
    ServerConfig(ServerId name, ConnectionConfig where) : id{std::move(name)}, connection{std::move(where)} {}

    /// A server that was set aside has one job at a time until three went well.
    static HealthPolicy after_three_trials() {
        HealthPolicy policy;
        policy.trial_jobs = 3;
        return policy;
    }
};

/// All above zero. Defaults: failure-model (f).
struct DispatchTimes {
    std::chrono::milliseconds heartbeat{5'000};
    std::chrono::milliseconds self_fence{10'000};  ///< without a heartbeat nothing is written any more
    std::chrono::milliseconds reap{5'000};         ///< dead gateways' jobs, and jobs out of time
    std::chrono::milliseconds claim{1'000};        ///< behind the hints: delayed jobs, other gateways' jobs
    std::chrono::milliseconds store_pause{500};    ///< before a store that is away is asked again
    std::chrono::milliseconds probe{5'000}, probe_timeout{5'000};
    std::chrono::milliseconds system_stats{15'000};  ///< between looks at a server's memory
    std::chrono::milliseconds guest_round{2'000};    ///< between looks at prompts that have ended here
    std::chrono::milliseconds poll_with_socket{10'000}, poll_without_socket{2'000};
    std::chrono::milliseconds refused{3'000};  ///< every connection refused for so long: the process is gone
    std::chrono::milliseconds grace{90'000};   ///< no readable answer for so long: the job goes elsewhere
    std::chrono::milliseconds stall{600'000};  ///< executing without a sign
    std::chrono::milliseconds zombie{90'000};  ///< next in the queue, or executing, and nothing was begun
    std::chrono::milliseconds trial{30'000};   ///< for the small prompt that a server set aside is tried with
    std::chrono::milliseconds fetch_pause{
        5'000};  ///< before a result that could not be fetched is asked for again
    std::chrono::milliseconds retry_wait{
        5'000};  ///< more, while a fifth of all tries are repetitions already
    std::chrono::milliseconds catalogue_timeout{120'000}, catalogue_age{600'000};

    DispatchTimes() = default;
};

/// What a job may bring back.
struct ResultLimits {
    std::uint64_t file_bytes = std::uint64_t{2} << 30, job_bytes = std::uint64_t{8} << 30;
    std::size_t files = 512;
    int fetches = 3;  ///< rounds of `download`, which itself asks six times, before a file counts as missing

    ResultLimits() = default;
};

/// Input pictures that are made smaller on their way to a server.
struct InputScaling {
    int max_side = 0;  ///< pixels; 0: all go as they are
    /// Reads a picture, and writes a smaller one (`target` is not there yet) when a side is longer; false: it
    /// may go as it is. Set where `max_side` is.
    std::function<boost::asio::awaitable<Result<bool>>(std::filesystem::path source,
                                                       std::filesystem::path target)>
        scale;

    InputScaling() = default;
};

/// Results that are pictures of one colour: what a server makes whose models compute NaN, until it is
/// restarted.
struct BlankPictures {
    bool again = false;  ///< the job runs once more; false: they are marked, no more
    /// Looks at a picture. Set: results are looked at.
    std::function<boost::asio::awaitable<Result<bool>>(std::filesystem::path picture)> is_blank;

    BlankPictures() = default;
};

struct DispatcherConfig {
    std::vector<ServerConfig> servers;
    std::filesystem::path
        scratch;  ///< a folder of our own, on the disk of the assets, for files on their way
    DispatchTimes times;
    ResultLimits results;
    InputScaling inputs;
    BlankPictures blank;
    bool retry_node_errors = false;  ///< an exception in a node is tried once more on another server
    bool cache = true;               ///< results of equal jobs are taken over, and equal jobs share a run
    std::size_t cache_entries = 10'000;
    /// The key for API nodes that a job brought along, asked for before each submission to a server; empty:
    /// the server's own (`ConnectionConfig::comfy_org_api_key`). Who sets this keeps it in memory only.
    std::function<std::string(const JobId&)> comfy_org_api_key;

    DispatcherConfig() = default;
};

/// A server as it is now.
struct ServerState {
    ServerId id;
    std::string address;  ///< "host:port"
    HealthState health = HealthState::joining;
    bool online = false, draining = false;
    bool dead = false;  ///< only a restart of it helps
    bool takes_jobs = false;
    int slots = 0, in_flight = 0;
    std::size_t foreign = 0;             ///< other people's prompts in its queue
    std::size_t guests = 0;              ///< prompts of jobs that have ended here
    std::optional<std::size_t> classes;  ///< of nodes; nothing before it told
    std::uint64_t succeeded = 0, failed = 0, restarts = 0;
    std::optional<Error> last_error;
    std::optional<protocol::SystemStats> system;       ///< its devices and memory, some seconds ago
    std::optional<protocol::MonitorSnapshot> monitor;  ///< with ComfyUI-Crystools: load and temperatures

    ServerState() = default;
};

}  // namespace divan::durable
