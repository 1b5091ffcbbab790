#include "event_queue.hpp"

#include "support/c_api.hpp"

namespace divan::capi {
namespace {

Event progress(int percent) {
    Event event{DIVAN_EVENT_PROGRESS};
    event.percent = percent;
    return event;
}

std::vector<std::int32_t> kinds_in(EventQueue& queue) {
    std::vector<std::int32_t> kinds;
    while (const auto event = queue.take()) kinds.push_back(event->kind);
    return kinds;
}

TEST(EventQueue, KeepsTheOrder) {
    EventQueue queue;
    EXPECT_TRUE(queue.empty());
    for (const std::int32_t kind : {DIVAN_EVENT_ACCEPTED, DIVAN_EVENT_NODE, DIVAN_EVENT_OUTPUT})
        queue.put(Event{kind});
    EXPECT_EQ(kinds_in(queue),
              (std::vector<std::int32_t>{DIVAN_EVENT_ACCEPTED, DIVAN_EVENT_NODE, DIVAN_EVENT_OUTPUT}));
    EXPECT_FALSE(queue.take());
}

TEST(EventQueue, TheNewestProgressReplacesTheOlderOneAndComesLast) {
    EventQueue queue;
    queue.put(progress(10));
    queue.put(Event{DIVAN_EVENT_NODE, "3"});
    queue.put(progress(20));
    EXPECT_EQ(queue.take()->node, "3");
    EXPECT_EQ(queue.take()->percent, 20);
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.dropped(), 0U) << "a newer state is no loss";
}

TEST(EventQueue, DropsTheOldestBeyondItsBoundAndCountsThem) {
    EventQueue queue;
    for (std::size_t each = 0; each < EventQueue::kMost + 7; ++each)
        queue.put(Event{DIVAN_EVENT_NODE, std::to_string(each)});
    queue.put(Event{DIVAN_EVENT_FINISHED});
    EXPECT_EQ(queue.dropped(), 8U);
    EXPECT_EQ(queue.take()->node, "8");
    const auto rest = kinds_in(queue);
    EXPECT_EQ(rest.size(), EventQueue::kMost - 1);
    EXPECT_EQ(rest.back(), DIVAN_EVENT_FINISHED);
}

TEST(EventQueue, AViewBorrowsWhatTheEventOwns) {
    Event event{DIVAN_EVENT_PREVIEW, "8", "words"};
    EXPECT_EQ(event.view(nullptr).image, nullptr);
    event.image = std::string{"a\0b", 3};
    event.media_type = "image/png";
    const divan_event shown = event.view(nullptr);
    EXPECT_EQ(shown.struct_size, sizeof(divan_event));
    EXPECT_STREQ(shown.node, "8");
    EXPECT_STREQ(shown.text, "words");
    EXPECT_EQ(shown.image_size, 3U);
    EXPECT_STREQ(shown.media_type, "image/png");
}

}  // namespace
}  // namespace divan::capi
