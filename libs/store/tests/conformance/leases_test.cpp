#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Leases : public StoreTest {
protected:
    std::vector<JobId> taken_over(const GatewayId& by) {
        std::vector<JobId> ids;
        for (const HeldJob& held : get(take_over(*store_, by))) ids.push_back(held.job.id);
        return ids;
    }
    const GatewayId second_{"gateway-2"};
};

TEST_P(Leases, JobsOfADeadGatewayAreTakenOverWithANewEpoch) {
    const JobId id = put();
    get(heartbeat(*store_, gateway_));
    const Claimed claimed = claim_one();
    get(advance(*store_, claimed.fence(), Phase::submitted));
    pass(kLease);
    get(heartbeat(*store_, second_));
    const auto taken = get(take_over(*store_, second_));
    ASSERT_EQ(taken.size(), 1u);
    EXPECT_EQ(taken[0].job.id, id);
    EXPECT_EQ(taken[0].job.phase, Phase::submitted);
    EXPECT_EQ(taken[0].attempt.prompt, claimed.held.attempt.prompt);
    EXPECT_EQ(taken[0].fence(), job(id).fence());
    // The old owner wakes up and wants to publish.
    EXPECT_EQ(code(advance(*store_, claimed.fence(), Phase::running)), Errc::lease_lost);
    get(advance(*store_, taken[0].fence(), Phase::running));
}

TEST_P(Leases, ALivingGatewayKeepsItsJobsWhereSeveralShareTheStore) {
    put();
    get(heartbeat(*store_, gateway_));
    claim_one();
    get(heartbeat(*store_, second_));
    pass(kLease - 1s);
    get(heartbeat(*store_, gateway_));
    pass(kLease - 1s);
    get(heartbeat(*store_, second_));
    EXPECT_EQ(get(take_over(*store_, second_)).size(), store_->is_shared() ? 0u : 1u);
}

TEST_P(Leases, AGatewayThatLeavesHandsItsJobsOverAtOnce) {
    const JobId id = put();
    claim_one();
    get(leave(*store_, gateway_));
    get(heartbeat(*store_, second_));
    EXPECT_EQ(taken_over(second_), std::vector<JobId>{id});
}

TEST_P(Leases, AGatewaySeesWhatItOwns) {
    put(), put(), put();
    const auto claimed = claim_up_to(2);
    const auto held = get(owned(*store_, gateway_));
    ASSERT_EQ(held.size(), 2u);
    EXPECT_EQ(held[0].fence(), claimed[0].fence());
    EXPECT_EQ(held[1].attempt, claimed[1].held.attempt);
    EXPECT_TRUE(get(owned(*store_, second_)).empty());
}

TEST_P(Leases, TakingOverTwiceAtOnceGivesEachJobToOne) {
    for (int i = 0; i < 20; ++i) put();
    get(heartbeat(*store_, gateway_));
    claim_up_to(20);
    pass(kLease);
    get(heartbeat(*store_, second_)), get(heartbeat(*store_, GatewayId{"gateway-3"}));
    std::size_t first = 0, second = 0;
    int answers = 0;
    const auto take = [&](const GatewayId& by, std::size_t& count) {
        asio::co_spawn(io_, take_over(*store_, by, 10), [&](std::exception_ptr, auto taken) {
            ASSERT_TRUE(taken);
            count = taken->size();
            ++answers;
        });
    };
    take(second_, first), take(GatewayId{"gateway-3"}, second);
    ASSERT_TRUE(test::run_until(io_, [&] { return answers == 2; }));
    if (store_->is_shared()) {
        for (const HeldJob& rest : get(take_over(*store_, second_))) first += rest.job.id.empty() ? 0 : 1;
        EXPECT_EQ(first + second, 20u);
    }
    EXPECT_EQ(get(owned(*store_, second_)).size() + get(owned(*store_, GatewayId{"gateway-3"})).size(), 20u);
}

TEST_P(Leases, AJobThatNobodyTakesEndsWithItsTimeInTheQueue) {
    NewJob wanted{"{}"};
    wanted.limits.queue_ttl = 1h;
    const JobId id = put("ann", wanted);
    pass(1h - 1s);
    EXPECT_TRUE(get(expire(*store_)).empty());
    pass(1s);
    const auto expired = get(expire(*store_));
    ASSERT_EQ(expired.size(), 1u);
    EXPECT_FALSE(expired[0].attempt);
    EXPECT_EQ(job(id).error->code, "queue_ttl");
    EXPECT_TRUE(get(expire(*store_)).empty());
}

TEST_P(Leases, AJobThatRunsTooLongFailsWhoeverOwnsIt) {
    NewJob wanted{"{}"};
    wanted.limits.run_timeout = 10min;
    const JobId id = put("ann", wanted);
    const Claimed claimed = claim_one();
    get(advance(*store_, claimed.fence(), Phase::submitted));
    pass(1h);  // waiting on the server does not count
    EXPECT_TRUE(get(expire(*store_)).empty());
    get(advance(*store_, claimed.fence(), Phase::running));
    pass(5min);
    get(advance(*store_, claimed.fence(), Phase::in_doubt));
    get(advance(*store_, claimed.fence(), Phase::running));
    pass(5min);
    const auto expired = get(expire(*store_));
    ASSERT_EQ(expired.size(), 1u);
    EXPECT_EQ(expired[0].attempt->prompt, claimed.held.attempt.prompt);
    EXPECT_EQ(job(id).error->code, "run_timeout");
    EXPECT_EQ(get(late_guests(*store_, ServerId{"gpu-1"})).size(), 1u);
}

TEST_P(Leases, TheTotalTimeIsOverAllAttempts) {
    NewJob wanted{"{}"};
    wanted.limits.total_timeout = 2h;
    wanted.limits.attempts = 100;
    const JobId id = put("ann", wanted);
    for (int i = 0; i < 3; ++i) {
        get(set_back(*store_, Setback{claim_one().fence(), JobError{"oom", "memory"}}));
        pass(40min);
    }
    EXPECT_EQ(get(expire(*store_)).size(), 1u);
    EXPECT_EQ(job(id).error->code, "total_timeout");
}

DIVAN_STORE_TESTS(Leases);

}  // namespace
}  // namespace divan::store
