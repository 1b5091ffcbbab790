#include <gtest/gtest.h>

#include <divan/jobs/progress_hub.hpp>

namespace divan::durable {
namespace {

const JobId kJob{"j"};

PreviewPicture picture(std::size_t bytes) {
    PreviewPicture one;
    one.media_type = "image/jpeg";
    one.bytes.assign(bytes, 'x');
    return one;
}

TEST(ProgressHub, KeepsTheLatestAndCountsVersions) {
    ProgressHub hub;
    int told = 0;
    const Subscription listening = hub.listen([&](const JobId& job) { told += job == kJob; });
    EXPECT_EQ(hub.find(kJob), nullptr);
    hub.begin(kJob, 1);
    for (int step = 1; step <= 100; ++step)
        hub.change(kJob, [&](JobProgress& now) { now.run.percent = step; });
    ASSERT_NE(hub.find(kJob), nullptr);
    EXPECT_EQ(hub.find(kJob)->run.percent, 100);
    EXPECT_EQ(hub.find(kJob)->version, 101u);
    EXPECT_EQ(told, 101);
    hub.end(kJob);
    EXPECT_EQ(hub.find(kJob), nullptr);
    EXPECT_EQ(told, 102);
}

TEST(ProgressHub, ASlowReaderKeepsItsPictureWhileNewerOnesCome) {
    ProgressHub hub;
    hub.begin(kJob, 1);
    hub.show(kJob, picture(10));
    const auto held = hub.find(kJob)->preview;
    for (int i = 0; i < 50; ++i) hub.show(kJob, picture(20));
    EXPECT_EQ(held->bytes.size(), 10u);
    EXPECT_EQ(hub.find(kJob)->preview->bytes.size(), 20u);
    EXPECT_EQ(hub.find(kJob)->previews, 51u);
}

TEST(ProgressHub, APictureThatIsTooLargeIsDropped) {
    ProgressHub hub;
    hub.begin(kJob, 1);
    hub.show(kJob, picture(ProgressHub::kPreviewBytes + 1));
    EXPECT_EQ(hub.find(kJob)->preview, nullptr);
}

TEST(ProgressHub, ANewAttemptBeginsAnew) {
    ProgressHub hub;
    hub.begin(kJob, 1);
    hub.change(kJob, [](JobProgress& now) { now.run.percent = 80; });
    hub.begin(kJob, 2);
    EXPECT_EQ(hub.find(kJob)->run.percent, 0);
    EXPECT_EQ(hub.find(kJob)->attempt, 2);
    EXPECT_EQ(hub.find(kJob)->version, 3u) << "readers see that it changed";
}

TEST(ProgressHub, WhatComesAfterTheEndIsNothing) {
    ProgressHub hub;
    hub.change(kJob, [](JobProgress& now) { now.run.percent = 1; });
    hub.show(kJob, picture(1));
    EXPECT_EQ(hub.size(), 0u);
}

}  // namespace
}  // namespace divan::durable
