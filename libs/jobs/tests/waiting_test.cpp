#include <thread>

#include "support/jobs_fixture.hpp"

#include <divan/jobs/housekeeping.hpp>
#include <divan/jobs/waiting.hpp>
#include <divan/store/moves.hpp>

namespace divan::durable {
namespace {

using store::Phase;

class Waiting : public JobsTest {
protected:
    void SetUp() override { open(); }
};

TEST_F(Waiting, ForTheEndOfAJob) {
    add_engine();
    start();
    const JobId id = submit(sleeping_fox(0.3));
    EXPECT_EQ(get(wait_for_end(*store, id, owner, within(20s))).phase, Phase::succeeded);
}

TEST_F(Waiting, EndsWithTheDeadlineAndTellsHowTheJobIs) {
    const JobId id = submit(red_fox());
    EXPECT_EQ(get(wait_for_end(*store, id, owner, within(100ms))).phase, Phase::queued);
}

TEST_F(Waiting, ForEventsAfterAPosition) {
    const JobId id = submit(red_fox());
    const auto first = get(wait_for_events(*store, id, owner, 0, within(5s)));
    ASSERT_EQ(first.size(), 1u);
    EXPECT_TRUE(get(wait_for_events(*store, id, owner, first[0].seq, within(50ms))).empty());
    get(store::cancel(*store, id, owner));
    const auto next = get(wait_for_events(*store, id, owner, first[0].seq, within(5s)));
    ASSERT_EQ(next.size(), 1u);
    EXPECT_EQ(next[0].kind, "cancelled");
}

TEST_F(Waiting, ForAnotherOwnersJobIsNotPossible) {
    const JobId id = submit(red_fox());
    EXPECT_EQ(ask(wait_for_end(*store, id, "bob", within(1s))).error().code, Errc::not_found);
    EXPECT_EQ(ask(wait_for_events(*store, id, "bob", 0, within(1s))).error().code, Errc::not_found);
}

TEST_F(Waiting, HousekeepingRemovesWhatIsOverItsTime) {
    const JobId gone = submit(red_fox()), stays = submit(red_fox());
    get(store::cancel(*store, gone, owner));
    HousekeepingConfig keeping;
    keeping.retention.jobs = 1ms;
    std::this_thread::sleep_for(20ms);
    EXPECT_EQ(get(tidy(*store, *assets, keeping)).rows.jobs, 1);
    EXPECT_EQ(ask(store::find_job(*store, gone, owner)).error().code, Errc::not_found);
    EXPECT_EQ(job(stays).phase, Phase::queued);
}

TEST_F(Waiting, HousekeepingGoesOnByItself) {
    const JobId gone = submit(red_fox());
    HousekeepingConfig keeping;
    keeping.retention.jobs = 1ms;
    keeping.every = 20ms;
    Housekeeping keeper{io.get_executor(), *store, *assets, keeping, silent};
    keeper.start();
    test::settle(io, 50ms);
    get(store::cancel(*store, gone, owner));
    EXPECT_TRUE(until([&] { return !ask(store::find_job(*store, gone, owner)); }));
}

}  // namespace
}  // namespace divan::durable
