#include <gtest/gtest.h>

#include "poll_schedule.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr Deadline kStart{1h};

TEST(PollSchedule, PollsNothingWhileThereIsASocket) {
    PollSchedule schedule{2s};
    EXPECT_EQ(schedule.next(), kNever);
    schedule.socket_down(kStart);
    schedule.socket_up();
    EXPECT_EQ(schedule.next(), kNever);
    schedule.asked(kStart);
    EXPECT_EQ(schedule.next(), kNever);
}

TEST(PollSchedule, PollsOneIntervalAfterTheLossAndAfterEachPoll) {
    PollSchedule schedule{2s};
    schedule.socket_down(kStart);
    EXPECT_EQ(schedule.next(), kStart + 2s);
    schedule.asked(kStart + 3s);
    EXPECT_EQ(schedule.next(), kStart + 5s);
}

TEST(PollSchedule, FurtherFailuresDoNotPutThePollOff) {
    PollSchedule schedule{2s};
    schedule.socket_down(kStart);
    schedule.socket_down(kStart + 1s);
    EXPECT_EQ(schedule.next(), kStart + 2s);
}

TEST(PollSchedule, AnIntervalOfZeroIsNever) {
    PollSchedule schedule{0s};
    schedule.socket_down(kStart);
    EXPECT_EQ(schedule.next(), kNever);
}

}  // namespace
}  // namespace divan
