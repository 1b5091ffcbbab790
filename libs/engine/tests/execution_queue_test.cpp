#include <gtest/gtest.h>

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/random.hpp>
#include <divan/json/write.hpp>

#include "support/execution_stage.hpp"

namespace divan::engine {
namespace {

QueueItem item(const std::string& id, double number = 0) { return prompt_item(id, "{}", {}, "{}", number); }

class PromptQueueTest : public testing::Test {
protected:
    std::string run_order() {
        std::string order;
        while (queue.remaining() > 0) {
            const auto next = queue.take();
            order += (order.empty() ? "" : " ") + next->prompt_id;
            queue.finish(*next, PromptOutcome{});
        }
        return order;
    }
    void finish_one(const std::string& id) {
        queue.put(item(id));
        queue.finish(*queue.take(), PromptOutcome{});
    }
    std::string statuses() const {
        std::string counts;
        for (const OutMessage& message : sink.messages()) {
            const json::Value info = *json::find(*json::find(message.data, "status"), "exec_info");
            counts += fmt::format("{} ", json::to_int64(*json::find(info, "queue_remaining")).value());
        }
        return counts;
    }
    std::string ids(const json::Object& entries) const {
        std::string all;
        for (const auto& entry : entries) all += std::string{entry.key()};
        return all;
    }

    RecordingSink sink;
    PromptQueue queue{sink};
};

TEST_F(PromptQueueTest, RunsTheSmallestNumberFirstAndEqualOnesById) {
    queue.put(item("b", 1));
    queue.put(item("c", 2));
    queue.put(item("a", 1));
    queue.put(item("between", 1.5));
    queue.put(item("front", -4));
    EXPECT_EQ(run_order(), "front a b between c");
}

TEST_F(PromptQueueTest, SendsOneStatusPerChange) {
    queue.put(item("a", 0));
    queue.put(item("b", 1));
    const auto running = queue.take();
    queue.finish(*running, PromptOutcome{});
    EXPECT_EQ(statuses(), "1 2 2 1 ");
}

TEST_F(PromptQueueTest, IsClearedWithOneStatusThatStillCountsTheRunningPrompt) {
    for (const auto* id : {"a", "b", "c"}) queue.put(item(id));
    queue.take();
    sink.clear();
    queue.clear();
    EXPECT_EQ(statuses(), "1 ");
}

TEST_F(PromptQueueTest, SendsTwoStatusesWhenTheLastPendingPromptIsRemoved) {
    queue.put(item("a"));
    queue.put(item("b"));
    sink.clear();
    EXPECT_TRUE(queue.remove("a"));
    EXPECT_EQ(statuses(), "1 ");
    EXPECT_TRUE(queue.remove("b"));
    EXPECT_EQ(statuses(), "1 0 0 ");
}

TEST_F(PromptQueueTest, DoesNotRemoveWhatRunsOrIsUnknown) {
    queue.put(item("a"));
    queue.take();
    sink.clear();
    EXPECT_FALSE(queue.remove("a"));
    EXPECT_FALSE(queue.remove("nope"));
    EXPECT_EQ(statuses(), "");
}

TEST_F(PromptQueueTest, WritesHistoryBeforeTheStatus) {
    struct Asking final : MessageSink {
        void send(OutMessage) override { ++sent; }
        int sent = 0;
    } asking;
    PromptQueue asked{asking};
    asked.put(item("a"));
    asked.finish(*asked.take(), PromptOutcome{});
    EXPECT_EQ(asking.sent, 3);
    EXPECT_EQ(ids(asked.history_of("a")), "a");
}

TEST_F(PromptQueueTest, ShowsRunningAndPendingTuples) {
    queue.put(prompt_item("a", R"({"1": {}})", {"1"}, R"({"client_id": "me"})", 3));
    queue.take();
    queue.put(item("b", 4));
    EXPECT_EQ(json::write_python(queue.to_json()),
              R"({"queue_running": [[3.0, "a", {"1": {}}, {"client_id": "me"}, ["1"]]], )"
              R"("queue_pending": [[4.0, "b", {}, {}, []]]})");
}

TEST_F(PromptQueueTest, NeverShowsTheSecrets) {
    const auto secret =
        R"({"auth_token_comfy_org": "s1", "client_id": "me", "api_key_comfy_org": "s2", "x": 1})";
    queue.put(prompt_item("a", "{}", {}, secret));
    EXPECT_NE(json::write(queue.to_json()).find(R"({"client_id":"me","x":1})"), std::string::npos);
    const auto running = queue.take();
    queue.finish(*running, PromptOutcome{});
    EXPECT_EQ(json::write(queue.history(std::nullopt)).find("s1"), std::string::npos);
    EXPECT_EQ(json::text_or(running->extra_data, "api_key_comfy_org"), "s2");
}

TEST_F(PromptQueueTest, PutsAnEntryIntoHistoryInTheFormOfComfyUi) {
    queue.put(item("a"));
    PromptOutcome outcome;
    outcome.success = true;
    outcome.outputs = parsed(R"({"9": {"images": []}})");
    queue.finish(*queue.take(), std::move(outcome));
    EXPECT_EQ(json::write(queue.history_of("a")),
              R"({"a":{"prompt":[0.0,"a",{},{},[]],"outputs":{"9":{"images":[]}},)"
              R"("status":{"status_str":"success","completed":true,"messages":[]},"meta":{}}})");
}

TEST_F(PromptQueueTest, HistoryPagesFollowTheOddRulesOfComfyUi) {
    for (const auto* id : {"a", "b", "c", "d"}) finish_one(id);
    EXPECT_EQ(ids(queue.history(std::nullopt)), "abcd");
    EXPECT_EQ(ids(queue.history(2)), "cd");
    EXPECT_EQ(ids(queue.history(9)), "abcd");
    EXPECT_EQ(ids(queue.history(std::nullopt, 1)), "bcd");
    EXPECT_EQ(ids(queue.history(2, 1)), "bc");
    EXPECT_EQ(ids(queue.history(2, -7)), "cd");
    EXPECT_EQ(ids(queue.history(0)), "");
    EXPECT_EQ(ids(queue.history(0, 1)), "b");
    EXPECT_EQ(ids(queue.history(-3)), "");
    EXPECT_EQ(ids(queue.history(std::nullopt, 4)), "");
}

TEST_F(PromptQueueTest, HistoryKeepsThePlaceOfAReusedId) {
    for (const auto* id : {"a", "b", "a"}) finish_one(id);
    EXPECT_EQ(ids(queue.history(std::nullopt)), "ab");
}

TEST_F(PromptQueueTest, HistoryIsDeletedWithoutAMessage) {
    for (const auto* id : {"a", "b"}) finish_one(id);
    sink.clear();
    queue.delete_history("a");
    EXPECT_EQ(ids(queue.history(std::nullopt)), "b");
    queue.clear_history();
    EXPECT_EQ(ids(queue.history(std::nullopt)), "");
    EXPECT_EQ(statuses(), "");
}

TEST_F(PromptQueueTest, HistoryDropsTheOldestBeyondItsLimit) {
    for (int i = 0; i < 10'002; ++i) finish_one(std::to_string(i));
    EXPECT_EQ(queue.history(std::nullopt).size(), 10'001u);
    EXPECT_TRUE(queue.history_of("0").empty());
    EXPECT_FALSE(queue.history_of("1").empty());
}

TEST_F(PromptQueueTest, WakesTheWorkerForARequestToFree) {
    queue.request_free(true, false);
    EXPECT_FALSE(queue.take());
    EXPECT_EQ(queue.take_free_request(), std::pair(true, false));
    EXPECT_EQ(queue.take_free_request(), std::pair(false, false));
}

TEST_F(PromptQueueTest, GivesNothingOnceStopped) {
    queue.put(item("a"));
    queue.stop();
    EXPECT_FALSE(queue.take());
}

TEST_F(PromptQueueTest, ForgetsEverythingLikeARestartedServer) {
    finish_one("old");
    queue.put(item("running"));
    const auto running = queue.take();
    queue.put(item("pending"));
    queue.forget();
    queue.finish(*running, PromptOutcome{});
    EXPECT_EQ(queue.remaining(), 0u);
    EXPECT_TRUE(queue.history(std::nullopt).empty());
}

TEST_F(PromptQueueTest, NoticesAnInterruptFlagThatWasSetDirectly) {
    queue.interrupt = true;
    EXPECT_TRUE(queue.wait_for_interrupt(std::chrono::hours{1}));
    queue.interrupt = false;
    EXPECT_FALSE(queue.wait_for_interrupt(std::chrono::nanoseconds{1}));
}

TEST(PromptQueueProperty, RunsInSortedOrderWhateverIsRemoved) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        Rng rng{seed};
        RecordingSink sink;
        PromptQueue queue{sink};
        std::vector<std::pair<double, std::string>> model;
        for (int i = 0; i < 40; ++i) {
            model.emplace_back(static_cast<double>(rng.upto(9)) - 4.5, fmt::format("p{}", i));
            queue.put(item(model.back().second, model.back().first));
            if (rng.upto(3) != 0) continue;
            const auto gone = model.begin() + static_cast<std::ptrdiff_t>(rng.upto(model.size() - 1));
            ASSERT_TRUE(queue.remove(gone->second));
            model.erase(gone);
        }
        std::sort(model.begin(), model.end());
        for (const auto& [number, id] : model) {
            const auto next = queue.take();
            ASSERT_EQ(next->prompt_id, id) << "seed " << seed;
            queue.finish(*next, PromptOutcome{});
        }
    }
}

}  // namespace
}  // namespace divan::engine
