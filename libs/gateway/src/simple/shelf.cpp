#include "simple/shelf.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/crash_point.hpp>

#include "simple/off_the_loop.hpp"
#include "simple/shelf_delivery.hpp"
#include "simple/shelf_state.hpp"

namespace divan::gateway {
namespace {

using namespace std::chrono_literals;

constexpr int kHands = 4;              // jobs that are brought at once
constexpr auto kRoundPause = 1'000ms;  // between two rounds
constexpr auto kLongestPause = 30'000ms;
constexpr auto kDiscovery = 30'000ms;  // of other gateways' jobs
constexpr auto kTidying = std::chrono::hours{24};

void spawn(const asio::any_io_executor& executor, asio::awaitable<void> task) {
    asio::co_spawn(executor, std::move(task), [](std::exception_ptr raised) {
        if (raised) std::rethrow_exception(raised);
    });
}

Deadline clock_now() { return std::chrono::steady_clock::now(); }

}  // namespace

/// True when nothing is left to do for it.
asio::awaitable<Result<bool>> Shelf::State::try_to_settle(JobId id) {
    std::optional<std::string> anybody;
    auto job = co_await store::find_job(store, id, anybody);
    if (!job && job.error().code == Errc::not_found) co_return true;  // removed
    if (!job) co_return fail(std::move(job).error());
    if (!store::is_final(job->phase)) co_return false;
    if (job->phase != store::Phase::succeeded) co_return true;
    const auto order = order_of(*job);
    if (!order) co_return true;
    crash_point("SH0");
    if (over) co_return false;
    co_return co_await deliver(store, assets, folder, std::move(*job), *order);
}

asio::awaitable<void> Shelf::settle(std::shared_ptr<State> state, JobId job) {
    auto settled = co_await state->try_to_settle(job);
    --state->hands;
    state->woken = true;
    state->wake.cancel();
    const auto found = state->expected.find(job);
    if (state->over || found == state->expected.end()) co_return;
    State::Expected& expected = found->second;
    expected.busy = false;
    if (settled && *settled) {
        state->expected.erase(found);
    } else if (!settled) {
        expected.problem = describe(settled.error());
        expected.not_before = clock_now() + expected.pause;
        expected.pause = std::min<std::chrono::milliseconds>(expected.pause * 2, kLongestPause);
        state->log.write(LogLevel::warn, "gateway", "a picture could not be left in the output folder",
                         {{"job", job.str()}, {"error", std::string_view{expected.problem}}});
    }
}

asio::awaitable<void> Shelf::watch(std::shared_ptr<State> state) {
    Deadline discover_at = clock_now(), tidy_at = clock_now(), round_at = clock_now();
    bool discovered = false;
    while (!state->over) {
        if (clock_now() >= discover_at && (!discovered || state->store.is_shared())) {
            auto done = co_await state->discover();
            discovered = discovered || done.has_value();
            discover_at = clock_now() + (done ? std::chrono::milliseconds{kDiscovery} : kFirstShelfPause);
            if (!done && !state->over)
                state->log.write(LogLevel::warn, "gateway", "simple jobs could not be looked for",
                                 {{"error", std::string_view{done.error().message}}});
        }
        if (clock_now() >= tidy_at && !state->over) {
            co_await state->tidy();
            tidy_at = clock_now() + kTidying;
        }
        if (clock_now() >= round_at) {
            state->go_round();
            round_at = clock_now() + kRoundPause;
        }
        while (!state->over && state->hands < kHands) {
            auto job = state->next_due();
            if (!job) break;
            ++state->hands;
            spawn(state->executor, settle(state, std::move(*job)));
        }
        if (state->over) co_return;
        if (!state->woken) {
            state->wake.expires_at(state->expected.empty() ? clock_now() + kDiscovery : round_at);
            co_await state->wake.async_wait(asio::as_tuple(asio::use_awaitable));
        }
        state->woken = false;
    }
}

Shelf::Shelf(asio::any_io_executor executor, store::Store& store, store::AssetStore& assets,
             std::shared_ptr<const ShelfFolder> folder, std::optional<std::chrono::milliseconds> journals,
             const Logger& log)
    : state_{std::make_shared<State>(executor, store, assets, std::move(folder), journals, log)} {}

Shelf::~Shelf() { stop(); }

void Shelf::stop() {
    state_->over = true;
    state_->hints = {};
    state_->wake.cancel();
}

void Shelf::start() {
    // Not the state itself: the store would keep it, and it the subscription.
    std::weak_ptr<State> weak = state_;
    state_->hints = state_->store.subscribe([weak](const store::Change& change) {
        if (const auto state = weak.lock()) state->hear(change);
    });
    spawn(state_->executor, watch(state_));
}

void Shelf::expect(const JobId& job) { state_->expect(job); }
const std::filesystem::path& Shelf::path() const { return state_->folder->path(); }

asio::awaitable<Result<std::string>> Shelf::id() {
    std::function<Result<ShelfIdentity>()> make = [shelf = state_->folder] { return shelf->make(); };
    auto identity = co_await off_the_loop<ShelfIdentity>(std::move(make));
    if (!identity) co_return fail(std::move(identity).error());
    co_return std::move(identity->id);
}

asio::awaitable<Result<ShelfView>> Shelf::look(store::Job job, SimpleOrder order) {
    const auto state = state_;
    // Before the journal is read: a job may be settled, and forgotten, in between.
    const bool expected = state->expected.contains(job.id);
    std::function<Result<Shelved>()> read = [shelf = state->folder, id = job.id] { return shelf->look(id); };
    auto shelved = co_await off_the_loop<Shelved>(std::move(read));
    if (!shelved) co_return fail(std::move(shelved).error());
    ShelfView view;
    view.shelved = std::move(*shelved);
    if (view.shelved.done) view.state = ShelfView::State::here;
    if (view.shelved.done || state->over) co_return view;
    std::function<Result<std::optional<ShelfIdentity>>()> ask = [shelf = state->folder] {
        return shelf->identity();
    };
    auto identity = co_await off_the_loop<std::optional<ShelfIdentity>>(std::move(ask));
    if (!identity) co_return fail(std::move(identity).error());
    if (!expected && !state->is_ours(job, order, *identity)) co_return view;
    view.state = ShelfView::State::coming;
    if (!expected) state->expect(job.id);
    const auto found = state->expected.find(job.id);
    if (found != state->expected.end() && !found->second.problem.empty())
        view.problem = found->second.problem;
    co_return view;
}

}  // namespace divan::gateway
