#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Cancelling : public StoreTest {};

TEST_P(Cancelling, AWaitingJobIsGoneAtOnce) {
    const JobId id = put();
    const Cancelled cancelled = get(cancel(*store_, id, "ann", "changed my mind"));
    EXPECT_EQ(cancelled.job.phase, Phase::cancelled);
    EXPECT_FALSE(cancelled.attempt);
    EXPECT_TRUE(claim_up_to(5).empty());
    EXPECT_EQ(kinds(id).back(), "cancelled");
}

TEST_P(Cancelling, ARunningJobTellsWhereItIsAndNoResultCanFollow) {
    const JobId id = put();
    const Claimed claimed = claim_one("gpu-3");
    run_through(claimed.fence());
    const Cancelled cancelled = get(cancel(*store_, id, std::nullopt));
    ASSERT_TRUE(cancelled.attempt);
    EXPECT_EQ(cancelled.attempt->prompt, claimed.held.attempt.prompt);
    EXPECT_EQ(cancelled.attempt->server, ServerId{"gpu-3"});
    EXPECT_EQ(code(succeed(*store_, Success{claimed.fence()})), Errc::lease_lost);
    EXPECT_EQ(job(id).phase, Phase::cancelled);
}

TEST_P(Cancelling, ASecondCancelSaysHowItEnded) {
    const JobId id = put();
    get(cancel(*store_, id, std::nullopt));
    const auto again = ask(cancel(*store_, id, std::nullopt));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Errc::already_finished);
    EXPECT_EQ(again.error().fact("phase"), "cancelled");
}

TEST_P(Cancelling, AnothersJobIsUnknown) {
    const JobId id = put("ann");
    EXPECT_EQ(code(cancel(*store_, id, "bob")), Errc::not_found);
    EXPECT_EQ(code(cancel(*store_, JobId{"nothing"}, "bob")), Errc::not_found);
    EXPECT_EQ(code(find_job(*store_, id, "bob")), Errc::not_found);
    EXPECT_EQ(code(graph_of(*store_, id, "bob")), Errc::not_found);
    EXPECT_EQ(job(id).phase, Phase::queued);
}

TEST_P(Cancelling, TheSlotStaysTakenUntilTheServerIsFreeOfThePrompt) {
    put(), put();
    ClaimRequest request{gateway_, ServerId{"gpu-1"}};
    request.slots = 1;
    const auto claimed = get(claim(*store_, request));
    get(cancel(*store_, claimed.at(0).held.job.id, std::nullopt));
    EXPECT_TRUE(get(claim(*store_, request)).empty());
    const auto guests = get(late_guests(*store_, request.server));
    ASSERT_EQ(guests.size(), 1u);
    EXPECT_EQ(guests[0].attempt.prompt, claimed[0].held.attempt.prompt);
    get(release_slot(*store_, guests[0].attempt.prompt));
    get(release_slot(*store_, guests[0].attempt.prompt));
    EXPECT_TRUE(get(late_guests(*store_, request.server)).empty());
    EXPECT_EQ(get(claim(*store_, request)).size(), 1u);
}

TEST_P(Cancelling, CancelAndSuccessAtOnceHaveOneWinner) {
    for (int round = 0; round < 30; ++round) {
        const JobId id = put();
        const Fence fence = claim_one("gpu-" + std::to_string(round)).fence();
        run_through(fence);
        std::optional<bool> succeeded, cancelled;
        const auto succeeding = [&] {
            asio::co_spawn(io_, succeed(*store_, Success{fence}),
                           [&](std::exception_ptr, Result<void> done) { succeeded = done.has_value(); });
        };
        if (round % 2) succeeding();
        asio::co_spawn(io_, cancel(*store_, id, std::nullopt),
                       [&](std::exception_ptr, Result<Cancelled> done) { cancelled = done.has_value(); });
        if (round % 2 == 0) succeeding();
        ASSERT_TRUE(test::run_until(io_, [&] { return succeeded && cancelled; }));
        EXPECT_NE(*succeeded, *cancelled);
        EXPECT_EQ(job(id).phase, *succeeded ? Phase::succeeded : Phase::cancelled);
        EXPECT_EQ(kinds(id).size(), 6u);
    }
}

DIVAN_STORE_TESTS(Cancelling);

}  // namespace
}  // namespace divan::store
