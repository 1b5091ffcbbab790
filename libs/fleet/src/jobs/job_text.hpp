#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/fleet/job_options.hpp>
#include <divan/workflow/workflow.hpp>

/// What a queue storage keeps of a job, as JSON texts. They may have been written by an older version, or
/// damaged: reading checks everything. Errors of the readers: `malformed_json`, `malformed_workflow`,
/// `invalid_argument`.
namespace divan::job_text {

struct StoredOptions {
    JobOptions options;
    std::vector<std::string> workflow_hashes;

    StoredOptions() = default;
};

std::string write(const StoredOptions& stored);
Result<StoredOptions> read_options(std::string_view text);

/// The graph with its plan: declared outputs, bypassed nodes and attachments (files by their path).
std::string write(const Workflow& workflow);
Result<Workflow> read_workflow(std::string_view text);

/// Where a reserved job was sent.
struct SentNote {
    ServerId server;
    std::string prompt_id, client_id;
    std::size_t variant = 0;

    SentNote() = default;
    bool operator==(const SentNote&) const = default;
};

std::string write(const SentNote& note);
Result<SentNote> read_note(std::string_view text);

}  // namespace divan::job_text
