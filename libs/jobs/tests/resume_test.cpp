#include <gtest/gtest.h>

#include <divan/jobs/resume.hpp>

namespace divan::durable {
namespace {

using store::Phase;

Sight sight(bool accepted, bool started, bool in_doubt, bool done) {
    Sight seen;
    seen.accepted = accepted;
    seen.started = started;
    seen.in_doubt = in_doubt;
    seen.done = done;
    return seen;
}

TEST(Reconciliation, EveryStepIsAMoveAndLeadsToAnEnd) {
    for (int phase = 0; phase < store::kPhases; ++phase)
        for (int bits = 0; bits < 16; ++bits) {
            const Sight seen = sight(bits & 1, bits & 2, bits & 4, bits & 8);
            Phase now = static_cast<Phase>(phase);
            int steps = 0;
            while (const auto next = next_phase(now, seen)) {
                ASSERT_TRUE(store::can_move(now, *next)) << name(now) << " to " << name(*next);
                now = *next;
                ASSERT_LT(++steps, 4) << "it goes round";
            }
            if (seen.done && store::is_active(static_cast<Phase>(phase))) {
                EXPECT_EQ(now, Phase::collecting);
            }
        }
}

TEST(Reconciliation, APromptGoesFromAcceptedToExecuting) {
    EXPECT_EQ(next_phase(Phase::assigned, sight(false, false, false, false)), std::nullopt);
    EXPECT_EQ(next_phase(Phase::assigned, sight(true, false, false, false)), Phase::submitted);
    EXPECT_EQ(next_phase(Phase::submitted, sight(true, true, false, false)), Phase::running);
    EXPECT_EQ(next_phase(Phase::running, sight(true, true, false, false)), std::nullopt);
}

TEST(Reconciliation, ALostAnswerIsInDoubtUntilThePromptIsSeen) {
    EXPECT_EQ(next_phase(Phase::assigned, sight(false, false, true, false)), Phase::in_doubt);
    EXPECT_EQ(next_phase(Phase::in_doubt, sight(false, false, true, false)), std::nullopt);
    EXPECT_EQ(next_phase(Phase::in_doubt, sight(true, false, false, false)), Phase::submitted);
    EXPECT_EQ(next_phase(Phase::in_doubt, sight(true, true, false, false)), Phase::running);
    EXPECT_EQ(next_phase(Phase::in_doubt, sight(true, true, false, true)), Phase::collecting);
}

TEST(Reconciliation, WhatMayNeverHaveArrivedIsLookedForLonger) {
    EXPECT_EQ(resume_of(Phase::assigned), Resume::look_for_it);
    EXPECT_EQ(resume_of(Phase::in_doubt), Resume::look_for_it);
    for (const Phase phase : {Phase::submitted, Phase::running, Phase::collecting})
        EXPECT_EQ(resume_of(phase), Resume::follow);
}

TEST(Reconciliation, ALateGuestIsSeenOutAndOnlyTheQueueProvesIt) {
    const protocol::QueuePlace waiting{false, 1}, running{true, 0};
    EXPECT_EQ(guest_action(waiting, 0, true), GuestAction::take_from_queue);
    EXPECT_EQ(guest_action(running, 0, true), GuestAction::interrupt);
    EXPECT_EQ(guest_action(std::nullopt, 1, true), GuestAction::release);
    EXPECT_EQ(guest_action(std::nullopt, 1, false), GuestAction::look_again) << "its POST may be on its way";
    EXPECT_EQ(guest_action(std::nullopt, 3, false), GuestAction::release);
}

}  // namespace
}  // namespace divan::durable
