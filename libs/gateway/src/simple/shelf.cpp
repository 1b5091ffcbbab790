#include "simple/shelf.hpp"

#include <algorithm>
#include <deque>
#include <set>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/crash_point.hpp>

#include "simple/off_the_loop.hpp"
#include "simple/shelf_delivery.hpp"

namespace divan::gateway {
namespace {

using namespace std::chrono_literals;

constexpr int kHands = 4;              // jobs that are brought at once
constexpr std::size_t kRound = 50;     // expected jobs that are looked at in one round, behind the hints
constexpr auto kRoundPause = 1'000ms;  // between two rounds
constexpr auto kFirstPause = 1'000ms, kLongestPause = 30'000ms;  // before a job is tried again
constexpr auto kDiscovery = 30'000ms;                            // of other gateways' jobs
constexpr auto kTidying = std::chrono::hours{24};
constexpr std::int64_t kOverlap = 1'000;  // places that may have been committed out of order
constexpr int kPage = 200;

void spawn(const asio::any_io_executor& executor, asio::awaitable<void> task) {
    asio::co_spawn(executor, std::move(task), [](std::exception_ptr raised) {
        if (raised) std::rethrow_exception(raised);
    });
}

Deadline clock_now() { return std::chrono::steady_clock::now(); }

}  // namespace

struct Shelf::State {
    State(const asio::any_io_executor& loop, store::Store& jobs, store::AssetStore& files,
          std::shared_ptr<const ShelfFolder> where, std::optional<std::chrono::milliseconds> keep,
          const Logger& logger)
        : executor{loop},
          store{jobs},
          assets{files},
          folder{std::move(where)},
          journals{keep},
          log{logger},
          wake{loop} {}

    struct Expected {
        std::string problem;
        Deadline not_before{};
        std::chrono::milliseconds pause = kFirstPause;
        bool busy = false, due = false;
    };

    void expect(const JobId& job);
    void hear(const store::Change& change);
    void mark_due(const JobId& job, Expected& expected);
    void go_round();
    std::optional<JobId> next_due();
    asio::awaitable<Result<void>> discover();
    asio::awaitable<Result<void>> take_page(std::vector<store::Job> jobs,
                                            std::optional<ShelfIdentity> identity);
    asio::awaitable<Result<bool>> try_to_settle(JobId job);
    asio::awaitable<void> tidy();
    bool is_ours(const store::Job& job, const SimpleOrder& order,
                 const std::optional<ShelfIdentity>& identity) const;

    const asio::any_io_executor executor;
    store::Store& store;
    store::AssetStore& assets;
    const std::shared_ptr<const ShelfFolder> folder;
    const std::optional<std::chrono::milliseconds> journals;
    const Logger& log;
    asio::steady_timer wake;
    store::Subscription hints;
    std::map<JobId, Expected> expected;
    std::deque<JobId> due;
    JobId last_looked_at;
    std::int64_t newest_place = 0;  // of the jobs that were looked through
    int hands = 0;
    bool over = false, woken = false;
};

void Shelf::State::expect(const JobId& job) { mark_due(job, expected[job]); }

void Shelf::State::mark_due(const JobId& job, Expected& one) {
    if (one.busy || one.due || clock_now() < one.not_before) return;
    one.due = true;
    due.push_back(job);
    woken = true;
    wake.cancel();
}

void Shelf::State::hear(const store::Change& change) {
    for (const JobId& job : change.jobs)
        if (const auto found = expected.find(job); found != expected.end()) mark_due(job, found->second);
}

/// A few of the expected ones each time, so that their number does not matter.
void Shelf::State::go_round() {
    auto at = expected.upper_bound(last_looked_at);
    for (std::size_t i = 0; i < std::min(kRound, expected.size()); ++i, ++at) {
        if (at == expected.end()) at = expected.begin();
        last_looked_at = at->first;
        mark_due(at->first, at->second);
    }
}

std::optional<JobId> Shelf::State::next_due() {
    while (!due.empty()) {
        JobId job = due.front();
        due.pop_front();
        const auto found = expected.find(job);
        if (found == expected.end()) continue;
        found->second.due = false;
        found->second.busy = true;
        return job;
    }
    return std::nullopt;
}

/// With one gateway every simple job is ours. What ended before the folder was made was left elsewhere, or
/// thrown away with the folder.
bool Shelf::State::is_ours(const store::Job& job, const SimpleOrder& order,
                           const std::optional<ShelfIdentity>& identity) const {
    if (store.is_shared() && (!identity || order.shelf != identity->id)) return false;
    return !job.finished_at || (identity && *job.finished_at >= identity->made_at);
}

asio::awaitable<Result<void>> Shelf::State::take_page(std::vector<store::Job> jobs,
                                                      std::optional<ShelfIdentity> identity) {
    std::vector<JobId> ours;
    for (const store::Job& job : jobs) {
        const auto order = order_of(job);
        if (order && is_ours(job, *order, identity)) ours.push_back(job.id);
    }
    if (ours.empty()) co_return Result<void>{};
    std::function<Result<std::vector<JobId>>()> look = [shelf = folder, ours] {
        std::vector<JobId> open;
        for (const JobId& job : ours)
            if (!shelf->is_done(job)) open.push_back(job);
        return Result<std::vector<JobId>>{std::move(open)};
    };
    auto open = co_await off_the_loop<std::vector<JobId>>(std::move(look));
    if (!open) co_return fail(std::move(open).error());
    for (const JobId& job : *open) expect(job);
    co_return Result<void>{};
}

/// Jobs that this process has not heard of: a former one's, or another gateway's.
asio::awaitable<Result<void>> Shelf::State::discover() {
    std::function<Result<std::optional<ShelfIdentity>>()> read = [shelf = folder] {
        return shelf->identity();
    };
    auto identity = co_await off_the_loop<std::optional<ShelfIdentity>>(std::move(read));
    if (!identity) co_return fail(std::move(identity).error());
    store::JobFilter filter;
    filter.phases = {store::Phase::queued,   store::Phase::assigned,   store::Phase::submitted,
                     store::Phase::running,  store::Phase::collecting, store::Phase::in_doubt,
                     store::Phase::succeeded};
    filter.most = kPage;
    const std::int64_t known = newest_place - kOverlap;
    std::int64_t newest = newest_place;
    for (;;) {
        if (over) co_return Result<void>{};
        store::JobFilter page_filter = filter;
        auto page = co_await store::list_jobs(store, std::move(page_filter));
        if (!page) co_return fail(std::move(page).error());
        if (!page->jobs.empty()) newest = std::max(newest, page->jobs.front().place);
        const bool last = !page->next || page->jobs.back().place <= known;
        filter.before = page->next;
        if (auto taken = co_await take_page(std::move(page->jobs), *identity); !taken)
            co_return fail(std::move(taken).error());
        if (last) break;
    }
    newest_place = newest;
    co_return Result<void>{};
}

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

/// Journals of jobs that are not in the store any more, and what crashes left.
asio::awaitable<void> Shelf::State::tidy() {
    constexpr std::size_t kMost = 10'000;
    std::function<Result<std::vector<JobId>>()> look = [shelf = folder, age = journals] {
        shelf->sweep(std::chrono::hours{1});
        return age ? shelf->settled_before(*age, kMost) : Result<std::vector<JobId>>{std::vector<JobId>{}};
    };
    auto old = co_await off_the_loop<std::vector<JobId>>(std::move(look));
    if (!old)
        log.write(LogLevel::warn, "gateway", "the output folder could not be looked through",
                  {{"error", std::string_view{old.error().message}}});
    if (!old) co_return;
    std::vector<JobId> gone;
    for (const JobId& job : *old) {
        if (over) co_return;
        std::optional<std::string> anybody;
        auto found = co_await store::find_job(store, job, anybody);
        if (!found && found.error().code == Errc::not_found) gone.push_back(job);
    }
    std::function<void()> forget = [shelf = folder, gone = std::move(gone)] {
        for (const JobId& job : gone) shelf->forget(job);
    };
    co_await net::run_blocking(std::move(forget));
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
            discover_at = clock_now() + (done ? std::chrono::milliseconds{kDiscovery} : kFirstPause);
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
