#include <algorithm>

#include "simple/off_the_loop.hpp"
#include "simple/shelf_state.hpp"

// What others left undone, and what nobody needs any more.
namespace divan::gateway {
namespace {

constexpr std::int64_t kOverlap = 1'000;  // places that may have been committed out of order
constexpr int kPage = 200;

}  // namespace

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

}  // namespace divan::gateway
