#include <gtest/gtest.h>

#include <divan/workflow/model_loading.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

Workflow with_classes(const std::vector<std::string>& classes) {
    Workflow workflow;
    for (const std::string& class_type : classes) workflow.add_node(class_type);
    return workflow;
}

TEST(ModelLoaders, KnowTheThirtyClassesSpelledExactly) {
    EXPECT_EQ(known_model_loaders().classes().size(), 30U);
    for (const char* class_type :
         {"CheckpointLoaderSimple", "unCLIPCheckpointLoader", "VAEDecode", "ControlNetApply",
          "IPAdapterApply", "ADE_AnimateDiffLoaderGen2", "comfy.sdxl.CheckpointLoader"})
        EXPECT_TRUE(known_model_loaders().contains(class_type)) << class_type;
    EXPECT_FALSE(known_model_loaders().contains("checkpointloadersimple"));
    EXPECT_FALSE(known_model_loaders().contains("KSampler"));
}

TEST(ModelLoaders, AreFoundInAWorkflow) {
    EXPECT_EQ(model_loading_nodes(test::red_fox()), (std::vector<NodeId>{NodeId{"4"}, NodeId{"8"}}));
    EXPECT_TRUE(model_loading_nodes(Workflow{}).empty());
}

TEST(ModelLoaders, HaveACategoryByTheirNames) {
    EXPECT_EQ(known_model_loaders().category("unCLIPCheckpointLoader"), ModelCategory::checkpoint);
    EXPECT_EQ(known_model_loaders().category("VAEDecode"), ModelCategory::vae);
    EXPECT_EQ(known_model_loaders().category("LoraLoaderModelOnly"), ModelCategory::lora);
    EXPECT_EQ(known_model_loaders().category("ControlNetApplyAdvanced"), ModelCategory::controlnet);
    EXPECT_EQ(known_model_loaders().category("UNETLoader"), ModelCategory::other);
}

TEST(ModelLoaders, TakeFurtherClasses) {
    ModelLoaders loaders;
    loaders.add("MyLoraStack");
    loaders.add("NunchakuLoader", ModelCategory::checkpoint);
    EXPECT_EQ(loaders.category("MyLoraStack"), ModelCategory::lora);
    const auto workflow = with_classes({"NunchakuLoader", "MyLoraStack"});
    EXPECT_EQ(estimate_model_loading(workflow, ModelStorage::nvme, loaders), 5500ms);
    EXPECT_EQ(estimate_model_loading(workflow, ModelStorage::nvme), 0ms) << "the known ones stay as they are";
}

TEST(ModelLoading, EstimatesByCategoryAndStorage) {
    using C = ModelCategory;
    using S = ModelStorage;
    const auto of = model_loading_estimate;
    EXPECT_EQ(of(C::checkpoint, S::hdd), 30s);
    EXPECT_EQ(of(C::checkpoint, S::ssd), 10s);
    EXPECT_EQ(of(C::checkpoint, S::nvme), 5s);
    EXPECT_EQ(of(C::vae, S::hdd), 5s);
    EXPECT_EQ(of(C::vae, S::nvme), 1s);
    EXPECT_EQ(of(C::lora, S::ssd), 1s);
    EXPECT_EQ(of(C::lora, S::nvme), 500ms);
    EXPECT_EQ(of(C::controlnet, S::hdd), 15s);
    EXPECT_EQ(of(C::controlnet, S::nvme), 2500ms);
    EXPECT_EQ(of(C::other, S::hdd), 10s);
    EXPECT_EQ(of(C::other, S::nvme), 1500ms);
}

TEST(ModelLoading, AddsUpOverAWorkflow) {
    EXPECT_EQ(estimate_model_loading(test::red_fox()), 12s) << "a checkpoint and a VAE from an SSD";
    EXPECT_EQ(estimate_model_loading(test::red_fox(), ModelStorage::hdd), 35s);
    EXPECT_EQ(estimate_model_loading(with_classes({"KSampler"})), 0ms);
}

TEST(ModelLoading, StretchesTheTimeoutsOfAFirstRun) {
    std::vector<std::string> classes;
    for (const int factor : {1, 2, 2, 3, 3, 4, 4}) {
        EXPECT_EQ(model_loading_timeout_factor(with_classes(classes)), factor)
            << classes.size() << " loaders";
        classes.emplace_back("LoraLoader");
    }
    EXPECT_EQ(model_loading_timeout_factor(with_classes(classes), true), 1) << "it ran before";
}

}  // namespace
}  // namespace divan
