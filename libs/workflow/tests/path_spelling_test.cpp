#include <gtest/gtest.h>

#include <divan/workflow/path_spelling.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

const NodeCatalogue& windows() {
    static const auto kWindows = NodeCatalogue::parse(R"({
        "CheckpointLoaderSimple": {"input": {"required": {"ckpt_name": [["SDXL\\base.safetensors", "plain.ckpt"]]}}},
        "Lora": {"input": {"required": {"name": ["COMBO", {"options": ["a\\b/c.pt", "a/b\\c.pt", "x\\y.pt"]}], "note": ["STRING"],
            "remote": ["COMBO", {"remote": {"route": "/x"}}]}}}})")
                                     .value();
    return kWindows;
}

TEST(PathSpelling, TurnsSeparatorsBothWays) {
    EXPECT_EQ(encode_nt_path("SDXL/a/b.safetensors"), "SDXL\\a\\b.safetensors");
    EXPECT_EQ(encode_posix_path("SDXL\\a\\b.safetensors"), "SDXL/a/b.safetensors");
    EXPECT_EQ(encode_path("a/b\\c", PathStyle::nt), "a\\b\\c");
    EXPECT_EQ(encode_path("a/b\\c", PathStyle::posix), "a/b/c");
    EXPECT_EQ(encode_path("a/b\\c", PathStyle::as_given), "a/b\\c");
    EXPECT_EQ(encode_nt_path(""), "");
}

TEST(PathSpelling, FollowsTheSystemOfTheServer) {
    EXPECT_EQ(path_style(server_os("nt")), PathStyle::nt);
    EXPECT_EQ(path_style(server_os("win32")), PathStyle::nt);
    EXPECT_EQ(path_style(server_os("posix")), PathStyle::posix);
    EXPECT_EQ(path_style(server_os("darwin")), PathStyle::posix);
    EXPECT_EQ(path_style(server_os("java")), PathStyle::as_given);
    EXPECT_EQ(path_style(server_os("")), PathStyle::as_given);
    for (const auto os : {ServerOs::posix, ServerOs::nt, ServerOs::java}) EXPECT_EQ(server_os(name(os)), os);
    EXPECT_EQ(name(server_os("beos")), "unknown");
}

TEST(AdaptNames, SpellsModelsAsTheServerListsThem) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.set("4.ckpt_name", "SDXL/base.safetensors"));
    EXPECT_EQ(adapt_names(workflow, windows()),
              (std::vector<NameChange>{
                  {NodeId{"4"}, "ckpt_name", "SDXL/base.safetensors", "SDXL\\base.safetensors"}}));
    EXPECT_EQ(*workflow.get(NodeId{"4"}, "ckpt_name"), "SDXL\\base.safetensors");
    EXPECT_TRUE(adapt_names(workflow, windows()).empty()) << "nothing is left to do";
}

TEST(AdaptNames, LeavesOtherTextsNamesAndLinksAlone) {
    const auto before =
        Workflow::parse(
            R"({"1": {"class_type": "Lora", "inputs": {"name": "x/z.pt", "note": "x/y.pt", "remote": "x/y.pt",
        "unknown": "x/y.pt"}}, "2": {"class_type": "Lora", "inputs": {"name": ["1", 0]}}, "3": {"class_type": "FromMars", "inputs":
        {"name": "x/y.pt"}}, "4": {"class_type": "Lora"}, "5": {"class_type": "Lora", "inputs": {"name": 7}}})")
            .value();
    auto workflow = before;
    EXPECT_TRUE(adapt_names(workflow, windows()).empty());
    EXPECT_EQ(workflow, before);
}

TEST(AdaptNames, DecideNothingWhereTwoChoicesFit) {
    auto workflow =
        Workflow::parse(R"({"1": {"class_type": "Lora", "inputs": {"name": "a/b/c.pt"}}})").value();
    EXPECT_TRUE(adapt_names(workflow, windows()).empty());
    ASSERT_TRUE(workflow.set("1.name", "x/y.pt"));
    EXPECT_EQ(adapt_names(workflow, windows()).size(), 1U);
}

}  // namespace
}  // namespace divan
