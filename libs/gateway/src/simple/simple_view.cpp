#include "simple/simple_view.hpp"

#include <divan/json/parse.hpp>

#include "simple/shelf_delivery.hpp"

namespace divan::gateway {
namespace {

json::Value time_or_null(const std::optional<Timestamp>& time) {
    return time ? json::Value(to_rfc3339(*time)) : json::Value(nullptr);
}

json::Object error_view(const store::JobError& error) {
    json::Object view{{"code", error.code}, {"message", error.message}};
    view["retryable"] = error.retryable;
    if (auto details = json::parse(error.details)) view["details"] = std::move(*details);
    return view;
}

json::Value error_of(const JobPicture& picture, const ShelfView& shelf) {
    const store::Job& job = picture.job;
    if (job.phase == store::Phase::failed && job.error) return error_view(*job.error);
    if (job.phase == store::Phase::cancelled)
        return error_view(store::JobError{"cancelled", "the job was cancelled"});
    if (job.phase == store::Phase::succeeded && shelf.shelved.lost)
        return error_view(store::JobError{"result_missing", *shelf.shelved.lost});
    return nullptr;
}

json::Value progress_of(const JobPicture& picture, std::string_view status) {
    json::Object view;
    view["value"] = status == "complete" ? 1.0 : 0.0;
    if (!picture.progress) return view;
    const RunProgress& run = picture.progress->run;
    view["value"] = run.fraction;
    if (!run.node.empty()) view["node"] = run.node.str();
    if (run.max > 0) {
        view["step"] = static_cast<std::int64_t>(run.value);
        view["steps"] = static_cast<std::int64_t>(run.max);
    }
    return view;
}

json::Object output_view(const store::Output& output, const ShelfView& shelf,
                         const std::filesystem::path& folder) {
    json::Object view;
    view["path"] = nullptr;
    const auto aimed = shelf.shelved.paths.find(output.number);
    if (shelf.state == ShelfView::State::here && aimed != shelf.shelved.paths.end()) {
        const std::filesystem::path path = folder / aimed->second;
        view["path"] = path.generic_string();
        std::error_code error;
        view["absolute_path"] = std::filesystem::absolute(path, error).generic_string();
    }
    view["asset_id"] = output.asset.str();
    view["node"] = output.node;
    view["kind"] = output.kind;
    view["content_type"] = output.content_type;
    view["size"] = output.size;
    return view;
}

json::Array outputs_view(const JobPicture& picture, const ShelfView& shelf,
                         const std::filesystem::path& folder) {
    json::Array outputs;
    for (const store::Output& output : files_of(picture.outputs))
        outputs.emplace_back(output_view(output, shelf, folder));
    return outputs;
}

}  // namespace

std::string_view simple_status(store::Phase phase, const ShelfView& shelf) {
    switch (store::status_of(phase)) {
        case store::Status::queued:
            return "queued";
        case store::Status::running:
            return "running";
        case store::Status::failed:
        case store::Status::cancelled:
            return "failed";
        case store::Status::succeeded:
            break;
    }
    if (shelf.state == ShelfView::State::coming) return "running";
    return shelf.shelved.lost ? "failed" : "complete";
}

json::Object simple_job(const JobPicture& picture, const std::optional<SimpleOrder>& order,
                        const ShelfView& shelf, const std::filesystem::path& folder) {
    const store::Job& job = picture.job;
    const std::string_view status = simple_status(job.phase, shelf);
    json::Object view;
    view["id"] = job.id.str();
    view["jobId"] = job.id.str();
    view["status"] = status;
    view["created_at"] = to_rfc3339(job.created_at);
    view["updated_at"] = to_rfc3339(job.finished_at.value_or(job.started_at.value_or(job.created_at)));
    view["started_at"] = time_or_null(job.started_at);
    view["finished_at"] = time_or_null(status == "running" ? std::nullopt : job.finished_at);
    view["queue_position"] = picture.ahead ? json::Value(*picture.ahead) : json::Value(nullptr);
    view["progress"] = progress_of(picture, status);
    if (order) {
        view["template"] = order->template_name;
        view["chapter"] = order->chapter;
        view["page"] = order->page;
    }
    view["seed"] = order && order->seed ? json::Value(*order->seed) : json::Value(nullptr);
    view["client"] = order && !order->client.empty() ? json::Value(order->client) : json::Value(nullptr);
    json::Array outputs = outputs_view(picture, shelf, folder);
    view["path"] = outputs.empty() ? json::Value(nullptr) : outputs.front().at("path");
    view["outputs"] = std::move(outputs);
    view["error"] = error_of(picture, shelf);
    if (shelf.problem) view["delayed_by"] = *shelf.problem;
    return view;
}

}  // namespace divan::gateway
