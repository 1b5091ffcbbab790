#include <gtest/gtest.h>
#include <divan/store/lifecycle.hpp>

namespace divan::store {
namespace {

TEST(Lifecycle, NothingLeavesAFinalPhase) {
    for (const Move& move : all_moves())
        EXPECT_FALSE(is_final(move.from)) << name(move.from) << " to " << name(move.to);
}

TEST(Lifecycle, EveryPhaseThatIsNotFinalCanBeCancelledAndCanFail) {
    for (int phase = 0; phase < kPhases; ++phase) {
        const auto from = static_cast<Phase>(phase);
        EXPECT_EQ(can_move(from, Phase::cancelled), !is_final(from)) << name(from);
        EXPECT_EQ(can_move(from, Phase::failed), !is_final(from)) << name(from);
    }
}

TEST(Lifecycle, SuccessIsReachedOnlyWhenTheFilesWereCollected) {
    for (const Move& move : all_moves())
        if (move.to == Phase::succeeded) EXPECT_EQ(move.from, Phase::collecting);
}

TEST(Lifecycle, ARetryLooksQueuedAgain) {
    EXPECT_EQ(status_of(Phase::assigned), Status::queued);
    EXPECT_EQ(status_of(Phase::in_doubt), Status::running);
    EXPECT_EQ(name(status_of(Phase::collecting)), "running");
}

}  // namespace
}  // namespace divan::store
