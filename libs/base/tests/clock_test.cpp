#include <gtest/gtest.h>

#include <divan/base/clock.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

TEST(Duration, ReadsTheUsualUnits) {
    EXPECT_EQ(parse_duration("90"), 90s);
    EXPECT_EQ(parse_duration("1.5s"), 1500ms);
    EXPECT_EQ(parse_duration("250ms"), 250ms);
    EXPECT_EQ(parse_duration("5m"), 300s);
    EXPECT_EQ(parse_duration("2h"), 7200s);
}

class BadDuration : public testing::TestWithParam<const char*> {};

TEST_P(BadDuration, IsRefusedWithAHint) {
    const auto duration = parse_duration(GetParam());
    ASSERT_FALSE(duration);
    EXPECT_EQ(duration.error().code, Errc::invalid_argument);
    EXPECT_FALSE(duration.error().hint.empty());
}

INSTANTIATE_TEST_SUITE_P(Texts, BadDuration,
                         testing::Values("", "abc", "-1s", "0", "5 parsecs", "nan", "inf", "1e300h", "s"));

TEST(Timestamp, IsPrintedAsRfc3339) {
    EXPECT_EQ(to_rfc3339(Timestamp{}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(to_rfc3339(Timestamp{std::chrono::milliseconds{1'772'360'102'114}}),
              "2026-03-01T10:15:02.114Z");
}

TEST(Timestamp, IsReadFromRfc3339) {
    const Timestamp time{std::chrono::milliseconds{1'772'360'102'114}};
    EXPECT_EQ(parse_rfc3339("2026-03-01T10:15:02.114Z"), time);
    EXPECT_EQ(parse_rfc3339("2026-03-01 12:15:02.114999+02:00"), time);
    EXPECT_EQ(parse_rfc3339("2026-03-01t09:45:02.114-00:30"), time);
    EXPECT_EQ(parse_rfc3339("2026-03-01T10:15:02z"), time - 114ms);
}

class BadTime : public testing::TestWithParam<const char*> {};

TEST_P(BadTime, IsNone) { EXPECT_EQ(parse_rfc3339(GetParam()), std::nullopt); }

INSTANTIATE_TEST_SUITE_P(Texts, BadTime,
                         testing::Values("", "2026-03-01", "2026-03-01T10:15:02", "2026-02-30T10:15:02Z",
                                         "2026-13-01T10:15:02Z", "2026-03-01T24:15:02Z",
                                         "2026-03-01T10:15:60Z", "2026-03-01T10:15:02.Z",
                                         "2026-03-01T10:15:02Z ", "1969-12-31T23:59:59Z",
                                         "2026-03-01T10:15:02+2:00", "2026-03-01T10:15:02+25:00",
                                         "+026-03-01T10:15:02Z"));

TEST(FakeClock, MovesOnlyWhenTold) {
    FakeClock clock;
    const auto before = clock.now();
    EXPECT_EQ(clock.now(), before);
    clock.advance(3s);
    EXPECT_EQ(clock.now() - before, 3s);
    EXPECT_EQ(clock.utc(), Timestamp{3s});
}

}  // namespace
}  // namespace divan
