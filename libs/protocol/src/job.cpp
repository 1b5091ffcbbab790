#include <divan/protocol/job.hpp>

#include <array>
#include <utility>

#include "reading.hpp"

namespace divan::protocol {
namespace {

constexpr std::array<std::pair<std::string_view, JobStatus>, 7> kStatuses{{
    {"pending", JobStatus::pending},
    {"in_progress", JobStatus::in_progress},
    {"completed", JobStatus::completed},
    {"failed", JobStatus::failed},
    {"cancelled", JobStatus::cancelled},
    {"waiting_to_dispatch", JobStatus::pending},  // Comfy Cloud, from here on
    {"error", JobStatus::failed},
}};

JobPreview read_preview(const json::Value& value) {
    JobPreview preview;
    preview.node = id_at<NodeId>(value, "nodeId");
    preview.media_type = json::text_or(value, "mediaType");
    preview.text = json::text_or(value, "content");
    preview.text_is_cut = bool_at(value, "truncated").value_or(false);
    json::Array items;
    items.push_back(value);
    json::Object ui;
    ui[preview.media_type.empty() ? "files" : preview.media_type] = std::move(items);
    NodeOutputs shown = read_node_outputs(preview.node, json::Value(std::move(ui)));
    if (!shown.files.empty()) preview.file = std::move(shown.files.front());
    preview.raw = value;
    return preview;
}

void read_details(Job& job, const json::Value& value) {
    if (const json::Value* outputs = json::find(value, "outputs")) job.outputs = read_outputs(*outputs);
    job.execution_status = value_at(value, "execution_status");
    if (const json::Value* workflow = json::find(value, "workflow")) {
        job.prompt = value_at(*workflow, "prompt");
        job.extra_data = value_at(*workflow, "extra_data");
    }
}

std::optional<Job> read_job(const json::Value& value) {
    Job job;
    job.id = id_at<PromptId>(value, "id");
    job.status_text = json::text_or(value, "status");
    if (job.id.empty() || job.status_text.empty()) return std::nullopt;
    job.status = job_status(job.status_text);
    job.priority = number_at(value, "priority");
    job.create_time = milliseconds_at(value, "create_time");
    job.execution_start_time = milliseconds_at(value, "execution_start_time");
    job.execution_end_time = milliseconds_at(value, "execution_end_time");
    if (const json::Value* error = json::find(value, "execution_error"); error && json::object_of(*error))
        job.execution_error = std::get<ExecutionError>(make_server_message("execution_error", *error));
    job.outputs_count = integer_at(value, "outputs_count");
    job.previewable_outputs_count = integer_at(value, "previewable_outputs_count");
    if (const json::Value* preview = json::find(value, "preview_output");
        preview && json::object_of(*preview))
        job.preview_output = read_preview(*preview);
    job.workflow_id = text_at(value, "workflow_id");
    read_details(job, value);
    job.raw = value;
    return job;
}

}  // namespace

std::string_view name(JobStatus status) {
    for (const auto& [text, known] : kStatuses)
        if (known == status) return text;
    return {};
}

JobStatus job_status(std::string_view text) {
    for (const auto& [known, status] : kStatuses)
        if (known == text) return status;
    return JobStatus::other;
}

std::optional<std::chrono::milliseconds> execution_duration(const Job& job) {
    if (!job.execution_start_time || !job.execution_end_time) return std::nullopt;
    return *job.execution_end_time - *job.execution_start_time;
}

Result<Job> parse_job(std::string_view body) {
    constexpr std::string_view kWhat = "the job";
    const auto document = read_object(body, kWhat);
    if (!document) return fail(document.error());
    auto job = read_job(*document);
    if (!job) return fail(malformed(kWhat, "has no id and status", body));
    return std::move(*job);
}

Result<JobPage> parse_job_page(std::string_view body) {
    constexpr std::string_view kWhat = "the list of jobs";
    auto document = read_object(body, kWhat);
    if (!document) return fail(std::move(document).error());
    const json::Array* list = array_at(*document, "jobs");
    const json::Value* pagination = json::find(*document, "pagination");
    if (!list) return fail(malformed(kWhat, "has no 'jobs'", body));
    auto jobs = read_elements<Job>(*list, kWhat, body, read_job);
    if (!jobs) return fail(std::move(jobs).error());
    JobPage page;
    page.jobs = std::move(*jobs);
    page.total = static_cast<std::int64_t>(page.jobs.size());
    if (pagination) {
        page.offset = integer_at(*pagination, "offset").value_or(0);
        page.limit = integer_at(*pagination, "limit");
        page.total = integer_at(*pagination, "total").value_or(page.total);
        page.has_more = bool_at(*pagination, "has_more").value_or(false);
        page.next_cursor = json::text_or(*pagination, "next_cursor");
    }
    page.raw = without(std::move(*document), "jobs");
    return page;
}

Result<JobStatusRecord> parse_job_status(std::string_view body) {
    constexpr std::string_view kWhat = "the status of the job";
    auto document = read_object(body, kWhat);
    if (!document) return fail(std::move(document).error());
    JobStatusRecord record;
    record.id = id_at<PromptId>(*document, "id");
    record.status_text = json::text_or(*document, "status");
    if (record.id.empty() || record.status_text.empty())
        return fail(malformed(kWhat, "has no id and status", body));
    record.status = job_status(record.status_text);
    record.created_at = json::text_or(*document, "created_at");
    record.updated_at = json::text_or(*document, "updated_at");
    record.last_state_update = json::text_or(*document, "last_state_update");
    record.assigned_inference = json::text_or(*document, "assigned_inference");
    record.error_message = json::text_or(*document, "error_message");
    record.raw = std::move(*document);
    return record;
}

Result<JobCancellation> parse_job_cancellation(std::string_view body) {
    constexpr std::string_view kWhat = "the reply to the cancellation";
    auto document = read_object(body, kWhat);
    if (!document) return fail(std::move(document).error());
    JobCancellation done;
    const auto flag = bool_at(*document, "cancelled");
    if (const json::Array* ids = array_at(*document, "cancelled")) {
        for (const json::Value& id : *ids) done.jobs.emplace_back(id_text(id));
        done.cancelled = !done.jobs.empty();
    } else if (flag) {
        done.cancelled = *flag;
    } else {
        return fail(malformed(kWhat, "does not tell what was cancelled", body));
    }
    done.raw = std::move(*document);
    return done;
}

Result<QueueChange> parse_queue_change(std::string_view body, QueueChange asked) {
    if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) return asked;
    auto document = read_document(body, "the reply to POST /queue");
    if (!document) return fail(std::move(document).error());
    if (const json::Array* ids = array_at(*document, "deleted")) {
        asked.deleted.clear();
        for (const json::Value& id : *ids) asked.deleted.emplace_back(id_text(id));
    }
    asked.cleared = bool_at(*document, "cleared").value_or(asked.cleared);
    asked.raw = std::move(*document);
    return asked;
}

}  // namespace divan::protocol
