#include <gtest/gtest.h>

#include <divan/jobs/asset_references.hpp>
#include <divan/jobs/details.hpp>
#include <divan/jobs/lane.hpp>
#include <divan/jobs/output_names.hpp>
#include <divan/json/parse.hpp>

#include "cache_key.hpp"

namespace divan::durable {
namespace {

constexpr const char* kCopy = R"({
    "1": {"class_type": "LoadImage", "inputs": {"image": {"__type": "core/ASSET", "info": {"id": "a-1"}}}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "out/fox"}}})";

Workflow workflow(const std::string& text) { return Workflow::parse(text).value(); }
const store::AssetId kAsset{"a-1"};

TEST(AssetReferences, AreFoundOnceAndReplaced) {
    const Workflow graph = workflow(kCopy);
    const auto found = asset_references(graph);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, std::vector{kAsset});
    const Workflow replaced = replace_references(graph, {{kAsset, "divan/abc.png"}});
    EXPECT_EQ(json::text_of(*replaced.get(NodeId{"1"}, "image")), "divan/abc.png");
    EXPECT_TRUE(asset_references(replaced)->empty());
}

TEST(AssetReferences, AreFoundInsideLists) {
    const Workflow graph = workflow(
        R"({"1": {"class_type": "Batch", "inputs": {"files": {"__value__": [{"__type": "core/ASSET", "info": {"id": "a-1"}}]}}}})");
    EXPECT_EQ(asset_references(graph)->size(), 1u);
    EXPECT_TRUE(asset_references(replace_references(graph, {{kAsset, "x.png"}}))->empty());
}

TEST(AssetReferences, OneWithoutAnIdIsRefusedWithItsPlace) {
    const auto found = asset_references(workflow(
        R"({"7": {"class_type": "LoadImage", "inputs": {"image": {"__type": "core/ASSET", "info": {}}}}})"));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().fact("node"), "7");
    EXPECT_EQ(found.error().fact("input"), "image");
}

TEST(OutputNames, EachAttemptHasAFolderAndCallersDoNotSeeIt) {
    const std::string folder = output_folder(JobId{"j"}, 2);
    EXPECT_EQ(folder, "divan/j/2");
    const Workflow sent = with_folder(workflow(kCopy), folder);
    EXPECT_EQ(json::text_of(*sent.get(NodeId{"9"}, "filename_prefix")), "divan/j/2/out/fox");
    protocol::OutputFile file;
    file.filename = "fox_00001_.png";
    file.subfolder = "divan/j/2/out";
    EXPECT_EQ(shown_name(file, folder), "out/fox_00001_.png");
    file.subfolder = "divan\\j\\2";
    EXPECT_EQ(shown_name(file, folder), "fox_00001_.png") << "a server on Windows";
    file.subfolder = "elsewhere";
    EXPECT_EQ(shown_name(file, folder), "elsewhere/fox_00001_.png");
}

TEST(Lane, CountsClassesAndNothingElse) {
    const auto lane = [](const std::string& text) { return lane_of(needs_of(workflow(text))); };
    const std::string one = lane(
        R"({"1": {"class_type": "A", "inputs": {"m": "x.safetensors"}}, "2": {"class_type": "B", "inputs": {}}})");
    EXPECT_EQ(
        one,
        lane(
            R"({"8": {"class_type": "B", "inputs": {}}, "9": {"class_type": "A", "inputs": {"m": "y.safetensors"}}})"));
    EXPECT_NE(one, lane(R"({"1": {"class_type": "A", "inputs": {}}})"));
    EXPECT_LT(one.size(), 40u);
}

TEST(CacheKey, SeesWhatIsComputedAndForWhom) {
    const auto key = [](const std::string& text, std::string content = "c", std::string owner = "ann") {
        return cache_key(workflow(text), {{kAsset, std::move(content)}}, owner);
    };
    std::string other_prefix = kCopy, other_node = kCopy, other_title = kCopy;
    other_prefix.replace(other_prefix.find("out/fox"), 7, "in/hare");
    other_node.replace(other_node.find("SaveImage"), 9, "ShowImage");
    other_title.replace(other_title.find(R"("LoadImage",)"), 12, R"("LoadImage", "_meta": {"title": "x"},)");
    EXPECT_EQ(key(kCopy), key(other_prefix));
    EXPECT_EQ(key(kCopy), key(other_title));
    EXPECT_NE(key(kCopy), key(other_node));
    EXPECT_NE(key(kCopy), key(kCopy, "d")) << "other bytes";
    EXPECT_NE(key(kCopy), key(kCopy, "c", "bob")) << "another owner";
    EXPECT_NE(key(kCopy), cache_key(workflow(kCopy), {{kAsset, "c"}}, "ann", 1024)) << "a scaled input";
}

TEST(Details, SurviveTheirJson) {
    JobDetails details;
    SeedChange seed;
    seed.node = NodeId{"3"};
    seed.input = "seed";
    seed.value = UINT64_MAX;
    details.seeds = {seed};
    details.rename_outputs = false;
    details.allow_no_output = true;
    details.cache_key = "k";
    details.reuse = false;
    details.keep_for = std::chrono::hours{1};
    details.client["tag"] = "t";
    const auto read = JobDetails::parse(details.to_json());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->to_json(), details.to_json());
    EXPECT_EQ(read->seeds, details.seeds);
    EXPECT_TRUE(JobDetails::parse("")->rename_outputs) << "the defaults";
}

}  // namespace
}  // namespace divan::durable
