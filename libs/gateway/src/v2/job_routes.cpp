#include <divan/json/parse.hpp>
#include <divan/store/moves.hpp>

#include "v2/job_events.hpp"
#include "v2/job_view.hpp"

namespace divan::gateway {
namespace {

Refusal no_job(const Error& error) {
    return error.code == Errc::not_found ? Refusal{404, "not_found", "there is no such job"}
                                         : refusal_of(error);
}

asio::awaitable<Answer<>> reply_with_job(Site& site, Call& call) {
    auto picture = co_await picture_of(site, JobId{call.parameter("id")}, call.caller.owner);
    if (!picture) co_return refuse(no_job(picture.error()));
    co_return co_await call.reply(200, v2_job(*picture, site, call.origin()));
}

asio::awaitable<Answer<>> show_workflow(Site& site, Call& call) {
    auto graph = co_await store::graph_of(site.store, JobId{call.parameter("id")}, call.caller.owner);
    if (!graph) co_return refuse(no_job(graph.error()));
    auto workflow = json::parse(*graph);
    if (!workflow) co_return refuse(workflow.error());
    json::Object view;
    view["workflow"] = std::move(*workflow);
    view["format"] = "api";
    co_return co_await call.reply(200, std::move(view));
}

/// One that has ended stays as it is; so asking twice does no harm.
asio::awaitable<Answer<>> cancel_job(Site& site, Call& call) {
    auto cancelled =
        co_await store::cancel(site.store, JobId{call.parameter("id")}, call.caller.owner, "asked for");
    if (!cancelled && cancelled.error().code != Errc::already_finished)
        co_return refuse(no_job(cancelled.error()));
    co_return co_await reply_with_job(site, call);
}

asio::awaitable<Answer<>> stream_events(Site& site, Call& call) {
    auto picture = co_await picture_of(site, JobId{call.parameter("id")}, call.caller.owner);
    if (!picture) co_return refuse(no_job(picture.error()));
    co_return co_await send_job_events(site, call, std::move(*picture));
}

}  // namespace

void add_submission_route(Router& router, Site& site);  // job_submission.cpp

void add_job_routes(Router& router, Site& site) {
    const std::string one = "/api/v2/jobs/{id}";
    add_submission_route(router, site);
    router.add("GET", one, Scope::read, [&site](Call& call) { return reply_with_job(site, call); });
    router.add("GET", one + "/workflow", Scope::read,
               [&site](Call& call) { return show_workflow(site, call); });
    router.add("GET", one + "/events", Scope::read,
               [&site](Call& call) { return stream_events(site, call); });
    router.add("POST", one + "/cancel", Scope::cancel,
               [&site](Call& call) { return cancel_job(site, call); });
}

}  // namespace divan::gateway
