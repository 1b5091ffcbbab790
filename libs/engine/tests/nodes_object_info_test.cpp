#include <gtest/gtest.h>

#include <set>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "nodes/builtin_nodes.hpp"

namespace divan::engine {
namespace {

/// What a ComfyUI 0.3.64 answered to GET /object_info, trimmed to the classes that are here.
const json::Object& recorded() {
    static const json::Value document =
        json::parse(read_file(DIVAN_SOURCE_DIR "/libs/engine/tests/data/object_info.json").value()).value();
    return *json::object_of(document);
}

NodeRegistry all_nodes() {
    NodeRegistry registry;
    add_builtin_nodes(registry, ModelCosts::builtin());
    add_test_nodes(registry);
    return registry;
}

/// Model and file lists differ between installations: they are taken out before comparing.
std::string comparable(json::Object info) {
    static const std::set<std::string> kFileInputs{"ckpt_name",        "unet_name",  "clip_name",
                                                   "clip_name1",       "clip_name2", "lora_name",
                                                   "control_net_name", "vae_name",   "model_name"};
    const bool loads_image = info.at("name") == "LoadImage" || info.at("name") == "LoadImageMask";
    for (auto& member : info.at("input").at("required").as_object()) {
        const bool is_file =
            kFileInputs.contains(std::string{member.key()}) || (loads_image && member.key() == "image");
        if (!is_file) continue;
        json::Array& spec = member.value().as_array();
        if (spec.front() == "COMBO")
            spec[1].as_object()["options"] = "files";
        else
            spec.front() = "files";
    }
    return json::write_python(info);
}

TEST(NodesObjectInfo, EqualsTheRecordingForEveryRecordedClass) {
    const NodeRegistry registry = all_nodes();
    for (const auto& member : recorded()) {
        const NodeClass* node = registry.find(member.key());
        ASSERT_TRUE(node) << member.key();
        EXPECT_EQ(comparable(node->info), comparable(member.value().as_object()));
    }
}

TEST(NodesObjectInfo, ListsTheClassesInComfyUIsOrder) {
    const NodeRegistry registry = all_nodes();
    std::vector<std::string> names, expected;
    for (const auto& node : registry.classes())
        if (!node->name.starts_with("Test")) names.push_back(node->name);
    for (const auto& member : recorded()) expected.emplace_back(member.key());
    EXPECT_EQ(names, expected);
}

TEST(NodesObjectInfo, GivesEveryClassSomethingToRun) {
    const NodeRegistry registry = all_nodes();
    for (const auto& node : registry.classes()) EXPECT_TRUE(node->run || node->run_lists) << node->name;
}

TEST(NodesObjectInfo, OffersTheModelsOfTheCostsFile) {
    ModelCosts costs;
    costs.files["checkpoints"] = {"mine.safetensors"};
    NodeRegistry registry;
    add_builtin_nodes(registry, costs);
    const std::string info = json::write_python(registry.find("CheckpointLoaderSimple")->info);
    EXPECT_NE(info.find(R"([["mine.safetensors"], {"tooltip")"), std::string::npos) << info;
}

TEST(NodesObjectInfo, RefreshListsImageFilesOfTheInputFolderSorted) {
    const TemporaryFolder folder;
    for (const char* name : {"b.png", "a.jpg", "notes.txt", "sub/c.png"})
        ASSERT_TRUE(write_file(folder.path() / name, "x"));
    const Folders folders{folder.path(), {}, {}, {}};
    const NodeRegistry registry = all_nodes();
    json::Object info = registry.find("LoadImage")->info;
    registry.find("LoadImage")->refresh(info, folders);
    EXPECT_EQ(json::write_python(info.at("input")),
              R"({"required": {"image": [["a.jpg", "b.png"], {"image_upload": true}]}})");
}

}  // namespace
}  // namespace divan::engine
