#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/job_facts.hpp"

// GET /api/v2/divan/stats: a caller's own jobs in numbers; for administrators also what this gateway did
// since its start.
namespace divan::gateway {
namespace {

using Begin = std::chrono::steady_clock::time_point;

json::Value share(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return nullptr;
    return static_cast<double>(part) / static_cast<double>(whole);
}

/// Of the jobs that were executed and succeeded; each part as the mean of one job.
json::Object time_view(const durable::DispatcherCounts& counts) {
    const auto mean = [&](double sum) -> json::Value {
        if (counts.measured == 0) return nullptr;
        return sum / static_cast<double>(counts.measured);
    };
    json::Object view;
    view["jobs"] = counts.measured;
    view["waiting"] = mean(counts.seconds.waiting);
    view["at_server"] = mean(counts.seconds.at_server);
    view["model_load"] = mean(counts.seconds.model_load);
    view["execution"] = mean(counts.seconds.execution);
    view["saving"] = mean(counts.seconds.saving);
    return view;
}

json::Object attempts_view(const durable::DispatcherCounts& counts) {
    json::Object view;
    view["claimed"] = counts.claimed;
    view["adopted"] = counts.adopted;
    view["succeeded"] = counts.succeeded;
    view["failed"] = counts.failed;
    view["set_back"] = counts.set_back;
    view["lost"] = counts.lost;
    view["cache_hits"] = counts.cache_hits;
    view["blank_results"] = counts.blank_results;
    view["shared_runs"] = counts.shared_runs;
    view["duplicate_dispatches"] = counts.duplicate_dispatches;
    return view;
}

json::Object rates_view(const durable::DispatcherCounts& counts, double uptime_seconds) {
    const std::uint64_t ended = counts.succeeded + counts.failed;
    json::Object view;
    view["success"] = share(counts.succeeded, ended);
    view["cache_hit"] = share(counts.cache_hits, counts.cache_hits + ended);
    view["ended_per_minute"] =
        static_cast<double>(ended + counts.cache_hits) / std::max(uptime_seconds, 1.0) * 60;
    return view;
}

json::Object webhooks_view(const durable::WebhookCounts& counts) {
    json::Object view;
    view["delivered"] = counts.delivered;
    view["failed_tries"] = counts.failed_tries;
    view["given_up"] = counts.given_up;
    return view;
}

json::Object service_view(const Site& site, Begin begin) {
    const std::chrono::duration<double> uptime = std::chrono::steady_clock::now() - begin;
    const durable::DispatcherCounts& counts = site.dispatcher.counts();
    int up = 0, slots = 0, in_flight = 0;
    const auto servers = site.dispatcher.servers();
    for (const durable::ServerState& server : servers) {
        up += server.takes_jobs ? 1 : 0;
        slots += server.slots;
        in_flight += server.in_flight;
    }
    json::Object fleet;
    fleet["servers"] = servers.size();
    fleet["taking_jobs"] = up;
    fleet["slots"] = slots;
    fleet["in_flight"] = in_flight;
    json::Object view;
    view["gateway"] = site.dispatcher.gateway().str();
    view["uptime"] = uptime.count();
    view["attempts"] = attempts_view(counts);
    view["rates"] = rates_view(counts, uptime.count());
    view["seconds_per_job"] = time_view(counts);
    view["webhooks"] = webhooks_view(site.webhooks.counts());
    view["fleet"] = std::move(fleet);
    return view;
}

asio::awaitable<Answer<>> show_stats(Site& site, Call& call, Begin begin) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto counts = co_await store::count_jobs(site.store, *owner);
    if (!counts) co_return refuse(counts.error());
    json::Object answer;
    answer["jobs"] = status_counts(*counts);
    answer["service"] =
        call.caller.may(Scope::admin) ? json::Value(service_view(site, begin)) : json::Value(nullptr);
    co_return co_await call.reply(200, std::move(answer));
}

}  // namespace

void add_stats_routes(Router& router, Site& site) {
    const Begin begin = std::chrono::steady_clock::now();
    router.add("GET", "/api/v2/divan/stats", Scope::read,
               [&site, begin](Call& call) { return show_stats(site, call, begin); });
}

}  // namespace divan::gateway
