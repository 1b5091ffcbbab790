#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <variant>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/fleet/failure.hpp>
#include <divan/fleet/ids.hpp>

/// What a PoolScheduler decides. Each is told once.
namespace divan {

struct StartJob {
    JobId job;
    ServerId server;
    std::size_t variant = 0;    ///< which of the job's workflows
    std::string workflow_hash;  ///< of that one
    int attempt = 1;            ///< counted ones and this one
};

enum class StopReason { cancelled, server_removed };

/// The try is to be ended and its prompt taken back; `on_ended` is expected afterwards.
struct StopJob {
    JobId job;
    ServerId server;
    StopReason reason = StopReason::cancelled;
};

/// A try failed and another one follows.
struct JobRetried {
    JobId job;
    ServerId server;  ///< where it failed
    Error error;
    Failure failure;
    std::chrono::milliseconds delay{0};
    int attempt = 1;  ///< that failed
    int max_attempts = 1;
};

enum class JobEnd { completed, failed, cancelled };

std::string_view name(JobEnd end);

struct JobEnded {
    JobId job;
    ServerId server;  ///< of the last try; empty when there was none
    JobEnd end = JobEnd::completed;
    Error error;                              ///< unless completed
    FailureKind kind = FailureKind::unknown;  ///< when failed
    int attempt = 0;
    int max_attempts = 1;
};

/// A server gets no job of this workflow until then.
struct WorkflowBlocked {
    ServerId server;
    std::string workflow_hash;
    Deadline until;
};
struct WorkflowUnblocked {
    ServerId server;
    std::string workflow_hash;
};

/// A removed server has no job of ours any more.
struct ServerLeft {
    ServerId server;
};

using PoolAction =
    std::variant<StartJob, StopJob, JobRetried, JobEnded, WorkflowBlocked, WorkflowUnblocked, ServerLeft>;

}  // namespace divan
