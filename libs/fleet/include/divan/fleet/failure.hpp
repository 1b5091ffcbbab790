#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/fleet/server_inventory.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// What a failed try means for the job.
enum class FailureKind {
    workflow_invalid,     ///< every server would refuse it: the job fails
    server_incompatible,  ///< this server cannot, another one may: it is left out for the job
    transient,            ///< may go well next time, better elsewhere
    unknown,              ///< treated as transient
};

std::string_view name(FailureKind kind);

struct Failure {
    FailureKind kind = FailureKind::unknown;
    /// Uses up one of the job's attempts. False when the server never worked on it: connections that failed,
    /// refusals for want of a model.
    bool counts = true;
    /// Says nothing about this workflow on this server, so no (server, workflow) pair is blocked for it.
    bool connection = false;
    /// The server's own fault: counts against its health. What a job brings about never does, so that no job
    /// can take servers out.
    bool server_fault = false;
    bool shut_out = false;  ///< 401 or 403: no job will get through until the credentials are right
    bool out_of_memory = false;
    /// What the server lacks, for every job that needs it.
    std::vector<std::string> missing_classes;
    std::vector<NeededFile> missing_files;

    Failure() = default;
    explicit Failure(FailureKind what) : kind{what} {}
};

/// Judges the error that a try on one server ended with. Decided by codes and facts: of `prompt_rejected`
/// every problem's type (ComfyUI's, and the codes comfyui-node 1.10.0 knows), of `execution_failed` the
/// exception's type. Only where ComfyUI 0.3.64 gives nothing else (a class that does not exist; out-of-memory
/// errors of drivers) its exact words are compared. Pure.
Failure classify_failure(const Error& error, const Workflow& workflow);

}  // namespace divan
