#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

#include <divan/base/crash_point.hpp>

namespace divan {
namespace {

TEST(CrashPoint, DoesNothingByItself) { crash_point("CP1"); }

TEST(CrashPoint, TellsAHookItsName) {
    std::string passed;
    on_crash_point([&](std::string_view name) { passed += name; });
    crash_point("CP5");
    on_crash_point(nullptr);
    crash_point("CP6");
    EXPECT_EQ(passed, "CP5");
}

// "threadsafe" runs the statement in a fresh process, which then reads the environment anew.
TEST(CrashPointDeathTest, KillsTheProcessAtTheWantedPass) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    ::setenv("DIVAN_CRASH_AT", "CP9,CP5:3", 1);
    const auto pass = [](int times) {
        for (int i = 0; i < times; ++i) crash_point("CP5");
        std::_Exit(7);
    };
    EXPECT_EXIT(pass(2), testing::ExitedWithCode(7), "");
    EXPECT_EXIT(pass(3), testing::KilledBySignal(SIGKILL), "");
    ::unsetenv("DIVAN_CRASH_AT");
}

}  // namespace
}  // namespace divan
