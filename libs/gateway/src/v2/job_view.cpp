#include "v2/job_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/json/parse.hpp>

#include "v2/asset_view.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kToldTraceback = 1'000;

std::int64_t milliseconds_between(Timestamp from, Timestamp to) {
    return std::max<std::int64_t>(0, (to - from).count());
}

/// Time waiting, and time executing once it began; null while it is not known.
json::Object v2_metrics(const store::Job& job) {
    const auto waited_until = job.started_at ? job.started_at : job.finished_at;
    json::Object view{{"queue_ms", nullptr}, {"execution_ms", nullptr}};
    if (waited_until) view["queue_ms"] = milliseconds_between(job.created_at, *waited_until);
    if (job.started_at && job.finished_at)
        view["execution_ms"] = milliseconds_between(*job.started_at, *job.finished_at);
    return view;
}

/// Where a server keeps its files is nobody's business: `File "/opt/x/nodes.py", line 7` keeps `nodes.py`.
std::string without_folders(const std::string& traceback) {
    std::string text;
    std::size_t at = 0;
    constexpr std::string_view kFile = "File \"";
    for (auto file = traceback.find(kFile); file != std::string::npos; file = traceback.find(kFile, at)) {
        const std::size_t from = file + kFile.size();
        const std::size_t end = std::min(traceback.find('"', from), traceback.size());
        const auto slash = traceback.substr(from, end - from).find_last_of("/\\");
        text += traceback.substr(at, from - at);
        at = slash == std::string::npos ? from : from + slash + 1;
    }
    return text + traceback.substr(at);
}

/// The end of it says most.
std::string shortened(std::string text) {
    if (text.size() > kToldTraceback)
        text.erase(0, std::min(text.find('\n', text.size() - kToldTraceback), text.size() - 1) + 1);
    return text;
}

json::Value member_or_null(const json::Value& details, std::string_view name) {
    const std::string text = json::text_or(details, name);
    return text.empty() ? json::Value(nullptr) : json::Value(text);
}

json::Value v2_error(const std::optional<store::JobError>& error) {
    if (!error) return nullptr;
    json::Object view{{"code", error->code}, {"message", error->message}};
    const json::Value details = json::parse(error->details).value_or(json::Value(json::Object{}));
    view["node_id"] = member_or_null(details, "node");
    view["class_type"] = member_or_null(details, "node_class");
    view["traceback"] = nullptr;
    if (const std::string trace = json::text_or(details, "traceback"); !trace.empty())
        view["traceback"] = shortened(without_folders(trace));
    if (const json::Value* hint = json::find(details, "hint")) view["hint"] = *hint;
    return view;
}

/// When it is swept away; for one that has not ended, the earliest that could be.
Timestamp retention_end(const store::Job& job, const Site& site) {
    const auto& kept = site.config.housekeeping.retention.jobs;
    constexpr Timestamp kFar{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31}};
    if (!kept) return kFar;
    return job.finished_at.value_or(job.created_at + job.limits.total_timeout) + *kept;
}

json::Object v2_urls(const JobId& job) {
    const std::string self = "/api/v2/jobs/" + job.str();
    return json::Object{{"self", self}, {"events", self + "/events"}, {"cancel", self + "/cancel"}};
}

}  // namespace

asio::awaitable<Result<JobPicture>> picture_of(Site& site, JobId id, std::string owner) {
    auto job = co_await store::find_job(site.store, id, owner);
    if (!job) co_return fail(std::move(job).error());
    JobPicture picture;
    picture.job = std::move(*job);
    auto outputs = co_await store::outputs_of(site.store, id);
    if (!outputs) co_return fail(std::move(outputs).error());
    picture.outputs = std::move(*outputs);
    if (picture.job.phase == store::Phase::queued) {
        auto ahead = co_await store::jobs_before(site.store, id);
        if (!ahead) co_return fail(std::move(ahead).error());
        picture.ahead = *ahead;
    }
    if (const auto* progress = site.dispatcher.progress().find(id)) picture.progress = *progress;
    co_return picture;
}

std::string_view v2_status(store::Phase phase) {
    switch (store::status_of(phase)) {
        case store::Status::queued:
            return "queued";
        case store::Status::running:
            return "running";
        case store::Status::succeeded:
            return "succeeded";
        case store::Status::failed:
            return "failed";
        case store::Status::cancelled:
            return "canceled";
    }
    return "failed";
}

json::Object v2_progress(const durable::JobProgress& progress) {
    const RunProgress& run = progress.run;
    const std::string name = progress.node_class.empty() ? run.node.str() : progress.node_class;
    json::Object view;
    view["value"] = run.fraction;
    view["nodes_done"] = run.nodes_done;
    view["nodes_total"] = run.nodes_total;
    view["current_node"] = run.node.empty() ? json::Value(nullptr) : json::Value(run.node.str());
    view["current_node_class"] =
        progress.node_class.empty() ? json::Value(nullptr) : json::Value(progress.node_class);
    view["step"] = view["steps"] = nullptr;
    view["message"] = name.empty() ? json::Value(nullptr) : json::Value(name);
    if (run.max > 0) {
        const auto step = static_cast<std::int64_t>(run.value), steps = static_cast<std::int64_t>(run.max);
        view["step"] = step;
        view["steps"] = steps;
        if (!name.empty()) view["message"] = fmt::format("{} {}/{}", name, step, steps);
    }
    return view;
}

json::Object v2_job(const JobPicture& picture, const Site& site, const std::string& origin) {
    const store::Job& job = picture.job;
    json::Object view;
    view["id"] = job.id.str();
    view["status"] = v2_status(job.phase);
    view["created_at"] = to_rfc3339(job.created_at);
    view["started_at"] = time_or_null(job.started_at);
    view["completed_at"] = time_or_null(job.finished_at);
    view["expires_at"] = to_rfc3339(retention_end(job, site));
    view["queue_position"] = picture.ahead ? json::Value(*picture.ahead) : json::Value(nullptr);
    view["progress"] = nullptr;
    if (picture.progress) view["progress"] = v2_progress(*picture.progress);
    json::Array outputs;
    for (const store::Output& output : picture.outputs)
        outputs.push_back(v2_output(output, job.id, site, origin));
    view["outputs"] = std::move(outputs);
    view["error"] = v2_error(job.error);
    view["metrics"] = v2_metrics(job);
    view["urls"] = v2_urls(job.id);
    return view;
}

}  // namespace divan::gateway
