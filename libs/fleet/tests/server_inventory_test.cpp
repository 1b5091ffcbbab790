#include <divan/fleet/server_inventory.hpp>

#include <gtest/gtest.h>

namespace divan {
namespace {

Workflow drawing(const std::string& checkpoint) {
    return Workflow::parse(R"({
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": ")" +
                           checkpoint + R"("}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a fox.", "clip": ["4", 1]}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["4", 1]}}})")
        .value();
}

NodeCatalogue catalogue() {
    return NodeCatalogue::parse(R"({
        "CheckpointLoaderSimple": {"input": {"required": {"ckpt_name": [["usual.safetensors"]]}}, "output": []},
        "CLIPTextEncode": {"input": {"required": {"text": ["STRING"], "clip": ["CLIP"]}}, "output": []}})")
        .value();
}

using Lines = std::vector<std::string>;

TEST(ServerInventory, NeedsAreClassesAndModelFilesButNoWords) {
    const WorkflowNeeds needs = needs_of(drawing("usual.safetensors"));
    EXPECT_EQ(needs.classes, (Lines{"CLIPTextEncode", "CheckpointLoaderSimple"}));
    EXPECT_EQ(needs.files,
              (std::vector{NeededFile{"CheckpointLoaderSimple", "ckpt_name", "usual.safetensors"}}));
}

TEST(ServerInventory, MissesNothingWhileNothingIsKnown) {
    EXPECT_EQ(ServerInventory{}.missing(needs_of(drawing("any.safetensors"))), Lines{});
}

TEST(ServerInventory, LearnsFromRefusalsAndForgetsAfterARestart) {
    ServerInventory inventory;
    inventory.learn_missing_file({"CheckpointLoaderSimple", "ckpt_name", "rare.safetensors"});
    EXPECT_EQ(inventory.missing(needs_of(drawing("rare.safetensors"))),
              Lines{"file 'rare.safetensors' for CheckpointLoaderSimple.ckpt_name"});
    EXPECT_EQ(inventory.missing(needs_of(drawing("usual.safetensors"))), Lines{});
    inventory.learn_missing_class("CLIPTextEncode");
    EXPECT_EQ(inventory.missing(needs_of(drawing("usual.safetensors"))),
              Lines{"node class 'CLIPTextEncode'"});
    inventory.forget();
    EXPECT_EQ(inventory.missing(needs_of(drawing("rare.safetensors"))), Lines{});
}

TEST(ServerInventory, KnowsEverythingFromTheCatalogue) {
    ServerInventory inventory{catalogue()};
    EXPECT_EQ(inventory.missing(needs_of(drawing("usual.safetensors"))), Lines{});
    EXPECT_EQ(inventory.missing(needs_of(drawing("rare.safetensors"))).size(), 1U);
    const Workflow foreign =
        Workflow::parse(R"({"1": {"class_type": "Odd", "inputs": {"model": "x.safetensors"}}})").value();
    EXPECT_EQ(inventory.missing(needs_of(foreign)), Lines{"node class 'Odd'"})
        << "its files are of no interest then";
}

TEST(ServerInventory, AnInputWithoutChoicesMissesNoFile) {
    ServerInventory inventory{NodeCatalogue::parse(R"({
        "Loader": {"input": {"required": {"file": ["STRING"]}}, "output": []}})")
                                  .value()};
    const Workflow free =
        Workflow::parse(R"({"1": {"class_type": "Loader", "inputs": {"file": "x.safetensors"}}})").value();
    EXPECT_EQ(inventory.missing(needs_of(free)), Lines{});
}

}  // namespace
}  // namespace divan
