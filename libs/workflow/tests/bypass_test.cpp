#include <gtest/gtest.h>

#include <divan/workflow/attachments.hpp>
#include <divan/workflow/bypass.hpp>
#include <divan/workflow/structure.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using Links = std::vector<Link>;

NodeCatalogue catalogue_of(std::string_view text) { return NodeCatalogue::parse(text).value(); }
Workflow parsed(std::string_view text) { return Workflow::parse(text).value(); }

/// Nodes for odd cases: one input and one output of each kind.
const NodeCatalogue& odd_nodes() {
    static const auto kNodes = catalogue_of(R"({
        "Source": {"input": {"required": {}}, "output": ["IMAGE", "MASK", "STRING", "INT", ["a", "b"]]},
        "Any": {"input": {"required": {"x": ["*"]}}, "output": ["*"]},
        "Multi": {"input": {"required": {"n": ["STRING,INT", {}], "image": ["IMAGE"]}}, "output": ["INT,FLOAT", "IMAGE"]},
        "NoRequired": {"input": {"optional": {"image": ["IMAGE"]}}, "output": ["IMAGE"]},
        "NoInput": {"output": ["IMAGE"]},
        "Choice": {"input": {"required": {"c": [["a", "b"]], "d": [["a", "c"]]}}, "output": [["a", "b"], ["a", "c"], "COMBO"]},
        "Widget": {"input": {"required": {"text": ["STRING", {}], "image": ["IMAGE"], "other": ["STRING", {"forceInput": true}]}},
                   "output": ["STRING", "STRING"]},
        "Match": {"input": {"required": {"x": ["COMFY_MATCHTYPE_V3", {}]}}, "output": ["COMFY_MATCHTYPE_V3"]},
        "Two": {"input": {"required": {"a": ["IMAGE"], "b": ["IMAGE"]}}, "output": ["MASK", "IMAGE", "IMAGE"]},
        "Show": {"input": {"required": {"image": ["IMAGE"], "text": ["STRING", {}], "n": ["INT", {}], "any": ["*"]}}, "output": [],
                 "output_node": true}})");
    return kNodes;
}

/// 1 Source, 2 the node in the middle with `inputs`, 3 Show with `taken`; 2 is bypassed.
BypassOutcome without(std::string_view class_type, std::string_view inputs, std::string_view taken) {
    auto workflow = parsed(R"({"1": {"class_type": "Source", "inputs": {}}, "2": {"class_type": ")" +
                           std::string{class_type} + R"(", "inputs": )" + std::string{inputs} +
                           R"(}, "3": {"class_type": "Show", "inputs": )" + std::string{taken} + "}}");
    EXPECT_TRUE(workflow.bypass("2"));
    auto outcome = apply_bypass(workflow, odd_nodes());
    EXPECT_TRUE(outcome) << describe(outcome.error());
    return std::move(*outcome);
}

struct Recorded {
    std::string name;
    Workflow ours;
    const json::Value *front_end, *comfyui_node;  ///< null: as the front end
};

/// 18 graphs of ComfyUI's own nodes, with what the front end 1.27.10 and comfyui-node 1.10.0 made of them.
std::vector<Recorded> recorded() {
    static const auto kGolden = test::data_file("bypass_golden.json");
    const auto catalogue = NodeCatalogue::from_json(*json::find(kGolden, "catalogue")).value();
    std::vector<Recorded> all;
    for (const auto& entry : *json::array_of(*json::find(kGolden, "cases"))) {
        auto workflow = Workflow::from_json(*json::find(entry, "graph")).value();
        for (const auto& node : *json::array_of(*json::find(entry, "bypassed")))
            EXPECT_TRUE(workflow.bypass(*json::text_of(node)));
        auto outcome = apply_bypass(workflow, catalogue);
        EXPECT_TRUE(outcome) << describe(outcome.error());
        all.push_back({json::text_or(entry, "name"), std::move(outcome->workflow),
                       json::find(entry, "front_end"), json::find(entry, "comfyui_node")});
    }
    return all;
}

TEST(Bypass, GivesThePromptThatTheFrontEndGives) {
    std::vector<std::string> others;
    for (const Recorded& graph : recorded())
        if (!json::same_content(graph.ours.to_value(), *graph.front_end)) others.push_back(graph.name);
    EXPECT_EQ(others, std::vector<std::string>{"literal text before a linked one"})
        << "there the front end cuts a link that could be kept";
}

TEST(Bypass, GivesThePromptThatComfyuiNodeGivesUnlessThatIsADefect) {
    std::vector<std::string> others;
    for (const Recorded& graph : recorded()) {
        const auto* theirs = graph.comfyui_node ? graph.comfyui_node : graph.front_end;
        if (!json::same_content(graph.ours.to_value(), *theirs)) others.push_back(graph.name);
    }
    EXPECT_EQ(others,
              (std::vector<std::string>{"sampler with two latents, both used", "one image split into three",
                                        "literal text before a linked one"}))
        << "it cuts an output when another one took the only source, and takes literals as sources";
}

TEST(Bypass, NeverTakesALiteralAsSource) {
    const auto graph = recorded().back();
    ASSERT_EQ(graph.name, "literal text before a linked one");
    EXPECT_EQ(graph.ours.links_into(NodeId{"6"}).front(), (Link{NodeId{"1"}, 0, NodeId{"6"}, "text"}));
}

TEST(Bypass, LeavesAWorkflowWithoutBypassedNodesAlone) {
    const auto outcome = apply_bypass(test::red_fox(), NodeCatalogue{}).value();
    EXPECT_EQ(outcome.workflow, test::red_fox());
    EXPECT_TRUE(outcome.rewired.empty() && outcome.cut.empty());
}

TEST(Bypass, LeavesTheOriginalAlone) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.bypass("8"));
    const auto before = workflow;
    ASSERT_TRUE(apply_bypass(workflow, test::catalogue()));
    EXPECT_EQ(workflow, before);
}

TEST(Bypass, TellsWhatItCut) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.bypass("8"));
    const auto outcome = apply_bypass(workflow, test::catalogue()).value();
    EXPECT_EQ(outcome.cut, (Links{{NodeId{"8"}, 0, NodeId{"9"}, "images"}}));
    EXPECT_FALSE(outcome.workflow.has(NodeId{"8"}));
    EXPECT_TRUE(outcome.workflow.bypassed().empty());
}

TEST(Bypass, DropsTheAttachmentsOfANodeThatIsTakenOut) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.attach(NodeId{"8"}, "image", Attachment::from_bytes("x", "x.png")));
    ASSERT_TRUE(workflow.declare_output("9"));
    ASSERT_TRUE(workflow.bypass("8"));
    const auto outcome = apply_bypass(workflow, test::catalogue()).value();
    EXPECT_TRUE(outcome.workflow.attachments().empty());
    EXPECT_EQ(outcome.workflow.declared_outputs().size(), 1U);
}

TEST(Bypass, NamesNodeAndClassThatTheServerDoesNotHave) {
    auto workflow = test::red_fox();
    workflow.add_node(NodeId{"20"}, "KSampelr");
    workflow.add_node(NodeId{"21"}, "FromMars");
    ASSERT_TRUE(workflow.bypass({"20"}));
    const auto one = apply_bypass(workflow, test::catalogue());
    EXPECT_EQ(one.error().code, Errc::unknown_node);
    EXPECT_EQ(one.error().fact("node"), "20");
    EXPECT_EQ(one.error().fact("class_type"), "KSampelr");
    EXPECT_NE(one.error().hint.find("'KSampler'"), std::string::npos);
    ASSERT_TRUE(workflow.bypass({"21"}));
    const auto two = apply_bypass(workflow, test::catalogue());
    EXPECT_NE(two.error().message.find("'KSampelr'"), std::string::npos) << "all of them at once";
    EXPECT_NE(two.error().message.find("'FromMars'"), std::string::npos);
}

TEST(Bypass, TakesDefinitionsWithoutRequiredInputs) {
    const auto linked = without("NoRequired", R"({"image": ["1", 0]})", R"({"image": ["2", 0]})");
    EXPECT_EQ(linked.rewired, (Links{{NodeId{"1"}, 0, NodeId{"3"}, "image"}}));
    const auto none = without("NoInput", "{}", R"({"image": ["2", 0]})");
    EXPECT_EQ(none.cut.size(), 1U);
}

TEST(Bypass, MatchesTypesThatAreListsOfTypes) {
    const auto outcome =
        without("Multi", R"({"n": ["1", 3], "image": ["1", 0]})", R"({"n": ["2", 0], "image": ["2", 1]})");
    EXPECT_EQ(outcome.rewired,
              (Links{{NodeId{"1"}, 3, NodeId{"3"}, "n"}, {NodeId{"1"}, 0, NodeId{"3"}, "image"}}));
}

TEST(Bypass, LetsAnythingThroughANodeForAnything) {
    const auto outcome = without("Any", R"({"x": ["1", 0]})", R"({"image": ["2", 0], "any": ["2", 0]})");
    EXPECT_EQ(outcome.rewired.size(), 2U);
    const auto match = without("Match", R"({"x": ["1", 0]})", R"({"image": ["2", 0]})");
    EXPECT_EQ(match.rewired.size(), 1U);
}

TEST(Bypass, GoesByTheOutputWhereTheConsumerTakesAnything) {
    const auto outcome = without("Two", R"({"a": ["1", 1], "b": ["1", 0]})", R"({"any": ["2", 2]})");
    EXPECT_EQ(outcome.rewired, (Links{{NodeId{"1"}, 1, NodeId{"3"}, "any"}})) << "the first image input";
}

TEST(Bypass, PrefersTheInputWithTheNumberOfTheOutput) {
    const auto outcome = without("Two", R"({"a": ["1", 1], "b": ["1", 0]})", R"({"image": ["2", 1]})");
    EXPECT_EQ(outcome.rewired, (Links{{NodeId{"1"}, 0, NodeId{"3"}, "image"}})) << "b is input 1";
}

TEST(Bypass, CountsInputsWithoutAWidgetFirst) {
    // Sockets are image (0) and other (1), then the widget text (2).
    const auto outcome = without("Widget", R"({"text": ["1", 2], "image": ["1", 0], "other": ["4", 0]})",
                                 R"({"text": ["2", 1]})");
    EXPECT_EQ(outcome.rewired, (Links{})) << "output 1 goes to 'other', whose source does not exist";
    const auto literal =
        without("Widget", R"({"text": ["1", 2], "image": ["1", 0], "other": "x"})", R"({"text": ["2", 1]})");
    EXPECT_EQ(literal.rewired, (Links{{NodeId{"1"}, 2, NodeId{"3"}, "text"}}));
}

TEST(Bypass, KeepsListsOfChoicesApart) {
    auto workflow = parsed(R"({"1": {"class_type": "Source", "inputs": {}},
        "2": {"class_type": "Choice", "inputs": {"c": ["1", 4], "d": "a"}},
        "3": {"class_type": "Choice", "inputs": {"c": ["2", 0], "d": ["2", 1]}}})");
    ASSERT_TRUE(workflow.bypass("2"));
    const auto outcome = apply_bypass(workflow, odd_nodes()).value();
    EXPECT_EQ(outcome.rewired, (Links{{NodeId{"1"}, 4, NodeId{"3"}, "c"}}));
    EXPECT_EQ(outcome.cut, (Links{{NodeId{"2"}, 1, NodeId{"3"}, "d"}}));
}

TEST(Bypass, CountsNegativeSlotsFromTheEnd) {
    const auto outcome = without("Two", R"({"a": ["1", 0], "b": ["1", 0]})", R"({"image": ["2", -1]})");
    EXPECT_EQ(outcome.rewired.size(), 1U);
    const auto beyond = without("Two", R"({"a": ["1", 0], "b": ["1", 0]})", R"({"image": ["2", -4]})");
    EXPECT_EQ(beyond.cut.size(), 1U);
}

TEST(Bypass, ReportsBypassedNodesThatFeedEachOther) {
    auto workflow = parsed(R"({"1": {"class_type": "Any", "inputs": {"x": ["2", 0]}},
        "2": {"class_type": "Any", "inputs": {"x": ["1", 0]}}, "3": {"class_type": "Show", "inputs": {"any": ["1", 0]}}})");
    ASSERT_TRUE(workflow.bypass({"1", "2"}));
    const auto refused = apply_bypass(workflow, odd_nodes());
    EXPECT_EQ(refused.error().code, Errc::malformed_workflow);
    EXPECT_NE(refused.error().message.find("circle"), std::string::npos);
}

TEST(Bypass, KeepsLinksIntoConsumersThatTheServerDoesNotKnow) {
    auto workflow = parsed(R"({"1": {"class_type": "Source", "inputs": {}},
        "2": {"class_type": "NoRequired", "inputs": {"image": ["1", 0]}},
        "3": {"class_type": "FromMars", "inputs": {"x": ["2", 0]}}})");
    ASSERT_TRUE(workflow.bypass("2"));
    EXPECT_EQ(apply_bypass(workflow, odd_nodes())->rewired, (Links{{NodeId{"1"}, 0, NodeId{"3"}, "x"}}));
}

TEST(Bypass, TakesTenThousandNodesOutOfAChain) {
    auto workflow = test::long_chain(10'000);
    ASSERT_TRUE(workflow.bypass(workflow.find_class("ImageInvert")));
    const auto outcome = apply_bypass(workflow, test::catalogue()).value();
    EXPECT_EQ(outcome.rewired, (Links{{NodeId{"1"}, 0, NodeId{"out"}, "images"}}));
    EXPECT_EQ(outcome.workflow.size(), 2U);
}

}  // namespace
}  // namespace divan
