#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/net/sse.hpp>

namespace divan::net {
namespace {

using Events = std::vector<SseEvent>;

TEST(Sse, WritesAnEventAsAFrame) {
    EXPECT_EQ(sse_frame({"7", "status", "a\nb"}), "id: 7\nevent: status\ndata: a\ndata: b\n\n");
    EXPECT_EQ(sse_frame({"", "", ""}), "data: \n\n");
}

TEST(Sse, KeepsAForeignIdAndNameInTheirLine) {
    EXPECT_EQ(sse_frame({"1\n2", "x\r\ndata: forged", "y"}), "id: 12\nevent: xdata: forged\ndata: y\n\n");
}

TEST(Sse, ReadsEventsWhereverTheBytesWereCut) {
    const std::string text = "id: 1\nevent: a\ndata: x\n\n:\n\nid: 2\rdata:y\r\ndata\r\r\ndata: unfinished";
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
        SseReader reader;
        Events events = reader.feed(text.substr(0, cut)).value();
        const Events rest = reader.feed(text.substr(cut)).value();
        events.insert(events.end(), rest.begin(), rest.end());
        EXPECT_EQ(events, (Events{{"1", "a", "x"}, {"2", "message", "y\n"}})) << cut;
        EXPECT_EQ(reader.last_id(), "2");
    }
}

TEST(Sse, KeepsTheLastIdForEventsWithoutOne) {
    SseReader reader;
    EXPECT_EQ(reader.feed("id: 5\ndata: a\n\ndata: b\n\n").value(),
              (Events{{"5", "message", "a"}, {"5", "message", "b"}}));
}

TEST(Sse, AnEndlessEventIsAnError) {
    SseReader reader{100};
    const auto events = reader.feed("data: " + std::string(200, 'x'));
    ASSERT_FALSE(events);
    EXPECT_EQ(events.error().code, Errc::malformed_reply);
}

RC_GTEST_PROP(SseProperty, ReadsWhatItWrites, (const std::string& text)) {
    std::string data;
    for (const char c : text) data += c == '\r' ? '\n' : c;
    SseReader reader;
    RC_ASSERT(reader.feed(sse_frame({"1", "x", data})).value() == Events({{"1", "x", data}}));
}

}  // namespace
}  // namespace divan::net
