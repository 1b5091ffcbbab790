#include <gtest/gtest.h>

#include <divan/json/write.hpp>
#include <divan/protocol/queue.hpp>

namespace divan::protocol {
namespace {

constexpr std::string_view kQueue =
    R"({"queue_running": [[3, "r", {}, {"client_id": "c"}, ["9"]]], "queue_pending": [[7, "c", {}, {}, []],)"
    R"( [-1.5, "b", {}, {}, []], [7, "a", {}, {}, []]]})";

TEST(Queue, PendingStandsInTheOrderOfExecution) {
    const Queue queue = parse_queue(kQueue).value();
    ASSERT_EQ(queue.pending.size(), 3U);
    EXPECT_EQ(queue.pending[0].id, PromptId{"b"});
    EXPECT_EQ(queue.pending[1].id, PromptId{"a"});
    EXPECT_EQ(queue.pending[2].id, PromptId{"c"});
}

TEST(Queue, FindsTheRunningPrompt) {
    EXPECT_EQ(find(parse_queue(kQueue).value(), PromptId{"r"}), (QueuePlace{true, 0}));
}

TEST(Queue, CountsWhatStandsBeforeAPendingPrompt) {
    EXPECT_EQ(find(parse_queue(kQueue).value(), PromptId{"c"}), (QueuePlace{false, 3}));
}

TEST(Queue, DoesNotFindAStranger) { EXPECT_FALSE(find(parse_queue(kQueue).value(), PromptId{"x"})); }

TEST(Queue, WithoutItsListsIsMalformedAndNotEmpty) {
    for (const char* body :
         {"{}", R"({"queue_running": []})", R"({"queue_running": [], "queue_pending": 3})", "[]", ""})
        EXPECT_FALSE(parse_queue(body)) << body;
}

TEST(Queue, ToleratesOddTuplesAndNaN) {
    const auto queue = parse_queue(
        R"({"queue_running": [3], "queue_pending": [[NaN, "a"], [], [NaN, "b"], [1, 42], [Infinity, "c"]]})");
    ASSERT_TRUE(queue);
    EXPECT_TRUE(find(*queue, PromptId{"42"}));
}

TEST(Queue, IsWrittenAsTuples) {
    const Queue queue =
        parse_queue(R"({"queue_running": [[3, "r", {}, {"client_id": "c"}, ["9"]]], "queue_pending": []})")
            .value();
    EXPECT_EQ(json::write_python(to_json(queue)),
              R"({"queue_running": [[3, "r", {}, {"client_id": "c"}, ["9"]]], "queue_pending": []})");
}

}  // namespace
}  // namespace divan::protocol
