#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>
#include <divan/jobs/submit.hpp>
#include <divan/json/write.hpp>
#include <divan/net/before.hpp>
#include <divan/store/moves.hpp>

#include "access/submitter.hpp"
#include "simple/off_the_loop.hpp"
#include "simple/simple_request.hpp"
#include "simple/simple_view.hpp"
#include "simple/templates.hpp"
#include "sources/graph_sources.hpp"

namespace divan::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kCheckpointLoader = "CheckpointLoaderSimple";
constexpr auto kInventoryWait = 5'000ms;  // servers tell their models within a second of their joining
constexpr std::uint64_t kLargestDrawnSeed = 2'147'483'646;  // what every sampler takes
constexpr std::size_t kLongestKey = 255;

/// The first checkpoint of the first server that told its own; what is configured goes before it.
std::optional<std::string> known_checkpoint(const Site& site) {
    if (!site.config.default_checkpoint.empty()) return site.config.default_checkpoint;
    for (const durable::ServerState& server : site.dispatcher.servers()) {
        const auto catalogue = site.dispatcher.catalogue(server.id);
        const auto names =
            catalogue ? catalogue->choices(kCheckpointLoader, "ckpt_name") : std::vector<std::string>{};
        if (!names.empty()) return names.front();
    }
    return std::nullopt;
}

/// For a template that needs one when the caller named none.
asio::awaitable<Answer<std::optional<std::string>>> checkpoint_for(Site& site, bool needed) {
    if (!needed) co_return std::optional<std::string>{};
    for (const Deadline end = within(kInventoryWait);;) {
        auto name = known_checkpoint(site);
        if (name) co_return name;
        if (std::chrono::steady_clock::now() >= end) break;
        if (!co_await net::sleep_until(within(100ms))) break;
    }
    co_return refuse(
        Refusal{503, "no_checkpoint", "no server has told its checkpoints yet, and checkpoint_name is absent"}
            .with("hint", "name one with checkpoint_name, or ask again in a few seconds")
            .after(2s));
}

/// The caller's name for the request; nothing without one.
Answer<std::optional<store::IdempotencyKey>> idempotency_of(const Call& call, const json::Object& body) {
    const auto key = call.header("Idempotency-Key");
    if (!key) return std::optional<store::IdempotencyKey>{};
    const bool plain = std::ranges::all_of(*key, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
    if (key->empty() || key->size() > kLongestKey || !plain)
        return refuse(400, "invalid_request",
                      "an Idempotency-Key is 1 to 255 visible ASCII characters without blanks");
    return store::IdempotencyKey{"POST /jobs", *key, blake3_hex(json::write(body))};
}

bool wants_checkpoint(const TokenTemplate& form, const SimpleRequest& request) {
    if (!form.has("CHECKPOINT_NAME") || request.checkpoint_name) return false;
    return std::ranges::none_of(request.values,
                                [](const auto& value) { return to_lower(value.first) == "checkpoint_name"; });
}

Refusal template_refusal(const Site& site, const Error& error) {
    Refusal refusal = refusal_of(error);
    const bool callers = error.code == Errc::not_found || error.code == Errc::unsafe_path;
    if (callers) {
        refusal = Refusal{422, "invalid_request", error.message};
        if (!error.hint.empty()) refusal.details["hint"] = error.hint;
    }
    if (refusal.status >= 500)
        site.log.write(LogLevel::error, "gateway", "a template could not be read",
                       {{"error", std::string_view{error.message}}});
    return refusal;
}

/// A request on its way to a job.
struct Prepared {
    durable::SubmitRequest job;
    SimpleOrder order;
    durable::NodePolicy policy;  ///< the caller's, but for the files that the template itself names

    Prepared() = default;
};

asio::awaitable<Answer<Prepared>> prepare(Site& site, const Caller& caller, SimpleRequest request) {
    const Templates templates{site.config.template_folder, site.config.backup_folder};
    std::function<Result<TokenTemplate>()> take = [templates, name = request.template_name] {
        return templates.take(name);
    };
    auto form = co_await off_the_loop<TokenTemplate>(std::move(take));
    if (!form) co_return refuse(template_refusal(site, form.error()));
    auto checkpoint = co_await checkpoint_for(site, wants_checkpoint(*form, request));
    if (!checkpoint) co_return refuse(std::move(checkpoint).error());
    const std::uint64_t seed = request.seed.value_or(random_upto(kLargestDrawnSeed));
    const SlotValues slots = slot_values(request, seed, *checkpoint);
    auto workflow = form->fill(slots.wanted, slots.otherwise);
    if (!workflow) co_return refuse(workflow.error());
    Prepared prepared;
    prepared.policy = policy_of(site, caller);
    if (prepared.policy.server_files)
        prepared.policy.server_files = durable::server_files_in(form->unfilled());
    auto may = co_await keep_policy(site, caller, *workflow, prepared.policy);
    if (!may) co_return refuse(std::move(may).error());
    prepared.job.graph = workflow->to_value();
    prepared.job.limits.total_timeout = request.timeout;
    prepared.order.chapter = request.chapter;
    prepared.order.page = request.page;
    prepared.order.template_name = request.template_name;
    prepared.order.client = std::move(request.client);
    if (form->has("SEED")) prepared.order.seed = seed;
    co_return prepared;
}

asio::awaitable<Answer<json::Object>> show(Site& site, JobId id, std::string owner) {
    auto picture = co_await picture_of(site, id, owner);
    if (!picture) co_return refuse(picture.error());
    const auto order = order_of(picture->job);
    ShelfView shelf;
    if (order && picture->job.phase == store::Phase::succeeded) {
        auto looked = co_await site.shelf->look(picture->job, *order);
        if (!looked) {
            site.log.write(LogLevel::error, "gateway", "the output folder could not be read",
                           {{"error", std::string_view{looked.error().message}}});
            co_return refuse(looked.error());
        }
        shelf = std::move(*looked);
    }
    co_return simple_job(*picture, order, shelf, site.shelf->path());
}

asio::awaitable<Answer<>> answer_submission(Site& site, Call& call, store::Submitted submitted) {
    const JobId id = submitted.jobs.front();
    auto view = co_await show(site, id, call.caller.owner);
    if (!view) co_return refuse(std::move(view).error());
    net::HttpReply reply{202, json::write(*view), "application/json"};
    reply.headers.set("Location", "/jobs/" + id.str());
    if (submitted.replayed) reply.headers.set("Idempotent-Replayed", "true");
    co_return co_await call.reply(std::move(reply));
}

asio::awaitable<Answer<std::string>> shelf_id(Site& site) {
    auto shelf = co_await site.shelf->id();
    if (shelf) co_return std::move(*shelf);
    site.log.write(LogLevel::error, "gateway", "the output folder cannot be used",
                   {{"error", std::string_view{describe(shelf.error())}}});
    co_return refuse(
        Refusal{503, "output_folder", "the folder for pictures cannot be used; the log says why"}.after(10s));
}

asio::awaitable<Answer<>> submit_simple_job(Site& site, Call& call) {
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    auto key = idempotency_of(call, *body);
    if (!key) co_return refuse(std::move(key).error());
    auto request = read_simple_request(*body);
    if (!request) co_return refuse(std::move(request).error());
    durable::Submitter submitter = submitter_of(site, call.caller);
    submitter.idempotency = std::move(*key);
    if (submitter.idempotency) {  // the template may have changed since
        auto earlier = co_await store::find_submission(site.store, submitter.owner, *submitter.idempotency);
        if (!earlier) co_return refuse(earlier.error());
        if (*earlier) co_return co_await answer_submission(site, call, std::move(**earlier));
    }
    auto prepared = co_await prepare(site, call.caller, std::move(*request));
    if (!prepared) co_return refuse(std::move(prepared).error());
    GraphSources sources{site, call.caller};
    auto brought = co_await sources.bring(prepared->job.graph);
    if (!brought) co_return refuse(std::move(brought).error());
    auto shelf = co_await shelf_id(site);
    if (!shelf) co_return refuse(std::move(shelf).error());
    prepared->order.shelf = std::move(*shelf);
    prepared->job.client = prepared->order.to_json();
    submitter.policy = std::move(prepared->policy);
    std::vector<durable::SubmitRequest> jobs;
    jobs.push_back(std::move(prepared->job));
    auto submitted = co_await durable::submit(site.store, std::move(jobs), std::move(submitter));
    if (!submitted) co_return refuse(submitted.error());
    if (!submitted->replayed) site.shelf->expect(submitted->jobs.front());
    co_return co_await answer_submission(site, call, std::move(*submitted));
}

asio::awaitable<Answer<>> show_simple_job(Site& site, Call& call) {
    const JobId id{call.parameter("id")};
    auto view = co_await show(site, id, call.caller.owner);
    if (!view) co_return refuse(std::move(view).error());
    co_return co_await call.reply(200, std::move(*view));
}

asio::awaitable<Answer<>> cancel_simple_job(Site& site, Call& call) {
    const JobId id{call.parameter("id")};
    auto cancelled = co_await store::cancel(site.store, id, call.caller.owner);
    // Cancelling is repeatable; every other end stands.
    const bool again = !cancelled && cancelled.error().code == Errc::already_finished &&
                       cancelled.error().fact("phase") == "cancelled";
    if (!cancelled && !again) co_return refuse(cancelled.error());
    auto view = co_await show(site, id, call.caller.owner);
    if (!view) co_return refuse(std::move(view).error());
    co_return co_await call.reply(200, std::move(*view));
}

}  // namespace

void add_simple_routes(Router& router, Site& site) {
    router.add("POST", "/jobs", Scope::submit, [&site](Call& call) { return submit_simple_job(site, call); });
    router.add("GET", "/jobs/{id}", Scope::read, [&site](Call& call) { return show_simple_job(site, call); });
    router.add("DELETE", "/jobs/{id}", Scope::cancel,
               [&site](Call& call) { return cancel_simple_job(site, call); });
}

}  // namespace divan::gateway
