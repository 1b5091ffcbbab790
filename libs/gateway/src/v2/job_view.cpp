#include "v2/job_view.hpp"

#include <divan/json/parse.hpp>

namespace divan::gateway {
namespace {

json::Value time_or_null(const std::optional<Timestamp>& time) {
    return time ? json::Value(to_rfc3339(*time)) : json::Value(nullptr);
}

json::Value v2_progress(const durable::JobProgress& progress) {
    const RunProgress& run = progress.run;
    json::Object view;
    view["value"] = run.fraction;
    view["nodes_done"] = run.nodes_done;
    view["nodes_total"] = run.nodes_total;
    view["current_node"] = run.node.empty() ? json::Value(nullptr) : json::Value(run.node.str());
    if (run.max > 0) {
        view["step"] = static_cast<std::int64_t>(run.value);
        view["steps"] = static_cast<std::int64_t>(run.max);
    }
    return view;
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

json::Object v2_job(const JobPicture& picture, const Site&, const std::string&) {
    const store::Job& job = picture.job;
    json::Object view;
    view["id"] = job.id.str();
    view["status"] = v2_status(job.phase);
    view["created_at"] = to_rfc3339(job.created_at);
    view["started_at"] = time_or_null(job.started_at);
    view["completed_at"] = time_or_null(job.finished_at);
    view["expires_at"] = to_rfc3339(job.expires_at);
    view["queue_position"] = picture.ahead ? json::Value(*picture.ahead) : json::Value(nullptr);
    view["progress"] = picture.progress ? v2_progress(*picture.progress) : json::Value(nullptr);
    view["outputs"] = json::Array{};
    view["error"] = nullptr;
    view["urls"] = v2_urls(job.id);
    return view;
}

}  // namespace divan::gateway
