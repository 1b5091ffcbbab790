#include <string>

#include <gtest/gtest.h>

#include <divan/base/random.hpp>
#include <divan/json/write.hpp>
#include <divan/protocol/history.hpp>

namespace divan::protocol {
namespace {

// ComfyUI 0.3.64, a failed prompt whose other branch had shown a picture.
const std::string kFailed =
    R"({"7da5c51f": {"prompt": [43, "7da5c51f", {"1": {"class_type": "EmptyImage", "inputs": {"width": 32}}}, )"
    R"({"client_id": "err"}, ["9", "8"]], "outputs": {"8": {"images": [{"filename": "ComfyUI_temp_nxilg_00001_.png", )"
    R"("subfolder": "", "type": "temp"}]}}, "status": {"status_str": "error", "completed": false, "messages": )"
    R"([["execution_start", {"prompt_id": "7da5c51f", "timestamp": 1795181919134}], ["execution_cached", {"nodes": ["1"], )"
    R"("prompt_id": "7da5c51f", "timestamp": 1795181919135}], ["execution_error", {"prompt_id": "7da5c51f", "node_id": "t", )"
    R"("node_type": "TrapRaise", "executed": ["1", "8"], "exception_message": "the trap closed\n", "exception_type": )"
    R"("ValueError", "traceback": [], "current_inputs": {}, "current_outputs": ["1"], "timestamp": 1795181919140}]]}, )"
    R"("meta": {"8": {"node_id": "8", "display_node": "8", "parent_node": null, "real_node_id": "8"}}}})";

std::string with_status(const std::string& status, const std::string& outputs = "{}") {
    return R"({"p": {"prompt": [0, "p", {}, {}, []], "outputs": )" + outputs + R"(, "status": )" + status +
           "}}";
}

std::string with_messages(const std::string& status_str, const std::string& messages) {
    return with_status(R"({"status_str": ")" + status_str + R"(", "completed": true, "messages": [)" +
                       messages + "]}");
}

HistoryEntry entry_of(const std::string& body) {
    const auto entries = parse_history(body);
    EXPECT_TRUE(entries) << describe(entries.error());
    return entries && entries->size() == 1 ? entries->front() : HistoryEntry{};
}

const std::string kSuccess = R"(["execution_success", {"prompt_id": "p", "timestamp": 5}])";
const std::string kError =
    R"(["execution_error", {"prompt_id": "p", "node_id": "1", "exception_type": "X", "timestamp": 5}])";

TEST(History, EntryTellsOutputsErrorAndCachedNodes) {
    const HistoryEntry entry = entry_of(kFailed);
    EXPECT_EQ(entry.id, PromptId{"7da5c51f"});
    ASSERT_EQ(entry.outputs.size(), 1U);
    EXPECT_EQ(entry.outputs[0].files.at(0).type, "temp");
    ASSERT_NE(error_of(entry), nullptr);
    EXPECT_EQ(error_of(entry)->exception_type, "ValueError");
    EXPECT_EQ(cached_nodes(entry), std::vector{NodeId{"1"}});
    EXPECT_EQ(execution_time(entry), 6);
}

TEST(History, IsWrittenAsItWasRead) {
    EXPECT_EQ(json::write_python(to_json(parse_history(kFailed).value())), kFailed);
}

TEST(History, OfAPromptThatHasNotEndedIsEmpty) { EXPECT_TRUE(parse_history("{}").value().empty()); }

TEST(HistoryVerdict, IsSuccessWithTheSuccessMessage) {
    EXPECT_EQ(verdict(entry_of(with_messages("success", kSuccess))), Verdict::success);
}

TEST(HistoryVerdict, IsFailedForACycleThatTheServerCallsSuccess) {
    EXPECT_EQ(verdict(entry_of(with_messages("success", kError))), Verdict::failed);
}

TEST(HistoryVerdict, IsFailedForStatusError) {
    EXPECT_EQ(verdict(entry_of(with_messages("error", kSuccess))), Verdict::failed);
}

TEST(HistoryVerdict, IsInterruptedAndNotFailed) {
    const std::string messages =
        R"(["execution_interrupted", {"prompt_id": "p", "node_id": "t", "timestamp": 5}])";
    EXPECT_EQ(verdict(entry_of(with_messages("error", messages))), Verdict::interrupted);
}

TEST(HistoryVerdict, OfASuccessWithoutItsMessageIsFailed) {
    const std::string messages = R"(["execution_start", {"prompt_id": "p", "timestamp": 5}])";
    EXPECT_EQ(verdict(entry_of(with_messages("success", messages))), Verdict::failed);
}

TEST(HistoryVerdict, OfAnOldServerFollowsCompleted) {
    const std::string messages = R"(["execution_start", {"prompt_id": "p"}])";
    EXPECT_EQ(verdict(entry_of(with_messages("success", messages))), Verdict::success);
}

TEST(HistoryVerdict, WithoutAStatusFollowsTheOutputs) {
    const std::string outputs = R"({"9": {"images": [{"filename": "a.png", "type": "output"}]}})";
    EXPECT_EQ(verdict(entry_of(with_status("null", outputs))), Verdict::success);
    EXPECT_EQ(verdict(entry_of(with_status("null"))), Verdict::failed);
}

TEST(History, OddShapesReadAsNothing) {
    for (const char* body :
         {R"({"p": null})", R"({"p": 3})", R"({"p": {"prompt": [], "outputs": [], "status": 3}})",
          R"({"p": {"status": {"messages": [3, [], ["x"], [1, 2]]}}})"}) {
        const auto entries = parse_history(body);
        ASSERT_TRUE(entries) << body;
        EXPECT_EQ(verdict(entries->at(0)), Verdict::failed);
    }
}

TEST(History, DamagedBytesAreAnErrorOrAnEntryButNoCrash) {
    Rng rng{11};
    int errors = 0;
    for (int round = 0; round < 5'000; ++round) {
        std::string body = kFailed;
        for (std::uint64_t hits = 1 + rng.upto(4); hits > 0; --hits)
            body[rng.upto(body.size() - 1)] = static_cast<char>(rng.upto(255));
        const auto entries = parse_history(body);
        if (!entries) ++errors;
        for (const HistoryEntry& entry : entries.value_or(std::vector<HistoryEntry>{})) verdict(entry);
    }
    EXPECT_GT(errors, 0);
}

}  // namespace
}  // namespace divan::protocol
