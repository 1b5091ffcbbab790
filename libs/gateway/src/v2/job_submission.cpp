#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>
#include <divan/jobs/submit.hpp>
#include <divan/json/write.hpp>

#include "access/submitter.hpp"
#include "v2/job_view.hpp"
#include "v2/request_members.hpp"
#include "v2/workflow_check.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kLongestPartnerKey = 4 * 1024;

/// What POST /api/v2/jobs asks for.
struct Wanted {
    json::Value workflow;
    std::string partner_key;  ///< for API nodes; never stored
    std::optional<store::IdempotencyKey> idempotency;

    Wanted() = default;
};

/// `extra_data` is closed: `api_key_comfy_org` alone.
Answer<std::string> partner_key_in(const json::Object& body) {
    const json::Value* extra = json::find(body, "extra_data");
    if (!extra) return std::string{};
    const json::Object* members = json::object_of(*extra);
    if (!members) return refuse(bad_value("extra_data", "must be an object"));
    auto known = only_members(*members, {"api_key_comfy_org"});
    if (!known) return refuse(std::move(known).error());
    const json::Value* key = json::find(*members, "api_key_comfy_org");
    if (!key) return std::string{};
    const auto text = json::text_of(*key);
    if (!text || text->size() > kLongestPartnerKey)
        return refuse(bad_value("extra_data.api_key_comfy_org", "must be a text of at most 4 KiB"));
    return std::string{*text};
}

Answer<Wanted> read_wanted(json::Object body) {
    for (const char* reserved : {"webhook_url", "inputs"})
        if (body.contains(reserved))
            return refuse(
                Refusal{400, "invalid_request",
                        std::string{"'"} + reserved + "' is reserved by Comfy API v2 and not taken yet"}
                    .with("member", json::Value(reserved)));
    auto known = only_members(body, {"workflow", "extra_data"});
    if (!known) return refuse(std::move(known).error());
    Wanted wanted;
    auto key = partner_key_in(body);
    if (!key) return refuse(std::move(key).error());
    wanted.partner_key = std::move(*key);
    const auto workflow = body.find("workflow");
    if (workflow == body.end() || !json::object_of(workflow->value()))
        return refuse(422, "invalid_workflow", "'workflow' must be an object: a graph in the API format");
    if (is_ui_workflow(*json::object_of(workflow->value())))
        return refuse(
            422, "workflow_format_ui",
            "this is a workflow in the format of the ComfyUI editor; export it with 'Export (API)'");
    wanted.workflow = std::move(workflow->value());
    return wanted;
}

/// The same request asks for the same graph; keys for API nodes do not count (the contract).
Answer<> add_idempotency(Call& call, Wanted& wanted) {
    auto key = idempotency_key(call);
    if (!key) return refuse(std::move(key).error());
    if (*key)
        wanted.idempotency =
            store::IdempotencyKey{"POST /api/v2/jobs", **key, blake3_hex(json::write(wanted.workflow))};
    return {};
}

/// With the job that the key belongs to, where it is known.
Refusal key_reuse(std::string_view job) {
    Refusal refusal{
        422, "idempotency_key_reuse",
        "the idempotency key was used before; use a new one, or ask with 'Idempotency-Replay: allow'"};
    if (!job.empty()) refusal.details["job_id"] = job;
    return refusal;
}

Refusal missing_asset(const Error& error) {
    Refusal refusal{422, "missing_asset", "the workflow names an asset that does not exist, or is not yours"};
    for (const auto& [name, value] : error.context)
        refusal.details[name == "asset" ? "asset_id" : name] = value;
    return refusal;
}

/// How this face tells what `durable::submit` refused.
Refusal refusal_of_submission(const Error& error, bool may_replay) {
    const std::string_view reason = error.fact("reason");
    if (error.code == Errc::not_found || reason == "bad_asset") return missing_asset(error);
    if (reason == "idempotency_mismatch") return key_reuse(error.fact("job"));
    if (reason == "idempotency_in_progress" && !may_replay) return key_reuse({});
    Refusal refusal = refusal_of(error);
    if (error.code == Errc::queue_full) refusal.status = 429;  // the contract's answer to a full queue
    if (refusal.code == "invalid_request") refusal.code = "invalid_workflow";
    return refusal;
}

asio::awaitable<Answer<JobId>> submit(Site& site, Call& call, Wanted wanted) {
    const bool may_replay = wants_replay(call);
    const JobId id{uuid4()};  // known before: a server may get the job before the submission returns
    if (!wanted.partner_key.empty()) site.partner_keys.remember(id, std::move(wanted.partner_key));
    std::vector<durable::SubmitRequest> jobs;
    jobs.emplace_back(std::move(wanted.workflow));
    jobs.front().id = id;
    durable::Submitter submitter = submitter_of(site, call.caller);
    submitter.idempotency = std::move(wanted.idempotency);
    auto submitted = co_await durable::submit(site.store, std::move(jobs), std::move(submitter));
    if (!submitted || submitted->replayed) site.partner_keys.forget(id);
    if (!submitted) co_return refuse(refusal_of_submission(submitted.error(), may_replay));
    if (submitted->replayed && !may_replay) co_return refuse(key_reuse(submitted->jobs.front().str()));
    co_return submitted->jobs.front();
}

asio::awaitable<Answer<>> submit_job(Site& site, Call& call) {
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    auto wanted = read_wanted(std::move(*body));
    if (!wanted) co_return refuse(std::move(wanted).error());
    if (auto added = add_idempotency(call, *wanted); !added) co_return refuse(std::move(added).error());
    auto workflow = Workflow::from_json(wanted->workflow);
    if (!workflow) co_return refuse(workflow.error());
    auto may = co_await keep_policy(site, call.caller, *workflow);
    if (!may) co_return refuse(std::move(may).error());
    if (const auto problems = what_is_wrong(*workflow, site.dispatcher); !problems.empty())
        co_return refuse(invalid_workflow(problems));
    auto job = co_await submit(site, call, std::move(*wanted));
    if (!job) co_return refuse(std::move(job).error());
    auto picture = co_await picture_of(site, *job, call.caller.owner);
    if (!picture) co_return refuse(picture.error());
    co_return co_await call.reply(201, v2_job(*picture, site, call.origin()));
}

}  // namespace

void add_submission_route(Router& router, Site& site) {
    router.add("POST", "/api/v2/jobs", Scope::submit,
               refusing_as(malformed_is_422, [&site](Call& call) { return submit_job(site, call); }));
}

}  // namespace divan::gateway
