#include "additions/job_facts.hpp"

#include <divan/jobs/details.hpp>
#include <divan/json/parse.hpp>
#include <divan/store/deliveries.hpp>

#include "additions/job_wish.hpp"

namespace divan::gateway {
namespace {

double in_seconds(std::chrono::milliseconds span) { return static_cast<double>(span.count()) / 1'000; }

json::Value time_or_null(const std::optional<Timestamp>& time) {
    return time ? json::Value(to_rfc3339(*time)) : json::Value(nullptr);
}

json::Value text_or_null(const std::string& text) {
    return text.empty() ? json::Value(nullptr) : json::Value(text);
}

json::Value cached_from(const std::vector<store::Output>& outputs) {
    for (const store::Output& output : outputs)
        if (auto details = json::parse(output.details))
            if (const std::string source = json::text_or(*details, "cached_from"); !source.empty())
                return json::Value(source);
    return nullptr;
}

/// Files that may not be what was wanted (`results.blank_pictures`).
json::Array suspect_outputs(const std::vector<store::Output>& outputs) {
    json::Array suspects;
    for (const store::Output& output : outputs)
        if (auto details = json::parse(output.details); details && json::find(*details, "suspect"))
            suspects.emplace_back(output.name);
    return suspects;
}

json::Object job_facts(const store::Job& job, const std::vector<store::Output>& outputs) {
    json::Object facts;
    facts["phase"] = store::name(job.phase);
    facts["owner"] = job.owner;
    facts["batch"] = text_or_null(job.batch);
    facts["priority"] = job.priority;
    facts["not_before"] = job.run_after > job.created_at ? json::Value(to_rfc3339(job.run_after)) : nullptr;
    facts["attempts_made"] = job.attempt;
    facts["events"] = job.last_event;
    facts["cached_from"] = cached_from(outputs);
    if (json::Array suspects = suspect_outputs(outputs); !suspects.empty())
        facts["suspect_outputs"] = std::move(suspects);
    facts["retry_of"] = job.retry_of ? json::Value(job.retry_of->str()) : json::Value(nullptr);
    facts["place"] = job.place;
    return facts;
}

json::Object attempt_view(const store::Attempt& attempt) {
    json::Object view;
    view["number"] = attempt.number;
    view["server"] = attempt.server.str();
    view["prompt_id"] = attempt.prompt.str();
    view["claimed_at"] = to_rfc3339(attempt.claimed_at);
    view["submitted_at"] = time_or_null(attempt.submitted_at);
    view["started_at"] = time_or_null(attempt.started_at);
    view["finished_at"] = time_or_null(attempt.finished_at);
    view["ended_at"] = time_or_null(attempt.ended_at);
    view["outcome"] = text_or_null(attempt.outcome);
    view["message"] = text_or_null(attempt.message);
    view["counted"] = attempt.counted;
    return view;
}

json::Object limits_view(const store::JobLimits& limits) {
    json::Object view;
    view["queue_ttl"] = in_seconds(limits.queue_ttl);
    view["run_timeout"] = in_seconds(limits.run_timeout);
    view["total_timeout"] = in_seconds(limits.total_timeout);
    view["attempts"] = limits.attempts;
    view["redispatches"] = limits.redispatches;
    view["strikes"] = limits.strikes;
    return view;
}

json::Array seeds_view(const std::vector<SeedChange>& seeds) {
    json::Array views;
    for (const SeedChange& seed : seeds) {
        json::Object view;
        view["node"] = seed.node.str();
        view["input"] = seed.input;
        view["value"] = seed.value;
        views.emplace_back(std::move(view));
    }
    return views;
}

std::string_view name_of(store::DeliveryState state) {
    switch (state) {
        case store::DeliveryState::waiting:
            return "waiting";
        case store::DeliveryState::delivered:
            return "delivered";
        case store::DeliveryState::given_up:
            return "given_up";
    }
    return "waiting";
}

void add_details(json::Object& facts, const store::Job& job) {
    const auto details = durable::JobDetails::parse(job.details);
    const durable::JobDetails known = details.value_or(durable::JobDetails{});
    facts["seeds"] = seeds_view(known.seeds);
    facts["cache"] = !known.cache_key.empty();
    facts["allow_no_output"] = known.allow_no_output;
    facts["keep_for"] = known.keep_for ? json::Value(in_seconds(*known.keep_for)) : json::Value(nullptr);
    const json::Object* client = client_of(known.client);
    facts["client"] = client ? json::Value(*client) : json::Value(nullptr);
    facts["limits"] = limits_view(job.limits);
    json::Array avoid;
    for (const ServerId& server : job.avoid) avoid.emplace_back(server.str());
    facts["avoids"] = std::move(avoid);
}

}  // namespace

json::Object addition_view(const JobPicture& picture, const Site& site, const std::string& origin) {
    json::Object view = v2_job(picture, site, origin);
    view["divan"] = job_facts(picture.job, picture.outputs);
    return view;
}

asio::awaitable<Result<json::Object>> full_view(Site& site, JobId job, std::optional<std::string> owner,
                                                std::string origin) {
    auto found = co_await store::find_job(site.store, job, owner);
    if (!found) co_return fail(std::move(found).error());
    auto picture = co_await picture_of(site, job, found->owner);
    if (!picture) co_return fail(std::move(picture).error());
    auto attempts = co_await store::attempts_of(site.store, job);
    if (!attempts) co_return fail(std::move(attempts).error());
    auto deliveries = co_await store::deliveries_of(site.store, job, owner);
    if (!deliveries) co_return fail(std::move(deliveries).error());
    json::Object view = v2_job(*picture, site, origin);
    json::Object facts = job_facts(picture->job, picture->outputs);
    add_details(facts, picture->job);
    json::Array tries, told;
    for (const store::Attempt& attempt : *attempts) tries.emplace_back(attempt_view(attempt));
    for (const store::Delivery& delivery : *deliveries) told.emplace_back(delivery_view(delivery));
    facts["attempts"] = std::move(tries);
    facts["deliveries"] = std::move(told);
    view["divan"] = std::move(facts);
    co_return view;
}

json::Object delivery_view(const store::Delivery& delivery) {
    json::Object view;
    view["webhook_id"] = delivery.webhook_id;
    view["url"] = delivery.target.url;
    view["secret"] = delivery.target.secret;
    view["state"] = name_of(delivery.state);
    view["tries"] = delivery.tries;
    view["due_at"] = delivery.state == store::DeliveryState::waiting
                         ? json::Value(to_rfc3339(delivery.due_at))
                         : json::Value(nullptr);
    view["created_at"] = to_rfc3339(delivery.created_at);
    view["last_answer"] = text_or_null(delivery.last_answer);
    return view;
}

json::Object event_view(const store::Event& event) {
    json::Object view;
    view["seq"] = event.seq;
    view["at"] = to_rfc3339(event.at);
    view["kind"] = event.kind;
    auto data = json::parse(event.data);
    view["data"] = data ? std::move(*data) : json::Value(json::Object{});
    return view;
}

json::Object status_counts(const store::Counts& counts) {
    json::Object view;
    std::int64_t total = 0;
    for (const char* status : {"queued", "running", "succeeded", "failed", "canceled"}) view[status] = 0;
    for (int phase = 0; phase < store::kPhases; ++phase) {
        const std::int64_t count = counts.at(static_cast<std::size_t>(phase));
        json::Value& sum = view[v2_status(static_cast<store::Phase>(phase))];
        sum = sum.to_number<std::int64_t>() + count;
        total += count;
    }
    view["total"] = total;
    return view;
}

}  // namespace divan::gateway
