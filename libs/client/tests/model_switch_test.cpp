#include <divan/client/model_switch.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

class ModelSwitchTest : public test::RecordedTest {};

Workflow graph() {
    return Workflow::parse(R"({
      "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "a.safetensors"}},
      "5": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "b.safetensors"}},
      "6": {"class_type": "DualCLIPLoader", "inputs": {"clip_name1": "l", "clip_name2": "t5", "type": "flux"}},
      "7": {"class_type": "LoraLoader", "inputs": {"lora_name": "x", "model": ["4", 0], "clip": ["4", 1]}},
      "8": {"class_type": "VAELoader", "inputs": {"vae_name": ["9", 0]}},
      "9": {"class_type": "PrimitiveString", "inputs": {"value": "v"}}})")
        .value();
}

std::string text(const Workflow& workflow, const char* node, const char* input) {
    return std::string{json::text_of(*workflow.get(NodeId{node}, input)).value_or("?")};
}

TEST(ModelSwitch, FindsEveryLoaderInput) {
    const auto inputs = loader_inputs(graph());
    ASSERT_EQ(inputs.size(), 6U);
    EXPECT_EQ(inputs[0].folder, "checkpoints");
    EXPECT_EQ(inputs[2].input, "clip_name1");
    EXPECT_EQ(inputs[3].input, "clip_name2");
    EXPECT_EQ(inputs[4].file, "x");
    EXPECT_TRUE(inputs[5].linked);
}

TEST(ModelSwitch, SetsEveryLoaderOfTheFolder) {
    Workflow workflow = graph();
    const auto set = switch_model(workflow, {"checkpoints", "new.safetensors"});
    ASSERT_TRUE(set) << describe(set.error());
    EXPECT_EQ(*set, (std::vector<NodeId>{NodeId{"4"}, NodeId{"5"}}));
    EXPECT_EQ(text(workflow, "4", "ckpt_name"), "new.safetensors");
    EXPECT_EQ(text(workflow, "5", "ckpt_name"), "new.safetensors");
    EXPECT_EQ(text(workflow, "7", "lora_name"), "x");
}

TEST(ModelSwitch, SetsOneNodeAndOneInput) {
    Workflow workflow = graph();
    ModelChoice one{"checkpoints", "new"};
    one.node = NodeId{"5"};
    ASSERT_TRUE(switch_model(workflow, one));
    EXPECT_EQ(text(workflow, "4", "ckpt_name"), "a.safetensors");
    ModelChoice second{"text_encoders", "new"};
    second.input = "clip_name2";
    ASSERT_TRUE(switch_model(workflow, second));
    EXPECT_EQ(text(workflow, "6", "clip_name1"), "l");
    EXPECT_EQ(text(workflow, "6", "clip_name2"), "new");
}

TEST(ModelSwitch, SaysWhatTheWorkflowLoads) {
    Workflow workflow = graph();
    const auto none = switch_model(workflow, {"controlnet", "x"});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Errc::invalid_argument);
    EXPECT_EQ(none.error().hint, "it loads models of: checkpoints, loras, text_encoders, vae");
    ModelChoice wrong{"checkpoints", "x"};
    wrong.node = NodeId{"7"};
    EXPECT_EQ(switch_model(workflow, wrong).error().code, Errc::invalid_argument);
    wrong.node = NodeId{"99"};
    EXPECT_EQ(switch_model(workflow, wrong).error().code, Errc::unknown_node);
    EXPECT_EQ(workflow, graph());
}

TEST(ModelSwitch, AnInputThatAnotherNodeFeedsIsNotCut) {
    Workflow workflow = graph();
    const auto refused = switch_model(workflow, {"vae", "x"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("node 8"), std::string::npos);
    EXPECT_EQ(workflow, graph());
}

TEST(ModelSwitch, KnowsItsFolders) {
    const auto folders = loader_folders();
    EXPECT_NE(std::ranges::find(folders, "diffusion_models"), folders.end());
    EXPECT_EQ(std::ranges::count(folders, "checkpoints"), 1);
}

TEST(ModelLoad, RunsTheLoaderAndShowsWhatCameOut) {
    const auto workflow = load_workflow({"diffusion_models", "flux.safetensors"});
    ASSERT_TRUE(workflow) << describe(workflow.error());
    EXPECT_EQ(
        workflow->to_json(),
        R"({"1":{"class_type":"UNETLoader","inputs":{"weight_dtype":"default","unet_name":"flux.safetensors"}},)"
        R"("2":{"class_type":"PreviewAny","inputs":{"source":["1",0]}}})");
}

TEST(ModelLoad, ALoraIsNotLoadedAlone) {
    EXPECT_EQ(load_workflow({"loras", "x"}).error().code, Errc::invalid_argument);
    EXPECT_EQ(load_workflow({"nope", "x"}).error().code, Errc::invalid_argument);
}

TEST_F(ModelSwitchTest, AFileThatTheServerLacksIsRefusedWithNearOnes) {
    server->answer(
        "GET /object_info/CheckpointLoaderSimple",
        R"({"CheckpointLoaderSimple": {"input": {"required": {"ckpt_name": [["sd_xl_base.safetensors", "v1-5.safetensors"]]}}, "output": []}})");
    const Error error =
        error_of(switch_model(*connection, graph(), {"checkpoints", "sd_xl_bse.safetensors"}, soon()));
    EXPECT_EQ(error.code, Errc::invalid_argument);
    EXPECT_NE(error.hint.find("sd_xl_base.safetensors"), std::string::npos);
    const auto switched =
        call(switch_model(*connection, graph(), {"checkpoints", "v1-5.safetensors"}, soon()));
    ASSERT_TRUE(switched) << describe(switched.error());
    EXPECT_EQ(text(*switched, "4", "ckpt_name"), "v1-5.safetensors");
    EXPECT_EQ(server->requests.size(), 2U) << "one request for one class";
    EXPECT_EQ(error_of(load_model(*connection, {"checkpoints", "none"}, soon())).code,
              Errc::invalid_argument);
}

TEST_F(ModelSwitchTest, ALoaderThatTheServerLacksIsNotSupported) {
    server->answer("GET /object_info/VAELoader", "{}");
    const Error error = error_of(load_model(*connection, {"vae", "v"}, soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_NE(error.message.find("VAELoader"), std::string::npos);
}

TEST_F(ModelSwitchTest, ChoicesFromElsewhereAreLeftToTheServer) {
    server->answer(
        "GET /object_info/VAELoader",
        R"({"VAELoader": {"input": {"required": {"vae_name": ["COMBO", {"remote": {"route": "/x"}}]}}, "output": []}})");
    Workflow workflow;
    workflow.add_node("VAELoader", {{"vae_name", "a"}});
    EXPECT_TRUE(call(switch_model(*connection, workflow, {"vae", "b"}, soon())));
}

}  // namespace
}  // namespace divan
