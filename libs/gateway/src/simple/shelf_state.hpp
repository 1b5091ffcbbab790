#pragma once

#include <deque>
#include <map>

#include <boost/asio/steady_timer.hpp>

#include "simple/shelf.hpp"

namespace divan::gateway {

inline constexpr std::chrono::milliseconds kFirstShelfPause{1'000};  ///< before a job is tried again

/// What a shelf knows: the jobs whose pictures it expects, and which of them it is time to look at.
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
        std::chrono::milliseconds pause = kFirstShelfPause;
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

}  // namespace divan::gateway
