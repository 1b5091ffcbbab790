// One test for each method of the peer's namespaces that ComfyUI 0.3.64 answers, on the embedded engine:
// queue, history, system, node. The rest of section 2 of the parity table stands in the files beside this
// one.
#include <divan/client/catalogue.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "namespaces_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using protocol::PromptId;

using parity::ParityNamespaces;

constexpr std::string_view kGraph = R"("prompt":{"9": {"class_type": "SaveImage", "inputs": {}}})";

TEST_F(ParityNamespaces, QueuePrompt) {
    const std::string ids = R"(,"client_id":"me","prompt_id":"p")";
    const std::string append = "{" + std::string{kGraph} + ids + "}";
    EXPECT_EQ(body_for({}, false), append);
    EXPECT_EQ(body_for({}, true), "{" + std::string{kGraph} + ids + R"(,"front":true})");
    EXPECT_EQ(body_for(7, false), "{" + std::string{kGraph} + ids + R"(,"number":7.0})");
    EXPECT_EQ(body_for(-1, false), "{" + std::string{kGraph} + ids + R"(,"number":-1.0})");
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
}

TEST_F(ParityNamespaces, QueuePromptTakesItsPlace) {
    const PromptId running = start_slow();
    const PromptId last = submitted(parity::quick_graph(1)).prompt;
    protocol::SubmitRequest request{parity::quick_graph(2)};
    request.front = true;
    const PromptId front = value_of(submit(*connection, std::move(request), soon())).prompt;
    const auto waiting = value_of(queue(*connection, soon())).pending;
    ASSERT_EQ(waiting.size(), 2U);
    EXPECT_EQ(waiting.at(0).id, front);
    EXPECT_EQ(waiting.at(1).id, last);
    value_of(interrupt(*connection, running, soon()));
}

TEST_F(ParityNamespaces, AppendPrompt) {
    EXPECT_EQ(protocol::verdict(ended(submitted(parity::quick_graph()).prompt)), protocol::Verdict::success);
    protocol::SubmitRequest wrong{R"({"9": {"class_type": "Nope", "inputs": {}}})"};
    const Error error = error_of(submit(*connection, std::move(wrong), soon()));
    EXPECT_EQ(error.code, Errc::prompt_rejected);
    EXPECT_EQ(error.fact("status"), "400");
    EXPECT_EQ(error.fact("method"), "POST");
    EXPECT_NE(error.server_text.find("Nope"), std::string::npos);
}

TEST_F(ParityNamespaces, Interrupt) {
    const PromptId running = start_slow();
    value_of(interrupt(*connection, PromptId{"00000000-0000-4000-8000-000000000000"}, soon()));
    settle(300ms);
    EXPECT_EQ(value_of(queue(*connection, soon())).running.at(0).id, running)
        << "another prompt's interrupt hit ours";
    value_of(interrupt(*connection, running, soon()));
    EXPECT_EQ(protocol::verdict(ended(running)), protocol::Verdict::interrupted);
}

TEST_F(ParityNamespaces, InterruptWithoutId) {
    const PromptId running = start_slow();
    value_of(interrupt_all(*connection, soon()));
    EXPECT_EQ(protocol::verdict(ended(running)), protocol::Verdict::interrupted);
}

TEST_F(ParityNamespaces, CancelPromptAndCancelPrompts) {
    const PromptId running = start_slow();
    const PromptId first = submitted(parity::quick_graph(1)).prompt,
                   second = submitted(parity::quick_graph(2)).prompt,
                   third = submitted(parity::quick_graph(3)).prompt;
    value_of(delete_from_queue(*connection, {first}, soon()));
    EXPECT_EQ(value_of(queue(*connection, soon())).pending.size(), 2U);
    value_of(delete_from_queue(*connection, {second, third, PromptId{"unknown"}}, soon()));
    const auto left = value_of(queue(*connection, soon()));
    EXPECT_TRUE(left.pending.empty());
    EXPECT_EQ(left.running.at(0).id, running);
    value_of(interrupt(*connection, running, soon()));
}

TEST_F(ParityNamespaces, ClearPending) {
    const PromptId running = start_slow();
    submitted(parity::quick_graph(1));
    submitted(parity::quick_graph(2));
    value_of(clear_queue(*connection, soon()));
    const auto left = value_of(queue(*connection, soon()));
    EXPECT_TRUE(left.pending.empty());
    EXPECT_EQ(left.running.at(0).id, running);
    value_of(interrupt(*connection, running, soon()));
}

TEST_F(ParityNamespaces, GetHistories) {
    std::vector<PromptId> prompts;
    for (int colour = 0; colour < 3; ++colour) {
        prompts.push_back(submitted(parity::quick_graph(colour)).prompt);
        ended(prompts.back());
    }
    HistoryPage newest;
    newest.max_items = 2;
    EXPECT_EQ(value_of(history(*connection, newest, soon())).at(0).id, prompts.at(1));
    HistoryPage second;
    second.offset = 1;
    second.max_items = 1;
    const auto page = value_of(history(*connection, second, soon()));
    ASSERT_EQ(page.size(), 1U);
    EXPECT_EQ(page.at(0).id, prompts.at(1));
}

TEST_F(ParityNamespaces, GetHistory) {
    EXPECT_FALSE(value_of(history(*connection, PromptId{"none"}, soon())).has_value());
    const auto entry = ended(submitted(parity::quick_graph()).prompt);
    EXPECT_EQ(entry.outputs.at(0).files.at(0).type, "output");
    recorder();
    server->answer("GET /history/a",
                   R"({"a": {"prompt": [NaN, "a", {}, {}, []], "outputs": {"9": {"x": [Infinity]}}}})");
    EXPECT_EQ(value_of(history(recorder(), PromptId{"a"}, soon()))->outputs.at(0).node, NodeId{"9"});
}

TEST_F(ParityNamespaces, ClearHistory) {
    const PromptId kept = submitted(parity::quick_graph(1)).prompt,
                   dropped = submitted(parity::quick_graph(2)).prompt;
    ended(kept);
    ended(dropped);
    value_of(delete_from_history(*connection, {dropped}, soon()));
    EXPECT_FALSE(value_of(history(*connection, dropped, soon())).has_value());
    EXPECT_TRUE(value_of(history(*connection, kept, soon())).has_value());
    value_of(clear_history(*connection, soon()));
    EXPECT_TRUE(value_of(history(*connection, HistoryPage{}, soon())).empty());
}

TEST_F(ParityNamespaces, GetSystemStats) {
    const auto stats = value_of(system_stats(*connection, soon()));
    EXPECT_EQ(stats.os, "posix");
    EXPECT_EQ(stats.comfyui_version, "0.3.64");
    EXPECT_GT(stats.ram_total_bytes, 0);
    EXPECT_FALSE(stats.devices.empty());
    EXPECT_NE(json::find(stats.raw, "system"), nullptr);
    recorder();
    server->forget("GET /system_stats");
    server->answer(
        "GET /system_stats",
        R"({"system": {"os": "nt", "installed_templates_version": "0.1.95", "required_templates_version": "0.1.96",)"
        R"( "required_frontend_version": "1.27", "argv": ["main.py"], "next": 1}, "devices": []})");
    const auto windows = value_of(system_stats(recorder(), soon()));
    EXPECT_EQ(windows.installed_templates_version, "0.1.95");
    EXPECT_EQ(windows.required_templates_version, "0.1.96");
    EXPECT_NE(json::find(*json::find(windows.raw, "system"), "next"), nullptr);
}

TEST_F(ParityNamespaces, FreeMemory) {
    const PromptId before = submitted(parity::quick_graph(5)).prompt;
    ended(before);
    value_of(free_memory(*connection, true, true, soon()));
    settle(300ms);  // the worker acts on it when it is idle
    const auto entry = ended(submitted(parity::quick_graph(5)).prompt);
    EXPECT_TRUE(protocol::cached_nodes(entry).empty()) << "the caches were to be dropped";
    EXPECT_EQ(error_of(free_memory(recorder(), true, false, soon())).fact("status"), "405");
}

TEST_F(ParityNamespaces, GetNodeDefs) {
    const auto all = value_of(object_info(*connection, soon()));
    EXPECT_GT(all.size(), 50U);
    const auto one = value_of(object_info(*connection, "EmptyImage", soon()));
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one.find("EmptyImage")->input("width")->type_name(), "INT");
    EXPECT_EQ(value_of(object_info(*connection, "Nope", soon())).size(), 0U);
    recorder();
    server->answer("GET /object_info/Empty", "");
    EXPECT_EQ(value_of(object_info(recorder(), "Empty", soon())).size(), 0U);
}

TEST_F(ParityNamespaces, GetCheckpoints) {
    EXPECT_EQ(value_of(checkpoints(*connection, soon())),
              (std::vector<std::string>{"other.safetensors", "slow.safetensors"}));
}

TEST_F(ParityNamespaces, GetLoras) {
    EXPECT_EQ(value_of(loras(*connection, soon())), (std::vector<std::string>{"tiny.safetensors"}));
    recorder();
    server->answer(
        "GET /object_info/LoraLoader",
        R"({"LoraLoader": {"input": {"required": {"lora_name": ["COMBO", {"options": ["a", "b"]}]}}, "output": []}})");
    EXPECT_EQ(value_of(loras(recorder(), soon())), (std::vector<std::string>{"a", "b"}));
}

TEST_F(ParityNamespaces, GetSamplerInfo) {
    const auto names = value_of(samplers(*connection, soon()));
    EXPECT_NE(std::ranges::find(names, "euler_ancestral"), names.end());
    const auto plans = value_of(schedulers(*connection, soon()));
    EXPECT_NE(std::ranges::find(plans, "karras"), plans.end());
}

}  // namespace
}  // namespace divan
