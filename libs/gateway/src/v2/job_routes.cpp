#include <divan/jobs/submit.hpp>

#include "v2/job_view.hpp"

namespace divan::gateway {
namespace {

asio::awaitable<Answer<>> submit_job(Site& site, Call& call) {
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    const json::Value* workflow = json::find(*body, "workflow");
    if (workflow == nullptr) co_return refuse(422, "invalid_workflow", "the member 'workflow' is missing");
    std::vector<durable::SubmitRequest> jobs;
    jobs.emplace_back(json::Value(*workflow));
    durable::Submitter submitter{call.caller.owner};
    submitter.bounds = call.caller.bounds;
    submitter.limits = site.config.graph;
    auto submitted = co_await durable::submit(site.store, std::move(jobs), std::move(submitter));
    if (!submitted) co_return refuse(submitted.error());
    auto picture = co_await picture_of(site, submitted->jobs.front(), call.caller.owner);
    if (!picture) co_return refuse(picture.error());
    co_return co_await call.reply(201, v2_job(*picture, site, call.origin()));
}

asio::awaitable<Answer<>> show_job(Site& site, Call& call) {
    const JobId id{call.parameter("id")};
    auto picture = co_await picture_of(site, id, call.caller.owner);
    if (!picture) co_return refuse(picture.error());
    co_return co_await call.reply(200, v2_job(*picture, site, call.origin()));
}

}  // namespace

void add_job_routes(Router& router, Site& site) {
    router.add("POST", "/api/v2/jobs", Scope::submit, [&site](Call& call) { return submit_job(site, call); });
    router.add("GET", "/api/v2/jobs/{id}", Scope::read, [&site](Call& call) { return show_job(site, call); });
}

}  // namespace divan::gateway
