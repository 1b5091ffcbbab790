#include <divan/store/claim.hpp>

#include "additions/addition_routes.hpp"
#include "additions/asked.hpp"
#include "additions/job_facts.hpp"

// /api/v2/divan/queue: whether jobs are taken from it, and how many there are.
namespace divan::gateway {
namespace {

asio::awaitable<Answer<>> show_queue(Site& site, Call& call) {
    if (auto known = only_queries(call, {"owner", "all"}); !known) co_return refuse(std::move(known).error());
    auto owner = owner_asked(call);
    if (!owner) co_return refuse(std::move(owner).error());
    auto paused = co_await store::is_paused(site.store);
    if (!paused) co_return refuse(paused.error());
    auto counts = co_await store::count_jobs(site.store, *owner);
    if (!counts) co_return refuse(counts.error());
    json::Object phases;
    for (int phase = 0; phase < store::kPhases; ++phase)
        phases[store::name(static_cast<store::Phase>(phase))] = counts->at(static_cast<std::size_t>(phase));
    json::Object answer;
    answer["paused"] = *paused;
    answer["phases"] = std::move(phases);
    answer["counts"] = status_counts(*counts);
    co_return co_await call.reply(200, std::move(answer));
}

asio::awaitable<Answer<>> set_paused(Site& site, Call& call, bool paused) {
    if (auto known = only_queries(call, {}); !known) co_return refuse(std::move(known).error());
    auto set = co_await store::set_paused(site.store, paused);
    if (!set) co_return refuse(set.error());
    json::Object answer;
    answer["paused"] = paused;
    co_return co_await call.reply(200, std::move(answer));
}

}  // namespace

void add_queue_routes(Router& router, Site& site) {
    router.add("GET", "/api/v2/divan/queue", Scope::read,
               [&site](Call& call) { return show_queue(site, call); });
    router.add("POST", "/api/v2/divan/queue/pause", Scope::operate,
               [&site](Call& call) { return set_paused(site, call, true); });
    router.add("POST", "/api/v2/divan/queue/resume", Scope::operate,
               [&site](Call& call) { return set_paused(site, call, false); });
}

}  // namespace divan::gateway
