#include <gtest/gtest.h>

#include <divan/json/write.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::red_fox;
using Ids = std::vector<NodeId>;

TEST(Workflow, KeepsOrderUnknownMembersAndNumberSpellings) {
    const std::string text =
        R"({"9":{"class_type":"A","inputs":{"z":1.50,"a":18446744073709551615},"mine":[1e2]},"1":{}})";
    EXPECT_EQ(Workflow::parse(text)->to_json(), text);
}

TEST(Workflow, TakesTheGraphOutOfARequestBody) {
    const auto workflow =
        Workflow::parse(R"({"client_id": "x", "prompt": {"1": {"class_type": "A", "inputs": {}}}})");
    ASSERT_TRUE(workflow) << describe(workflow.error());
    EXPECT_EQ(workflow->class_type(NodeId{"1"}), "A");
}

TEST(Workflow, MayHaveANodeThatIsCalledPrompt) {
    const auto workflow = Workflow::parse(R"({"prompt": {"class_type": "A", "inputs": {}}})");
    EXPECT_EQ(workflow->node_ids(), Ids{NodeId{"prompt"}});
}

TEST(Workflow, RefusesAUiWorkflowAndSaysHowToExport) {
    for (const char* text : {R"({"nodes": [], "links": []})", R"({"prompt": {"nodes": []}})"}) {
        const auto workflow = Workflow::parse(text);
        ASSERT_FALSE(workflow);
        EXPECT_EQ(workflow.error().code, Errc::malformed_workflow);
        EXPECT_NE(workflow.error().hint.find("Export (API)"), std::string::npos);
    }
}

TEST(Workflow, TellsLineColumnAndPathOfMalformedJson) {
    const auto workflow = Workflow::parse("{\"1\": {\n  \"class_type\": }}");
    ASSERT_FALSE(workflow);
    EXPECT_EQ(workflow.error().fact("line"), "2");
    EXPECT_FALSE(workflow.error().fact("column").empty());
    EXPECT_FALSE(workflow.error().fact("path").empty());
}

TEST(Workflow, RefusesWhatIsNoGraph) {
    EXPECT_EQ(Workflow::parse("[]").error().code, Errc::malformed_workflow);
    EXPECT_EQ(Workflow::parse("7").error().code, Errc::malformed_workflow);
    EXPECT_NE(Workflow::parse(R"({"id": "x"})").error().message.find("'id'"), std::string::npos);
}

TEST(Workflow, ComparesContentWithoutRegardToOrderAndSpelling) {
    const auto left = Workflow::parse(R"({"1": {"a": 1.0, "b": 2}, "2": {}})"),
               right = Workflow::parse(R"({"2": {}, "1": {"b": 2, "a": 1}})");
    EXPECT_TRUE(*left == *right);
    EXPECT_FALSE(*left == *Workflow::parse(R"({"1": {"a": 1, "b": 3}, "2": {}})"));
}

TEST(Workflow, FindsNodesByClassAndTitle) {
    EXPECT_EQ(red_fox().find_class("CLIPTextEncode"), (Ids{NodeId{"6"}, NodeId{"7"}}));
    EXPECT_EQ(red_fox().find_title("Negative prompt"), Ids{NodeId{"7"}});
    EXPECT_EQ(red_fox().find_title("KSampler"), Ids{NodeId{"3"}}) << "without a title the class stands in";
    EXPECT_EQ(red_fox().node_ids().front(), NodeId{"4"});
}

TEST(Workflow, ResolvesIdsTitlesAndClasses) {
    EXPECT_EQ(red_fox().resolve("6"), NodeId{"6"});
    EXPECT_EQ(red_fox().resolve("#Positive prompt"), NodeId{"6"});
    EXPECT_EQ(red_fox().resolve("KSampler"), NodeId{"3"});
}

TEST(Workflow, NamesNearNodesForAnUnknownOne) {
    const auto by_title = red_fox().resolve("#Postive prompt");
    EXPECT_EQ(by_title.error().code, Errc::unknown_node);
    EXPECT_NE(by_title.error().hint.find("#Positive prompt"), std::string::npos)
        << describe(by_title.error());
    EXPECT_NE(red_fox().resolve("KSampelr").error().hint.find("KSampler"), std::string::npos);
}

TEST(Workflow, ListsTheCandidatesOfAnAmbiguousReference) {
    const auto node = red_fox().resolve("CLIPTextEncode");
    EXPECT_EQ(node.error().code, Errc::invalid_argument);
    EXPECT_NE(node.error().hint.find("6 ('Positive prompt'), 7 ('Negative prompt')"), std::string::npos)
        << describe(node.error());
}

TEST(Workflow, ListsLinksFromBothEnds) {
    const auto into = red_fox().links_into(NodeId{"8"});
    EXPECT_EQ(into, (std::vector<Link>{{NodeId{"3"}, 0, NodeId{"8"}, "samples"},
                                       {NodeId{"4"}, 2, NodeId{"8"}, "vae"}}));
    EXPECT_EQ(red_fox().links_out_of(NodeId{"4"}).size(), 4U);
    EXPECT_EQ(red_fox().links().size(), 9U);
}

TEST(Workflow, ReadsTheThreeFormsOfADeclaredOutput) {
    const DeclaredOutput named{"hero", NodeId{"9"}}, plain{"9", NodeId{"9"}};
    EXPECT_EQ(red_fox().declared_output("hero:9"), named);
    EXPECT_EQ(red_fox().declared_output("hero,9"), named);
    EXPECT_EQ(red_fox().declared_output("hero:SaveImage"), named);
    EXPECT_EQ(red_fox().declared_output("9:hero"), named);
    EXPECT_EQ(red_fox().declared_output("9"), plain);
}

TEST(Workflow, ReadsDeclaredOutputsWhoseIdsHoldColons) {
    const auto workflow = Workflow::parse(R"({"12:5": {"class_type": "A"}, "5": {"class_type": "A"}})");
    EXPECT_EQ(workflow->declared_output("12:5")->alias, "12:5");
    EXPECT_EQ(workflow->declared_output("hero:12:5"), (DeclaredOutput{"hero", NodeId{"12:5"}}));
}

TEST(Workflow, RefusesDeclaredOutputsWithoutNodeOrAlias) {
    EXPECT_EQ(red_fox().declared_output("hero:99").error().code, Errc::unknown_node);
    EXPECT_EQ(red_fox().declared_output(":9").error().code, Errc::invalid_argument);
}

TEST(Workflow, StripsIsChanged) {
    auto workflow =
        Workflow::parse(R"({"1": {"class_type": "LoadImage", "is_changed": ["x"], "inputs": {}}, "2": {}})")
            .value();
    EXPECT_EQ(workflow.strip_is_changed(), 1U);
    EXPECT_EQ(workflow.to_json(), R"({"1":{"class_type":"LoadImage","inputs":{}},"2":{}})");
}

}  // namespace
}  // namespace divan
