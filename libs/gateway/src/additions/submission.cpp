#include "additions/submission.hpp"

#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/json/write.hpp>

#include "sources/graph_sources.hpp"
#include "v2/request_members.hpp"
#include "v2/workflow_check.hpp"

namespace divan::gateway {
namespace {

Answer<std::optional<store::IdempotencyKey>> idempotency_of(const Call& call, const json::Object& body) {
    auto key = idempotency_key(call);
    if (!key) return refuse(std::move(key).error());
    if (!*key) return std::optional<store::IdempotencyKey>{};
    return std::optional{store::IdempotencyKey{call.method() + " " + call.route, **key,
                                               blake3_hex(json::write(json::Value(body)))}};
}

/// As Comfy API v2 looks at a workflow before it takes it.
Answer<> check_workflow(const Site& site, const json::Value& graph) {
    const json::Object* members = json::object_of(graph);
    if (!members)
        return refuse(422, "invalid_workflow", "'workflow' must be an object: a graph in the API format");
    if (is_ui_workflow(*members))
        return refuse(
            422, "workflow_format_ui",
            "this is a workflow in the format of the ComfyUI editor; export it with 'Export (API)'");
    auto workflow = Workflow::from_json(graph);
    if (!workflow) return refuse(workflow.error());
    const auto problems = what_is_wrong(*workflow, site.dispatcher);
    if (!problems.empty()) return refuse(invalid_workflow(problems));
    return {};
}

Refusal refusal_of_submission(const Error& error) {
    if (error.code != Errc::not_found && error.fact("reason") != "bad_asset") return refusal_of(error);
    Refusal refusal{422, "missing_asset", "the workflow names an asset that does not exist, or is not yours"};
    for (const auto& [name, value] : error.context)
        refusal.details[name == "asset" ? "asset_id" : name] = value;
    return refusal;
}

}  // namespace

WishRules wish_rules(const Site& site) { return WishRules{site.config.webhooks, SystemClock{}.utc()}; }

asio::awaitable<Answer<store::Submitted>> hand_in(Site& site, Call& call,
                                                  std::vector<durable::SubmitRequest> jobs,
                                                  const json::Object& body) {
    auto idempotency = idempotency_of(call, body);
    if (!idempotency) co_return refuse(std::move(idempotency).error());
    for (std::size_t at = 0; at < jobs.size(); ++at) {
        auto sound = check_workflow(site, jobs[at].graph);
        if (!sound && jobs.size() > 1)
            co_return refuse(std::move(sound).error().with("job", json::Value(at)));
        if (!sound) co_return refuse(std::move(sound).error());
    }
    durable::Submitter submitter{call.caller.owner};
    const bool brings = std::ranges::any_of(
        jobs, [](const durable::SubmitRequest& job) { return GraphSources::has_any(job.graph); });
    if (brings && *idempotency) {  // nothing is fetched again for what was answered already
        auto earlier = co_await store::find_submission(site.store, call.caller.owner, **idempotency);
        if (!earlier) co_return refuse(earlier.error());
        if (*earlier) co_return std::move(**earlier);
    }
    GraphSources sources{site, call.caller};
    for (std::size_t at = 0; at < jobs.size(); ++at) {
        auto brought = co_await sources.bring(jobs[at].graph);
        if (!brought && jobs.size() > 1)
            co_return refuse(std::move(brought).error().with("job", json::Value(at)));
        if (!brought) co_return refuse(std::move(brought).error());
    }
    submitter.idempotency = std::move(*idempotency);
    submitter.bounds = call.caller.bounds;
    submitter.limits = site.config.graph;
    auto submitted = co_await durable::submit(site.store, std::move(jobs), std::move(submitter));
    if (!submitted) co_return refuse(refusal_of_submission(submitted.error()));
    co_return std::move(*submitted);
}

}  // namespace divan::gateway
