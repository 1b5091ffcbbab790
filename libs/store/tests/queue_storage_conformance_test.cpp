#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/fleet/memory_queue_storage.hpp>
#include <divan/store/sqlite_queue_storage.hpp>

#include "run_on.hpp"

// What every queue storage must do, written once.
namespace divan {
namespace {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

enum class Kind { memory, sqlite };

class QueueStorageConformance : public testing::TestWithParam<Kind> {
protected:
    QueueStorageConformance() {
        clock.advance(1'000'000s);
        if (GetParam() == Kind::memory)
            storage = std::make_unique<MemoryQueueStorage>(&clock);
        else
            storage = open_sqlite_queue(io.get_executor(), folder.path() / "queue.sqlite", &clock).value();
    }
    template <class T>
    T run(asio::awaitable<T> call) {
        return test::run_on(io, std::move(call));
    }
    static QueueEntry entry(const std::string& id, int priority = 0, double weight = 0) {
        QueueEntry entry{JobId{id}};
        entry.priority = priority;
        entry.weight = weight;
        entry.options = "options of " + id;
        entry.workflows = {"one", "two"};
        return entry;
    }
    void put(QueueEntry one) { ASSERT_TRUE(run(storage->enqueue(std::move(one)))); }
    Lines visible() {
        Lines ids;
        const auto entries = run(storage->peek(1'000)).value();
        for (const QueueEntry& one : entries) ids.push_back(one.id.str());
        return ids;
    }
    QueueReservation reserved(const std::string& id) {
        auto taken = run(storage->reserve_by_id(JobId{id}, "note"));
        return taken && *taken ? **taken : QueueReservation{};
    }
    QueueStats stats() { return run(storage->stats()).value(); }

    asio::io_context io{1};
    TemporaryFolder folder{"divan-queue"};
    FakeClock clock;
    std::unique_ptr<QueueStorage> storage;
};

TEST_P(QueueStorageConformance, GivesEntriesBackAsTheyCame) {
    QueueEntry rich = entry("rich", 3, 0.25);
    rich.attempts = 2;
    rich.not_before = clock.utc();
    rich.options = std::string{"with \0 inside", 13};
    put(rich);
    EXPECT_EQ(run(storage->find(JobId{"rich"})).value(), rich);
    EXPECT_EQ(reserved("rich").entry, rich);
    EXPECT_EQ(run(storage->find(JobId{"other"})).value(), std::nullopt);
}

TEST_P(QueueStorageConformance, OrdersByPriorityWeightAndTime) {
    put(entry("first"));
    put(entry("second"));
    put(entry("heavy", 0, 5));
    put(entry("urgent", 9));
    put(entry("later", -1));
    EXPECT_EQ(visible(), (Lines{"urgent", "first", "second", "heavy", "later"}));
    EXPECT_EQ(run(storage->peek(2))->size(), 2U);
    EXPECT_EQ(run(storage->reserve()).value()->entry.id, JobId{"urgent"});
    EXPECT_EQ(run(storage->reserve()).value()->entry.id, JobId{"first"});
}

TEST_P(QueueStorageConformance, HidesDelayedEntriesUntilTheyAreDue) {
    QueueEntry later = entry("later", 9);
    later.not_before = clock.utc() + 5s;
    put(later);
    EXPECT_EQ(visible(), Lines{});
    EXPECT_EQ(run(storage->reserve()).value(), std::nullopt);
    EXPECT_EQ(stats().delayed, 1U);
    EXPECT_TRUE(run(storage->find(JobId{"later"})).value()) << "it can be looked at";
    clock.advance(4'999ms);
    EXPECT_EQ(visible(), Lines{});
    clock.advance(1ms);
    EXPECT_EQ(visible(), Lines{"later"});
    EXPECT_EQ(stats().delayed, 0U);
}

TEST_P(QueueStorageConformance, ReservesADelayedEntryByItsId) {
    QueueEntry later = entry("later");
    later.not_before = clock.utc() + 5s;
    put(later);
    EXPECT_FALSE(reserved("later").id.empty());
}

TEST_P(QueueStorageConformance, ReservesEachEntryForOneTaker) {
    put(entry("1"));
    const QueueReservation first = reserved("1");
    EXPECT_EQ(run(storage->reserve_by_id(JobId{"1"}, "")).value(), std::nullopt);
    EXPECT_EQ(run(storage->reserve()).value(), std::nullopt);
    EXPECT_EQ(run(storage->find(JobId{"1"})).value(), std::nullopt) << "it does not wait";
    EXPECT_FALSE(run(storage->remove(JobId{"1"})).value()) << "nor can it be taken away";
    ASSERT_TRUE(run(storage->retry(first.id, 0ms, true)));
    const QueueReservation second = reserved("1");
    EXPECT_NE(second.id, first.id);
    EXPECT_EQ(second.entry.attempts, 1);
}

TEST_P(QueueStorageConformance, ForgetsWhatIsCommitted) {
    put(entry("1"));
    const QueueReservation taken = reserved("1");
    EXPECT_EQ(stats().in_flight, 1U);
    ASSERT_TRUE(run(storage->commit(taken.id)));
    EXPECT_EQ(stats(), QueueStats{});
    EXPECT_EQ(run(storage->commit(taken.id)).error().code, Errc::invalid_argument);
    put(entry("1"));
    EXPECT_EQ(visible(), Lines{"1"}) << "the id is free again";
}

TEST_P(QueueStorageConformance, RetriesKeepTheirPlaceAndComeBackAfterTheirDelay) {
    put(entry("1"));
    put(entry("2"));
    ASSERT_TRUE(run(storage->retry(reserved("1").id, 0ms, false)));
    EXPECT_EQ(visible(), (Lines{"1", "2"}));
    EXPECT_EQ(run(storage->find(JobId{"1"})).value()->attempts, 0);
    ASSERT_TRUE(run(storage->retry(reserved("1").id, 2s, true)));
    EXPECT_EQ(visible(), Lines{"2"});
    clock.advance(2s);
    EXPECT_EQ(visible(), (Lines{"2", "1"})) << "by the time from which on it was due";
}

TEST_P(QueueStorageConformance, CountsFailuresUntilTheyAreTakenAway) {
    put(entry("1"));
    ASSERT_TRUE(run(storage->discard(reserved("1").id, "broken")));
    EXPECT_EQ(stats().failed, 1U);
    EXPECT_EQ(visible(), Lines{});
    EXPECT_EQ(run(storage->enqueue(entry("1"))).error().code, Errc::invalid_argument) << "its id is taken";
    EXPECT_TRUE(run(storage->remove(JobId{"1"})).value());
    EXPECT_FALSE(run(storage->remove(JobId{"1"})).value());
    EXPECT_EQ(stats(), QueueStats{});
}

TEST_P(QueueStorageConformance, KeepsTheNewestThousandFailures) {
    for (int i = 0; i < 1'003; ++i) {
        put(entry(std::to_string(i)));
        ASSERT_TRUE(run(storage->discard(reserved(std::to_string(i)).id, "broken")));
    }
    EXPECT_EQ(stats().failed, 1'000U);
    EXPECT_FALSE(run(storage->remove(JobId{"2"})).value());
    EXPECT_TRUE(run(storage->remove(JobId{"3"})).value());
}

TEST_P(QueueStorageConformance, RefusesAnIdTwiceAndAReservationThatIsNotHeld) {
    put(entry("1"));
    EXPECT_EQ(run(storage->enqueue(entry("1"))).error().code, Errc::invalid_argument);
    for (auto& answer :
         {run(storage->commit("x")), run(storage->retry("", 0ms, true)), run(storage->discard("1", ""))})
        EXPECT_EQ(answer.error().code, Errc::invalid_argument);
    EXPECT_EQ(visible(), Lines{"1"}) << "and nothing changed";
}

TEST_P(QueueStorageConformance, MovesWaitingEntries) {
    put(entry("1"));
    put(entry("2"));
    EXPECT_TRUE(run(storage->change(JobId{"2"}, 5, 1.5, "new")).value());
    EXPECT_EQ(visible(), (Lines{"2", "1"}));
    EXPECT_EQ(run(storage->find(JobId{"2"})).value()->options, "new");
    EXPECT_FALSE(run(storage->change(JobId{"3"}, 5, 0, "")).value());
    static_cast<void>(reserved("1"));
    EXPECT_FALSE(run(storage->change(JobId{"1"}, 5, 0, "")).value()) << "it does not wait";
}

TEST_P(QueueStorageConformance, SharedWorkflowsOutliveTheirFirstUser) {
    put(entry("1"));
    put(entry("2"));
    ASSERT_TRUE(run(storage->commit(reserved("1").id)));
    EXPECT_EQ(reserved("2").entry.workflows, (Lines{"one", "two"}));
}

TEST_P(QueueStorageConformance, CallsThatComeTogetherAreAllDone) {
    std::size_t done = 0;
    for (int i = 0; i < 100; ++i)
        asio::co_spawn(io, storage->enqueue(entry(std::to_string(i))),
                       [&](std::exception_ptr, Result<void> kept) { done += kept ? 1 : 0; });
    ASSERT_TRUE(test::run_until(io, [&] { return done == 100; }));
    EXPECT_EQ(stats().waiting, 100U);
}

TEST_P(QueueStorageConformance, AnswersNothingAfterItsEnd) {
    put(entry("1"));
    ASSERT_TRUE(run(storage->close()));
    EXPECT_EQ(run(storage->enqueue(entry("2"))).error().code, Errc::cancelled);
    EXPECT_EQ(run(storage->peek(1)).error().code, Errc::cancelled);
    EXPECT_EQ(run(storage->stats()).error().code, Errc::cancelled);
}

INSTANTIATE_TEST_SUITE_P(Storages, QueueStorageConformance, testing::Values(Kind::memory, Kind::sqlite),
                         [](const auto& kind) { return kind.param == Kind::memory ? "Memory" : "Sqlite"; });

}  // namespace
}  // namespace divan
