#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/outputs.hpp>
#include <divan/protocol/prompt_id.hpp>
#include <divan/protocol/server_message.hpp>

/// The jobs routes of newer servers: one record for what waits, runs or has ended.
/// Source: ComfyUI main branch of 2026, comfy_execution/jobs.py; openapi.yaml (Comfy Cloud speaks it, too).
namespace divan::protocol {

enum class JobStatus { pending, in_progress, completed, failed, cancelled, other };

std::string_view name(JobStatus status);  ///< as the query takes it: "in_progress"; empty for `other`
/// Takes Comfy Cloud's "waiting_to_dispatch" (pending) and "error" (failed), too.
JobStatus job_status(std::string_view text);

/// The output that a list shows: a file, or the beginning of a text.
struct JobPreview {
    NodeId node;
    std::string media_type;  ///< the output's key: "images", "video", "text", …
    std::optional<OutputFile> file;
    std::string text;  ///< at most 1024 characters
    bool text_is_cut = false;
    json::Value raw;

    JobPreview() = default;
    bool operator==(const JobPreview&) const = default;
};

struct Job {
    PromptId id;
    JobStatus status = JobStatus::other;
    std::string status_text;         ///< as the server spells it
    std::optional<double> priority;  ///< the queue's number, low first
    std::optional<Timestamp> create_time, execution_start_time,
        execution_end_time;  ///< by the server's clock
    std::optional<ExecutionError> execution_error;
    std::optional<std::int64_t> outputs_count, previewable_outputs_count;
    std::optional<JobPreview> preview_output;
    std::string workflow_id;

    std::vector<NodeOutputs> outputs;  ///< of one job that was asked for by its id, once it has ended
    json::Value execution_status;      ///< the same: `status_str`, `completed`, `messages`
    json::Value prompt, extra_data;    ///< of one job that was asked for by its id
    json::Value raw;

    Job() = default;
    bool operator==(const Job&) const = default;
};

/// End minus start; zero is a value (everything came from the cache). Nothing while one of them is missing.
std::optional<std::chrono::milliseconds> execution_duration(const Job& job);

struct JobPage {
    std::vector<Job> jobs;
    std::int64_t offset = 0;
    std::optional<std::int64_t> limit;
    std::int64_t total = 0;  ///< 0 where the server pages by cursor
    bool has_more = false;
    std::string next_cursor;  ///< for `after`; empty on servers that page by offset only
    json::Value raw;          ///< the reply without `jobs`

    JobPage() = default;
};

/// GET /api/job/{id}/status: Comfy Cloud's light record. Times as the server spells them (RFC 3339).
struct JobStatusRecord {
    PromptId id;
    JobStatus status = JobStatus::other;
    std::string status_text, created_at, updated_at, last_state_update;
    std::string assigned_inference, error_message;  ///< empty for null
    json::Value raw;

    JobStatusRecord() = default;
    bool operator==(const JobStatusRecord&) const = default;
};

/// What a cancel did. ComfyUI answers whether anything was cancelled, Comfy Cloud which jobs were.
struct JobCancellation {
    bool cancelled = false;
    std::vector<PromptId> jobs;  ///< only where the server lists them
    json::Value raw;

    JobCancellation() = default;
};

/// What POST /queue did. ComfyUI answers nothing: then it is what was asked for.
struct QueueChange {
    std::vector<PromptId> deleted;
    bool cleared = false;
    json::Value raw;  ///< null where the server answered nothing

    QueueChange() = default;
};

/// Errors of all: `malformed_reply`, also for a job without id or status.
Result<Job> parse_job(std::string_view body);
Result<JobPage> parse_job_page(std::string_view body);
Result<JobStatusRecord> parse_job_status(std::string_view body);
Result<JobCancellation> parse_job_cancellation(std::string_view body);
/// `asked` is what an empty answer means.
Result<QueueChange> parse_queue_change(std::string_view body, QueueChange asked);

}  // namespace divan::protocol
