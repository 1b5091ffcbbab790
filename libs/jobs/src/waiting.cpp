#include <divan/jobs/waiting.hpp>

#include <algorithm>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include "timers.hpp"

namespace divan::durable {
namespace {

using namespace std::chrono_literals;

constexpr auto kPoll = 1'000ms;  // behind the hints: another gateway's may be lost

Deadline clock_now() { return std::chrono::steady_clock::now(); }

/// Hears of one job. A hint that comes while nobody waits is kept.
class Ear {
public:
    Ear(const asio::any_io_executor& executor, store::Store& store, JobId job)
        : state_{std::make_shared<State>(executor)} {
        subscription_ = store.subscribe([state = state_, job = std::move(job)](const store::Change& change) {
            if (std::ranges::find(change.jobs, job) == change.jobs.end()) return;
            state->heard = true;
            state->timer.cancel();
        });
    }
    asio::awaitable<void> wait(Deadline deadline) {
        const auto state = state_;
        if (!state->heard) {
            co_await wait_on(state->timer, std::min(deadline, clock_now() + kPoll));
        }
        state->heard = false;
    }

private:
    struct State {
        explicit State(const asio::any_io_executor& executor) : timer{executor} {}
        asio::steady_timer timer;
        bool heard = false;
    };
    std::shared_ptr<State> state_;
    store::Subscription subscription_;
};

}  // namespace

asio::awaitable<Result<std::vector<store::Event>>> wait_for_events(store::Store& store, JobId job,
                                                                   std::optional<std::string> owner,
                                                                   std::int64_t seq, Deadline deadline) {
    const auto executor = co_await asio::this_coro::executor;
    auto found = co_await store::find_job(store, job, owner);
    if (!found) co_return fail(std::move(found).error());
    Ear ear{executor, store, job};
    for (;;) {
        auto events = co_await store::events_after(store, job, seq);
        if (!events || !events->empty() || clock_now() >= deadline) co_return events;
        co_await ear.wait(deadline);
    }
}

asio::awaitable<Result<store::Job>> wait_for_end(store::Store& store, JobId job,
                                                 std::optional<std::string> owner, Deadline deadline) {
    const auto executor = co_await asio::this_coro::executor;
    Ear ear{executor, store, job};
    for (;;) {
        auto found = co_await store::find_job(store, job, owner);
        if (!found || store::is_final(found->phase) || clock_now() >= deadline) co_return found;
        co_await ear.wait(deadline);
    }
}

}  // namespace divan::durable
