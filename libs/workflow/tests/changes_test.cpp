#include <gtest/gtest.h>

#include <divan/workflow/changes.hpp>
#include <divan/workflow/seeds.hpp>

namespace divan {
namespace {

Workflow two_nodes() {
    return Workflow::parse(R"({
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a dog", "clip": ["4", 1]}, "_meta": {"title": "Positive"}},
        "3": {"class_type": "KSampler", "inputs": {"seed": -1, "steps": 20}}})")
        .value();
}

std::vector<std::string> lines(const Workflow& before, const Workflow& after) {
    std::vector<std::string> texts;
    for (const WorkflowChange& change : changes_between(before, after)) texts.push_back(describe(change));
    return texts;
}

using Lines = std::vector<std::string>;

TEST(Changes, AreNoneBetweenEqualGraphs) {
    auto after = two_nodes();
    ASSERT_TRUE(after.set("3.steps", json::make_number("20.0").value()));
    EXPECT_EQ(lines(two_nodes(), after), Lines{}) << "a number is compared by its value";
}

TEST(Changes, SayInWhichNodeAnInputWasFoundAndWhatItIsNow) {
    auto after = two_nodes();
    ASSERT_TRUE(after.set("#Positive.text", "a red fox"));
    force_seed(after, UINT64_MAX);
    EXPECT_EQ(lines(two_nodes(), after),
              (Lines{R"(6.text (CLIPTextEncode "Positive"): "a dog" -> "a red fox")",
                     "3.seed (KSampler): -1 -> 18446744073709551615"}));
}

TEST(Changes, TellNewAndRemovedInputs) {
    auto after = two_nodes();
    ASSERT_TRUE(after.unlink(NodeId{"6"}, "clip"));
    ASSERT_TRUE(after.set("3.cfg", 7.5));
    EXPECT_EQ(lines(two_nodes(), after), (Lines{R"(6.clip (CLIPTextEncode "Positive"): ["4",1] removed)",
                                                "3.cfg (KSampler): nothing -> 7.5"}));
}

TEST(Changes, TellNewRemovedAndExchangedNodes) {
    auto after = two_nodes();
    ASSERT_TRUE(after.remove_node(NodeId{"6"}));
    ASSERT_TRUE(after.add_node(NodeId{"4"}, "SaveImage", {}, "Result"));
    EXPECT_EQ(lines(two_nodes(), after),
              (Lines{R"(6 (CLIPTextEncode "Positive"): removed)", R"(4 (SaveImage "Result"): added)"}));
    const auto other =
        Workflow::parse(
            R"({"6": {"class_type": "Note", "inputs": {}}, "3": {"class_type": "KSampler", "inputs": {}}})")
            .value();
    EXPECT_EQ(lines(two_nodes(), other).front(), R"(6 (Note): "CLIPTextEncode" -> "Note")");
}

TEST(Changes, CutLongValuesForTheLog) {
    auto after = two_nodes();
    ASSERT_TRUE(after.set("6.text", boost::json::string(10'000, 'x')));
    EXPECT_LT(lines(two_nodes(), after).front().size(), 250u);
}

}  // namespace
}  // namespace divan
