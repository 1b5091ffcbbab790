#include <gtest/gtest.h>

#include <divan/workflow/catalogue.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::catalogue;

NodeCatalogue parsed(std::string_view text) { return NodeCatalogue::parse(text).value(); }

TEST(Catalogue, ReadsInputsInDeclaredOrder) {
    const auto* sampler = catalogue().find("KSampler");
    ASSERT_NE(sampler, nullptr);
    EXPECT_EQ(sampler->inputs.front().name, "model");
    const auto* steps = sampler->input("steps");
    EXPECT_EQ(steps->type_name(), "INT");
    EXPECT_EQ(*steps->option("max"), 10000);
    EXPECT_EQ(steps->tooltip(), "The number of steps used in the denoising process.");
    EXPECT_EQ(sampler->outputs.front().name, "LATENT");
}

TEST(Catalogue, KnowsOutputNodesAndHiddenInputs) {
    EXPECT_TRUE(catalogue().find("SaveImage")->output_node);
    EXPECT_FALSE(catalogue().find("KSampler")->output_node);
    EXPECT_TRUE(catalogue().find("SaveImage")->hidden()->contains("extra_pnginfo"));
    EXPECT_EQ(catalogue().find("KSampler")->hidden(), nullptr);
}

TEST(Catalogue, ReadsTheChoicesOfBothForms) {
    const auto both =
        parsed(R"({"A": {"input": {"required": {"old": [["a", 1, true]], "new": ["COMBO", {"options": ["x"]}],
        "remote": ["COMBO", {"remote": {"route": "/x"}}], "plain": ["INT"]}}}})");
    EXPECT_EQ(both.choices("A", "old"), (std::vector<std::string>{"a", "1", "True"}));
    EXPECT_EQ(both.choices("A", "new"), std::vector<std::string>{"x"});
    EXPECT_EQ(both.find("A")->input("remote")->choices(), nullptr);
    EXPECT_TRUE(both.find("A")->input("remote")->is_choice());
    EXPECT_FALSE(both.find("A")->input("plain")->is_choice());
    EXPECT_TRUE(both.choices("Nope", "x").empty());
}

TEST(Catalogue, TellsV3ClassesFromV1) {
    EXPECT_TRUE(catalogue().find("LoadVideo")->v3);
    EXPECT_FALSE(catalogue().find("LoadImage")->v3);
}

TEST(Catalogue, SkipsBrokenEntriesAndSaysSo) {
    const auto odd = parsed(
        R"({"A": 7, "B": {"input": []}, "C": {"input": {"required": {"x": [], "y": ["INT", 5], "z": "INT"}}},
        "D": {}, "E": {"input": {"optional": 5}, "output": "IMAGE"}})");
    EXPECT_EQ(odd.classes(), (std::vector<std::string>{"C", "D", "E"}));
    EXPECT_EQ(odd.find("C")->input("x"), nullptr);
    EXPECT_EQ(odd.find("C")->input("z")->type_name(), "INT");
    std::vector<std::string> skipped;
    for (const auto& entry : odd.skipped()) skipped.push_back(entry.class_type);
    EXPECT_EQ(skipped, (std::vector<std::string>{"A", "B", "C", "C", "E"}));
}

TEST(Catalogue, RefusesWhatIsNoCatalogue) {
    EXPECT_EQ(NodeCatalogue::parse("[]").error().code, Errc::malformed_reply);
    EXPECT_EQ(NodeCatalogue::parse("{").error().code, Errc::malformed_json);
}

TEST(Catalogue, OutlivesItsOriginalThroughCopies) {
    auto original =
        std::make_unique<NodeCatalogue>(parsed(R"({"A": {"input": {"required": {"x": ["INT"]}}}})"));
    const NodeCatalogue copy = *original;
    original.reset();
    EXPECT_EQ(copy.find("A")->input("x")->type_name(), "INT");
}

TEST(Catalogue, FindsClassesByWordsNamesFirst) {
    const auto found = catalogue().search("image save");
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found.front()->class_type, "SaveImage");
    EXPECT_TRUE(catalogue().search("no such thing at all").empty());
    EXPECT_EQ(catalogue().search("").size(), catalogue().size());
}

}  // namespace
}  // namespace divan
