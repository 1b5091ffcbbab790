#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <divan/client/run.hpp>
#include <divan/fleet/failure.hpp>
#include <divan/fleet/ids.hpp>
#include <divan/fleet/placement.hpp>

namespace divan {

/// What became of a server of the pool.
enum class ServerChange {
    added,
    connecting,
    connected,       ///< for the first time
    connect_failed,  ///< the first attempt; further ones go on
    unauthorized,    ///< it refuses our credentials
    disconnected,
    reconnected,
    stable,     ///< it takes jobs (again)
    suspect,    ///< a probe was not answered
    ejected,    ///< set aside for a time: too many failures
    half_open,  ///< that time is over: one job at a time
    busy,       ///< it has a job of ours
    idle,       ///< it has nothing of ours any more
    leaving,    ///< it was removed; its jobs are taken back
    removed,
};

std::string_view name(ServerChange change);

struct ServerNews {
    ServerId server;
    ServerChange change = ServerChange::added;
    bool online = false, busy = false;
    std::optional<Error> error;  ///< why, where there is a reason

    ServerNews() = default;
};

/// A try of a job on a server.
struct JobTry {
    JobId job;
    ServerId server;
    int attempt = 1;  ///< from 1, of those that may count
    int max_attempts = 1;

    JobTry() = default;
};

struct JobFailure {
    JobTry last;  ///< without server when it was never tried
    Error error;
    FailureKind kind = FailureKind::unknown;
    bool will_retry = false;
    std::chrono::milliseconds delay{0};  ///< before the retry

    JobFailure() = default;
};

/// What a pool tells. Empty functions are left out. Called on the pool's executor, each exactly once for each
/// thing that happens; of a job in this order: queued, then for each try assigned, accepted, started, what
/// the run tells, and at last failed with `will_retry` and retrying, or exactly one of completed, failed and
/// cancelled. The pool may be called from within. An exception that a function throws leaves
/// `io_context::run`.
struct PoolEvents {
    std::function<void()> on_ready;              ///< the first server is up
    std::function<void(const Error&)> on_error;  ///< trouble that is no job's and no server's
    std::function<void(const ServerNews&)> on_server;
    std::function<void(PlacementMode)> on_mode;
    /// A server gets no job of the workflow for so long.
    std::function<void(const ServerId&, std::string_view workflow_hash, std::chrono::milliseconds)>
        on_blocked;
    std::function<void(const ServerId&, std::string_view workflow_hash)> on_unblocked;

    std::function<void(const JobId&)> on_queued;
    std::function<void(const JobTry&)> on_assigned;
    std::function<void(const JobTry&, const protocol::PromptId&)> on_accepted;
    std::function<void(const JobTry&)> on_started;  ///< the server executes it
    std::function<void(const JobTry&, const RunProgress&)> on_progress;
    std::function<void(const JobTry&, const Preview&)>
        on_preview;  ///< `Preview::metadata` where the server sends it
    std::function<void(const JobTry&, const protocol::NodeOutputs&)> on_output;
    std::function<void(const JobFailure&)> on_retrying;
    std::function<void(const JobTry&, const RunResult&)>
        on_completed;                                  ///< of a callback job: an empty result
    std::function<void(const JobFailure&)> on_failed;  ///< `will_retry`: `on_retrying` follows
    std::function<void(const JobId&)> on_cancelled;

    /// Every text message of every server, other people's prompts too.
    std::function<void(const ServerId&, const protocol::ServerMessage&)> on_message;
    std::function<void(std::string_view name, const json::Value&)> on_custom;  ///< from `emit`

    PoolEvents() = default;
};

}  // namespace divan
