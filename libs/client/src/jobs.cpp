#include <divan/client/jobs.hpp>

#include <divan/base/text.hpp>

#include "route_call.hpp"

namespace divan::jobs {
namespace {

Result<std::string> status_list(const std::vector<protocol::JobStatus>& statuses) {
    std::vector<std::string> names;
    for (const protocol::JobStatus status : statuses) {
        if (status == protocol::JobStatus::other)
            return fail(Errc::invalid_argument, "a job status that has no name cannot be asked for");
        names.emplace_back(protocol::name(status));
    }
    return join(names, ",");
}

Result<std::string> target_of(const ListRequest& request) {
    auto statuses = status_list(request.status);
    if (!statuses) return fail(std::move(statuses).error());
    net::Query query;
    const auto add = [&query](std::string_view key, const std::string& value) {
        if (!value.empty()) query.emplace_back(key, value);
    };
    add("status", *statuses);
    add("workflow_id", request.workflow_id);
    add("output_type", request.output_type);
    add("sort_by", request.sort_by);
    add("sort_order", request.sort_order);
    if (request.limit) add("limit", std::to_string(*request.limit));
    if (request.offset) add("offset", std::to_string(*request.offset));
    add("after", request.after);
    return with_query("/api/jobs", query);
}

json::Array ids_of(const std::vector<protocol::PromptId>& jobs) {
    json::Array ids;
    for (const protocol::PromptId& job : jobs) ids.emplace_back(job.str());
    return ids;
}

std::string path_of(const protocol::PromptId& job) { return "/api/jobs/" + net::percent_encode(job.str()); }

protocol::JobStatusRecord record_of(protocol::Job job) {
    protocol::JobStatusRecord record;
    record.id = std::move(job.id);
    record.status = job.status;
    record.status_text = std::move(job.status_text);
    if (job.execution_error) record.error_message = job.execution_error->exception_message;
    record.raw = std::move(job.raw);
    return record;
}

asio::awaitable<Result<protocol::QueueChange>> change_queue(Connection& connection, json::Object body,
                                                            protocol::QueueChange asked, Deadline deadline) {
    net::HttpRequest post = with_json("POST", "/api/queue", std::move(body));
    net::HttpRequest head{"POST", "/api/queue"};
    auto reply = co_await exchange_ok_in(connection, Namespace::jobs, std::move(post), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    auto change = protocol::parse_queue_change(reply->body, std::move(asked));
    if (!change) co_return fail(with_request(std::move(change).error(), connection.config(), head));
    co_return change;
}

RouteGroup cancelling() { return {Namespace::jobs, "ComfyUI 0.26.0 (June 2026) or newer"}; }

}  // namespace

asio::awaitable<Result<protocol::JobPage>> list(Connection& connection, ListRequest request,
                                                Deadline deadline) {
    auto target = target_of(request);
    if (!target) co_return fail(std::move(target).error());
    net::HttpRequest get{"GET", std::move(*target)};
    co_return co_await call_in(connection, Namespace::jobs, std::move(get), protocol::parse_job_page,
                               deadline);
}

asio::awaitable<Result<std::vector<protocol::Job>>> by_status(Connection& connection,
                                                              protocol::JobStatus status, std::int64_t limit,
                                                              Deadline deadline) {
    ListRequest request;
    request.status.push_back(status);
    request.limit = limit;
    auto page = co_await list(connection, std::move(request), deadline);
    if (!page) co_return fail(std::move(page).error());
    co_return std::move(page->jobs);
}

asio::awaitable<Result<std::vector<protocol::Job>>> Pages::next(Connection& connection, Deadline deadline) {
    if (done_) co_return std::vector<protocol::Job>{};
    ListRequest request = request_;
    auto page = co_await list(connection, std::move(request), deadline);
    if (!page) co_return fail(std::move(page).error());
    const bool stuck = !page->next_cursor.empty() && page->next_cursor == request_.after;
    done_ = !page->has_more || page->jobs.empty() || stuck;
    request_.after = page->next_cursor;
    if (request_.after.empty())
        request_.offset = page->offset + static_cast<std::int64_t>(page->jobs.size());
    else
        request_.offset.reset();
    co_return std::move(page->jobs);
}

asio::awaitable<Result<std::optional<protocol::Job>>> get(Connection& connection, protocol::PromptId job,
                                                          Deadline deadline) {
    net::HttpRequest request{"GET", path_of(job)};
    return find_in(connection, Namespace::jobs, std::move(request), protocol::parse_job, deadline);
}

asio::awaitable<Result<std::optional<protocol::JobStatusRecord>>> status(Connection& connection,
                                                                         protocol::PromptId job,
                                                                         Deadline deadline) {
    using Found = std::optional<protocol::JobStatusRecord>;
    net::HttpRequest request{"GET", "/api/job/" + net::percent_encode(job.str()) + "/status"};
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange(connection, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (no_such_route(*reply, Namespace::jobs)) {
        auto whole = co_await get(connection, std::move(job), deadline);
        if (!whole) co_return fail(std::move(whole).error());
        if (!*whole) co_return Found{};
        co_return Found{record_of(std::move(**whole))};
    }
    if (reply->status == 404) co_return Found{};
    if (!reply->ok())
        co_return fail(with_request(unexpected_status_error(*reply), connection.config(), head));
    auto record = protocol::parse_job_status(reply->body);
    if (!record) co_return fail(with_request(std::move(record).error(), connection.config(), head));
    co_return Found{std::move(*record)};
}

asio::awaitable<Result<protocol::JobCancellation>> cancel(Connection& connection, protocol::PromptId job,
                                                          Deadline deadline) {
    net::HttpRequest post = with_json("POST", path_of(job) + "/cancel", json::Object{});
    return call_in(connection, cancelling(), std::move(post), protocol::parse_job_cancellation, deadline);
}

asio::awaitable<Result<protocol::JobCancellation>> cancel(Connection& connection,
                                                          std::vector<protocol::PromptId> jobs,
                                                          Deadline deadline) {
    if (jobs.empty()) co_return fail(Errc::invalid_argument, "no job is named");
    json::Object body;
    body["job_ids"] = ids_of(jobs);
    net::HttpRequest post = with_json("POST", "/api/jobs/cancel", std::move(body));
    co_return co_await call_in(connection, cancelling(), std::move(post), protocol::parse_job_cancellation,
                               deadline);
}

asio::awaitable<Result<protocol::QueueChange>> cancel_pending(Connection& connection,
                                                              std::vector<protocol::PromptId> jobs,
                                                              Deadline deadline) {
    json::Object body;
    body["delete"] = ids_of(jobs);
    protocol::QueueChange asked;
    asked.deleted = std::move(jobs);
    return change_queue(connection, std::move(body), std::move(asked), deadline);
}

asio::awaitable<Result<protocol::QueueChange>> clear_pending(Connection& connection, Deadline deadline) {
    json::Object body;
    body["clear"] = true;
    protocol::QueueChange asked;
    asked.cleared = true;
    return change_queue(connection, std::move(body), std::move(asked), deadline);
}

asio::awaitable<Result<void>> interrupt_running(Connection& connection, Deadline deadline) {
    net::HttpRequest post = with_json("POST", "/api/interrupt", json::Object{});
    auto reply = co_await exchange_ok_in(connection, Namespace::jobs, std::move(post), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return Result<void>{};
}

}  // namespace divan::jobs
