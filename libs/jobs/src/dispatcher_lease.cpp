#include <algorithm>

#include <divan/store/query.hpp>

#include "dispatcher_core.hpp"
#include "timers.hpp"

// Whose the jobs are: heartbeats, jobs of gateways that are gone, jobs out of time.
namespace divan::durable {
namespace {

constexpr int kAtOnce = 1'000;

Deadline clock_now() { return std::chrono::steady_clock::now(); }

}  // namespace

/// Measured from its beginning: the lease may have begun then.
asio::awaitable<Result<void>> DispatcherCore::beat() {
    const Deadline begun = clock_now();
    auto beaten = co_await store::heartbeat(store, gateway);
    if (beaten) last_beat_ = begun;
    co_return beaten;
}

asio::awaitable<void> DispatcherCore::keep_alive(std::shared_ptr<DispatcherCore> self) {
    const DispatchTimes& times = self->config.times;
    Deadline reap_at = clock_now() + times.reap;
    while (!self->dead_) {
        co_await wait_on(self->alive_,
                         std::min(clock_now() + times.heartbeat, std::max(reap_at, clock_now())));
        if (self->dead_) break;
        const bool was_fenced = self->fenced();
        auto beaten = co_await self->beat();
        if (!beaten) {
            self->log.write(LogLevel::warn, "jobs", "no heartbeat",
                            {{"error", std::string_view{beaten.error().message}}});
            (void)co_await self->pause(std::min(times.store_pause, times.heartbeat));
            continue;
        }
        if (was_fenced) co_await self->drop_what_moved_on();
        if (clock_now() < reap_at || self->dead_) continue;
        co_await self->reap();
        // Several gateways look at different times.
        const auto spread = 0.75 + 0.5 * self->chance();
        reap_at = clock_now() + std::chrono::duration_cast<Deadline::duration>(times.reap * spread);
    }
    --self->loops_;
    self->stopped_.cancel();
}

/// After a pause of this process others may have taken its jobs.
asio::awaitable<void> DispatcherCore::drop_what_moved_on() {
    auto held = co_await store::owned(store, gateway);
    if (!held) co_return;  // each step carries its epoch, and finds out by itself
    const auto sessions = sessions_;
    for (const auto& [prompt, session] : sessions) {
        const store::Fence fence = session->fence();
        const bool ours =
            std::ranges::any_of(*held, [&](const store::HeldJob& one) { return one.fence() == fence; });
        if (!ours && !session->is_ending()) session->drop();
    }
}

asio::awaitable<void> DispatcherCore::reap() {
    if (!stopping_) co_await take_over();
    if (!stopping_) co_await attend();
    for (;;) {
        auto expired = co_await store::expire(store, kAtOnce);
        if (!expired || static_cast<int>(expired->size()) < kAtOnce) co_return;
    }
}

asio::awaitable<void> DispatcherCore::take_over() {
    for (;;) {
        auto held = co_await store::take_over(store, gateway, kAtOnce);
        if (!held) {
            log.write(LogLevel::warn, "jobs", "jobs of gone gateways cannot be taken over",
                      {{"error", std::string_view{held.error().message}}});
            co_return;
        }
        const bool more = static_cast<int>(held->size()) == kAtOnce;
        for (store::HeldJob& job : *held) co_await resume(std::move(job));
        if (!more || dead_) co_return;
    }
}

/// Jobs of ours that nobody looks after: their session ended because the store answered something odd. In two
/// rounds, since a claim that was just made has no session yet.
asio::awaitable<void> DispatcherCore::attend() {
    auto held = co_await store::owned(store, gateway);
    if (!held) co_return;
    std::set<store::PromptId> unattended;
    for (store::HeldJob& job : *held) {
        const store::PromptId prompt = job.attempt.prompt;
        if (sessions_.contains(prompt)) continue;
        if (unattended_.contains(prompt))
            co_await resume(std::move(job));
        else
            unattended.insert(prompt);
    }
    unattended_ = std::move(unattended);
}

/// Nothing is sent: it is found at its server, or proved not to be there.
asio::awaitable<void> DispatcherCore::resume(store::HeldJob held) {
    const auto server = servers.find(held.attempt.server);
    if (server == servers.end()) {
        store::JobError error{"superseded", "its server is no longer one of the fleet", "", true};
        store::Setback setback{held.fence(), std::move(error)};
        setback.counted = false;
        setback.server_free = true;
        setback.avoid = held.job.avoid;
        (void)co_await store::set_back(store, std::move(setback));
        co_return;
    }
    const auto where = server->second;
    auto graph = co_await store::graph_of(store, held.job.id, std::nullopt);
    if (!graph) {
        log.write(LogLevel::warn, "jobs", "the graph of a job cannot be read: it is looked after later",
                  {{"job", held.job.id.str()}, {"error", std::string_view{graph.error().message}}});
        co_return;
    }
    begin(where, std::move(held), std::move(*graph), false);
}

}  // namespace divan::durable
