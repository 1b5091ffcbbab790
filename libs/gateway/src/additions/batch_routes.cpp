#include <fmt/format.h>

#include <divan/base/random.hpp>
#include <divan/store/moves.hpp>

#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/job_facts.hpp"
#include "additions/submission.hpp"

// /api/v2/divan/batches: many jobs in one request, all or nothing, under one name.
namespace divan::gateway {
namespace {

/// What was asked for, read.
struct BatchWish {
    std::string name;
    std::vector<durable::SubmitRequest> jobs;

    BatchWish() = default;
};

Refusal at_place(Refusal refusal, std::size_t job) {
    return std::move(refusal).with("job", json::Value(job));
}

Answer<durable::SubmitRequest> read_one(const json::Value& value, std::size_t at, const WishRules& rules) {
    const json::Object* object = json::object_of(value);
    if (!object)
        return refuse(
            at_place(Refusal{422, "invalid_request", fmt::format("'jobs[{}]' must be an object", at)}, at));
    auto wish = read_job_wish(*object, rules, fmt::format("jobs[{}].", at));
    if (!wish) return refuse(at_place(std::move(wish).error(), at));
    return wish;
}

Answer<BatchWish> read_batch(const json::Object& body, const Site& site, std::size_t most) {
    const WishRules rules = wish_rules(site);
    Members members{body};
    BatchWish batch;
    read_batch_name(members, "name", batch.name);
    const json::Array* jobs = members.array("jobs");
    const auto shared = read_webhooks(members, rules);
    if (!jobs || jobs->empty()) members.wrong("jobs", "must be a list with at least one job");
    if (auto sound = members.finish(); !sound) return refuse(std::move(sound).error());
    if (jobs->size() > most)
        return refuse(
            Refusal{413, "batch_too_large", fmt::format("a batch holds at most {} jobs", most)}.with(
                "limit", json::Value(most)));
    for (std::size_t at = 0; at < jobs->size(); ++at) {
        auto wish = read_one((*jobs)[at], at, rules);
        if (!wish) return refuse(std::move(wish).error());
        wish->webhooks.insert(wish->webhooks.end(), shared.begin(), shared.end());
        if (wish->webhooks.size() > rules.targets)
            return refuse(at_place(
                Refusal{422, "invalid_request", "with the batch's own, a job has too many webhooks"}, at));
        batch.jobs.push_back(std::move(*wish));
    }
    if (batch.name.empty()) batch.name = "batch-" + uuid4();
    for (durable::SubmitRequest& wish : batch.jobs) wish.batch = batch.name;
    return batch;
}

json::Object batch_view(const std::string& name, const store::Counts& counts) {
    json::Object statuses = status_counts(counts);
    const auto number = [&](const char* status) { return statuses.at(status).to_number<std::int64_t>(); };
    const std::int64_t total = number("total");
    const std::int64_t ended = number("succeeded") + number("failed") + number("canceled");
    json::Object view;
    view["name"] = name;
    view["ended"] = ended == total;
    view["progress"] = total == 0 ? 0.0 : static_cast<double>(ended) / static_cast<double>(total);
    view["counts"] = std::move(statuses);
    view["urls"] = json::Object{{"self", "/api/v2/divan/batches/" + net::percent_encode(name)},
                                {"jobs", "/api/v2/divan/jobs?batch=" + net::percent_encode(name)}};
    return view;
}

asio::awaitable<Answer<>> submit_batch(Site& site, Call& call) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    auto batch = read_batch(*body, site, call.caller.limits.batch_jobs);
    if (!batch) co_return refuse(std::move(batch).error());
    auto submitted = co_await hand_in(site, call, std::move(batch->jobs), *body);
    if (!submitted) co_return refuse(std::move(submitted).error());
    const std::optional<std::string> owner = call.caller.owner;
    // A name that we drew is the first answer's when the request was repeated.
    auto first = co_await store::find_job(site.store, submitted->jobs.front(), owner);
    if (!first) co_return refuse(first.error());
    auto counts = co_await store::count_batch(site.store, first->batch, owner);
    if (!counts) co_return refuse(counts.error());
    json::Object view = batch_view(first->batch, *counts);
    json::Array ids;
    for (const JobId& job : submitted->jobs) ids.emplace_back(job.str());
    view["jobs"] = std::move(ids);
    view["replayed"] = submitted->replayed;
    co_return co_await call.reply(201, std::move(view));
}

asio::awaitable<Answer<store::Counts>> counts_of(Site& site, std::string name,
                                                 std::optional<std::string> owner) {
    auto counts = co_await store::count_batch(site.store, name, owner);
    if (!counts) co_return refuse(counts.error());
    for (const std::int64_t count : *counts)
        if (count > 0) co_return *counts;
    co_return refuse(404, "not_found", "there is no batch of that name");
}

asio::awaitable<Answer<>> show_batch(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    const std::string name = call.parameter("name");
    auto counts = co_await counts_of(site, name, *owner);
    if (!counts) co_return refuse(std::move(counts).error());
    co_return co_await call.reply(200, batch_view(name, *counts));
}

/// What has not ended. Jobs that end meanwhile by themselves are passed over.
asio::awaitable<Answer<int>> cancel_open_jobs(Site& site, std::string name,
                                              std::optional<std::string> owner) {
    store::JobFilter filter;
    filter.owner = owner;
    filter.batch = name;
    filter.most = 1'000;
    for (int phase = 0; phase < store::kPhases; ++phase)
        if (!store::is_final(static_cast<store::Phase>(phase)))
            filter.phases.push_back(static_cast<store::Phase>(phase));
    int cancelled = 0;
    for (;;) {
        auto page = co_await store::list_jobs(site.store, filter);
        if (!page) co_return refuse(page.error());
        for (const store::Job& job : page->jobs) {
            auto done = co_await store::cancel(site.store, job.id, owner, "its batch was cancelled");
            if (done) ++cancelled;
            const bool harmless = !done && (done.error().code == Errc::already_finished ||
                                            done.error().code == Errc::not_found);
            if (!done && !harmless) co_return refuse(done.error());
        }
        if (!page->next) co_return cancelled;
        filter.before = page->next;
    }
}

asio::awaitable<Answer<>> cancel_batch(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    const std::string name = call.parameter("name");
    auto before = co_await counts_of(site, name, *owner);
    if (!before) co_return refuse(std::move(before).error());
    auto cancelled = co_await cancel_open_jobs(site, name, *owner);
    if (!cancelled) co_return refuse(std::move(cancelled).error());
    auto counts = co_await counts_of(site, name, *owner);
    if (!counts) co_return refuse(std::move(counts).error());
    json::Object view = batch_view(name, *counts);
    view["cancelled_now"] = *cancelled;
    co_return co_await call.reply(200, std::move(view));
}

}  // namespace

void add_batch_routes(Router& router, Site& site) {
    router.add("POST", "/api/v2/divan/batches", Scope::submit,
               [&site](Call& call) { return submit_batch(site, call); });
    router.add("GET", "/api/v2/divan/batches/{name}", Scope::read,
               [&site](Call& call) { return show_batch(site, call); });
    const auto cancel = [&site](Call& call) { return cancel_batch(site, call); };
    router.add("DELETE", "/api/v2/divan/batches/{name}", Scope::cancel, cancel);
    router.add("POST", "/api/v2/divan/batches/{name}/cancel", Scope::cancel, cancel);
}

}  // namespace divan::gateway
