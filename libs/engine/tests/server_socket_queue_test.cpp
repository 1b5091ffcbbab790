#include <gtest/gtest.h>

#include "server/socket_queue.hpp"

namespace divan::engine {
namespace {

net::WebSocketMessage text(std::string content) { return {false, std::move(content)}; }
net::WebSocketMessage picture(std::size_t bytes) { return {true, std::string(bytes, 'p')}; }

TEST(SocketQueue, HandsMessagesOutInOrder) {
    SocketQueue queue;
    EXPECT_TRUE(queue.push(text("a"), false));
    EXPECT_TRUE(queue.push(text("b"), false));
    EXPECT_EQ(queue.pop()->content, "a");
    EXPECT_EQ(queue.pop()->content, "b");
    EXPECT_FALSE(queue.pop());
}

TEST(SocketQueue, DropsTheOldestPreviewFirst) {
    SocketQueue queue{{3, 1'000}};
    queue.push(text("a"), false);
    queue.push(picture(1), true);
    queue.push(picture(2), true);
    EXPECT_TRUE(queue.push(text("b"), false));
    EXPECT_EQ(queue.dropped_previews(), 1U);
    EXPECT_EQ(queue.pop()->content, "a");
    EXPECT_EQ(queue.pop()->content.size(), 2U);
    EXPECT_EQ(queue.pop()->content, "b");
}

TEST(SocketQueue, CountsBytesToo) {
    SocketQueue queue{{100, 10}};
    EXPECT_TRUE(queue.push(picture(8), true));
    EXPECT_TRUE(queue.push(text("12345"), false));
    EXPECT_EQ(queue.size(), 1U);
    EXPECT_EQ(queue.dropped_previews(), 1U);
}

TEST(SocketQueue, GivesUpWhenNothingMayBeDropped) {
    SocketQueue queue{{2, 1'000}};
    EXPECT_TRUE(queue.push(text("a"), false));
    EXPECT_TRUE(queue.push(text("b"), false));
    EXPECT_FALSE(queue.push(text("c"), false));
}

TEST(SocketQueue, FreesRoomWhenMessagesLeave) {
    SocketQueue queue{{1, 10}};
    for (int round = 0; round < 20; ++round) {
        EXPECT_TRUE(queue.push(text("12345678"), false));
        EXPECT_TRUE(queue.pop());
    }
}

}  // namespace
}  // namespace divan::engine
