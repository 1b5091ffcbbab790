#include <cmath>
#include <string>

#include <gtest/gtest.h>

#include <divan/base/random.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan::protocol {
namespace {

constexpr std::string_view kPrompt = "07329302-c8d0-453d-b68c-b72b784a93c7";

ServerMessage parsed(std::string_view text) {
    auto message = parse_server_message(text);
    EXPECT_TRUE(message) << describe(message.error());
    return message.value_or(ServerMessage{});
}

template <class Message>
Message parsed_as(std::string_view text) {
    const ServerMessage message = parsed(text);
    const auto* wanted = std::get_if<Message>(&message);
    EXPECT_NE(wanted, nullptr) << text;
    return wanted ? *wanted : Message{};
}

// One of each, as ComfyUI 0.3.64 sent them.
constexpr std::string_view kRecorded[] = {
    R"({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 0}}, "sid": "cached-1"}})",
    R"({"type": "status", "data": {"status": {"exec_info": {"queue_remaining": 1}}}})",
    R"({"type": "execution_start", "data": {"prompt_id": "07329302-c8d0-453d-b68c-b72b784a93c7", "timestamp": 1795181914766}})",
    R"({"type": "execution_cached", "data": {"nodes": ["1", "2", "9"], "prompt_id": "ec3908c6", "timestamp": 1795181915078}})",
    R"({"type": "progress_state", "data": {"prompt_id": "p", "nodes": {"1": {"value": 0.0, "max": 1.0, "state": "running", "node_id": "1", "prompt_id": "p", "display_node_id": "1", "parent_node_id": null, "real_node_id": "1"}}}})",
    R"({"type": "executing", "data": {"node": "1", "display_node": "1", "prompt_id": "07329302-c8d0-453d-b68c-b72b784a93c7"}})",
    R"({"type": "executing", "data": {"node": null, "prompt_id": "07329302-c8d0-453d-b68c-b72b784a93c7"}})",
    R"({"type": "executing", "data": {"node": "a"}})",
    R"({"type": "progress", "data": {"value": 1, "max": 6, "prompt_id": "750f6111-c39f-4906-9be1-50ec17947dfd", "node": "a"}})",
    R"({"type": "executed", "data": {"node": "n", "display_node": "n", "output": {"values": [NaN, Infinity, -Infinity, 1.5], "text": ["NaN in a string", "\u00e9\u6f22\u5b57\ud83c\udfa8"]}, "prompt_id": "30cd1c10"}})",
    R"({"type": "execution_success", "data": {"prompt_id": "07329302-c8d0-453d-b68c-b72b784a93c7", "timestamp": 1795181914773}})",
    R"({"type": "execution_error", "data": {"prompt_id": "7da5c51f", "node_id": "t", "node_type": "TrapRaise", "executed": ["1", "8"], "exception_message": "the trap closed: \"quoted\" \u00e9\n", "exception_type": "ValueError", "traceback": ["  File \"/opt/ComfyUI/execution.py\", line 496\n"], "current_inputs": {"kind": ["value"]}, "current_outputs": ["1", "t", "9", "8"], "timestamp": 1795181919136}})",
    R"({"type": "execution_interrupted", "data": {"prompt_id": "064cf11b", "node_id": "t", "node_type": "TrapRaise", "executed": [], "timestamp": 1795181919754}})",
    R"({"type": "feature_flags", "data": {"supports_preview_metadata": true, "max_upload_size": 104857600}})",
    R"({"type": "logs", "data": {"entries": [{"t": "2026-11-20T13:38:06", "m": "got prompt\n"}], "size": null}})",
    R"({"type": "my_pack.hello", "data": {"x": [1, 2]}})",
};

TEST(ServerMessage, IsWrittenByteForByteAsComfyUiSentIt) {
    for (const std::string_view text : kRecorded) EXPECT_EQ(write(parsed(text)), text);
}

TEST(ServerMessage, StatusTellsTheQueueAndTheSid) {
    const auto status = parsed_as<Status>(kRecorded[0]);
    EXPECT_EQ(status.queue_remaining, 0);
    EXPECT_EQ(status.sid, "cached-1");
}

TEST(ServerMessage, StatusOfAPollingShapeIsUnderstoodToo) {
    EXPECT_EQ(
        parsed_as<Status>(R"({"type":"status","data":{"exec_info":{"queue_remaining":3}}})").queue_remaining,
        3);
}

TEST(ServerMessage, ExecutingWithANullNodeIsTheEnd) {
    const auto executing = parsed_as<Executing>(kRecorded[6]);
    EXPECT_FALSE(executing.node.has_value());
    EXPECT_EQ(executing.prompt.str(), kPrompt);
}

TEST(ServerMessage, ExecutingAfterAReconnectNamesNoPrompt) {
    const ServerMessage message = parsed(kRecorded[7]);
    EXPECT_EQ(std::get<Executing>(message).node, NodeId{"a"});
    EXPECT_EQ(prompt_of(message), nullptr);
}

TEST(ServerMessage, ProgressKeepsIntegersAndFloatsApart) {
    EXPECT_TRUE(json::is_integer(parsed_as<Progress>(kRecorded[8]).value));
    EXPECT_FALSE(json::is_integer(parsed_as<ProgressState>(kRecorded[4]).nodes.at(0).value));
}

TEST(ServerMessage, NaNInAnOutputIsKept) {
    const auto executed = parsed_as<Executed>(kRecorded[9]);
    const json::Array* values = json::array_of(*json::find(executed.output, "values"));
    ASSERT_NE(values, nullptr);
    EXPECT_TRUE(std::isnan(*json::to_double((*values)[0])));
}

TEST(ServerMessage, AnOutputOfNullIsKept) {
    const auto executed =
        parsed_as<Executed>(R"({"type":"executed","data":{"node":"2","output":null,"prompt_id":"p"}})");
    EXPECT_TRUE(executed.output.is_null());
}

TEST(ServerMessage, AnErrorWithATimeEndsThePrompt) {
    EXPECT_TRUE(parsed_as<ExecutionError>(kRecorded[11]).ends_the_prompt());
}

TEST(ServerMessage, AnExecutionBlockerDoesNotEndThePrompt) {
    const auto error = parsed_as<ExecutionError>(
        R"({"type":"execution_error","data":{"prompt_id":"p","node_id":"3","exception_type":"ExecutionBlocked","exception_message":"Execution Blocked: no"}})");
    EXPECT_FALSE(error.ends_the_prompt());
}

TEST(ServerMessage, MissingMembersReadAsNothing) {
    for (const char* type :
         {"status", "execution_start", "execution_cached", "executing", "progress", "progress_state",
          "executed", "execution_success", "execution_error", "execution_interrupted", "feature_flags",
          "logs", "notification", "display_component", "other"}) {
        for (const char* data :
             {"{}", "null", "[]", "3", R"({"prompt_id":null,"nodes":7,"status":[],"node":{}})"})
            EXPECT_TRUE(
                parse_server_message(std::string{R"({"type":")"} + type + R"(","data":)" + data + "}"))
                << type << ' ' << data;
    }
}

TEST(ServerMessage, WithoutDataIsNoError) { EXPECT_TRUE(parse_server_message(R"({"type":"status"})")); }

TEST(ServerMessage, WithoutATypeIsMalformed) {
    for (const char* text : {"{}", "[]", "3", "", "{", R"({"type":3})", "nonsense"}) {
        const auto message = parse_server_message(text);
        ASSERT_FALSE(message) << text;
        EXPECT_EQ(message.error().code, Errc::malformed_reply);
    }
}

TEST(ServerMessage, DamagedBytesAreAnErrorOrAMessageButNoCrash) {
    Rng rng{20251008};
    int errors = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string text{kRecorded[rng.upto(std::size(kRecorded) - 1)]};
        for (std::uint64_t hits = 1 + rng.upto(3); hits > 0; --hits)
            text[rng.upto(text.size() - 1)] = static_cast<char>(rng.upto(255));
        if (rng.upto(3) == 0) text.resize(rng.upto(text.size()));
        const auto message = parse_server_message(text);
        if (!message) ++errors;
        if (message) {
            EXPECT_FALSE(write(*message).empty());
        }
    }
    EXPECT_GT(errors, 0);
}

}  // namespace
}  // namespace divan::protocol
