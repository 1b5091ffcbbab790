#include "additions/submission.hpp"

#include <divan/base/hash.hpp>
#include <divan/json/write.hpp>

#include "access/submitter.hpp"
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
asio::awaitable<Answer<>> check_workflow(Site& site, const Caller& caller, const json::Value& graph) {
    const json::Object* members = json::object_of(graph);
    if (!members)
        co_return refuse(422, "invalid_workflow", "'workflow' must be an object: a graph in the API format");
    if (is_ui_workflow(*members))
        co_return refuse(
            422, "workflow_format_ui",
            "this is a workflow in the format of the ComfyUI editor; export it with 'Export (API)'");
    auto workflow = Workflow::from_json(graph);
    if (!workflow) co_return refuse(workflow.error());
    auto may = co_await keep_policy(site, caller, *workflow);
    if (!may) co_return may;
    const auto problems = what_is_wrong(*workflow, site.dispatcher);
    if (!problems.empty()) co_return refuse(invalid_workflow(problems));
    co_return Answer<>{};
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
    if (*idempotency) {  // what was taken once is not looked at again: servers and rules may have changed
        auto earlier = co_await store::find_submission(site.store, call.caller.owner, **idempotency);
        if (!earlier) co_return refuse(earlier.error());
        if (*earlier) co_return std::move(**earlier);
    }
    for (std::size_t at = 0; at < jobs.size(); ++at) {
        auto sound = co_await check_workflow(site, call.caller, jobs[at].graph);
        if (!sound && jobs.size() > 1)
            co_return refuse(std::move(sound).error().with("job", json::Value(at)));
        if (!sound) co_return refuse(std::move(sound).error());
    }
    durable::Submitter submitter = submitter_of(site, call.caller);
    GraphSources sources{site, call.caller};
    for (std::size_t at = 0; at < jobs.size(); ++at) {
        auto brought = co_await sources.bring(jobs[at].graph);
        if (!brought && jobs.size() > 1)
            co_return refuse(std::move(brought).error().with("job", json::Value(at)));
        if (!brought) co_return refuse(std::move(brought).error());
    }
    submitter.idempotency = std::move(*idempotency);
    auto submitted = co_await durable::submit(site.store, std::move(jobs), std::move(submitter));
    if (!submitted) co_return refuse(refusal_of_submission(submitted.error()));
    co_return std::move(*submitted);
}

}  // namespace divan::gateway
