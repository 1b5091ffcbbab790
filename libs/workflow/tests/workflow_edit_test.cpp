#include <gtest/gtest.h>

#include <divan/workflow/cli_value.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::red_fox;

Workflow parsed(std::string_view text) { return Workflow::parse(text).value(); }

TEST(WorkflowEdit, SetsAnInputByEveryKindOfAddress) {
    for (const char* address :
         {"6.text", "6.inputs.text", "#Positive prompt.text", "#Positive prompt.inputs.text"}) {
        auto workflow = red_fox();
        ASSERT_TRUE(workflow.set(address, "a blue fox")) << address;
        EXPECT_EQ(*workflow.get(NodeId{"6"}, "text"), "a blue fox") << address;
    }
}

TEST(WorkflowEdit, LeavesCopiesAlone) {
    const auto original = red_fox();
    auto copy = original;
    ASSERT_TRUE(copy.set("6.text", "a blue fox"));
    EXPECT_EQ(original, red_fox());
    EXPECT_FALSE(copy == original);
}

TEST(WorkflowEdit, KeepsEveryOtherSpelling) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.set("3.seed", UINT64_MAX));
    EXPECT_NE(workflow.to_json().find("\"seed\":18446744073709551615,\"steps\":20,\"cfg\":7.50"),
              std::string::npos);
}

TEST(WorkflowEdit, TakesTheLongestNodeIdThatExists) {
    auto workflow = parsed(R"({"a": {"inputs": {}}, "a.b": {"inputs": {}}, "12:5": {"inputs": {}}})");
    ASSERT_TRUE(workflow.set("a.b.c", 1));
    ASSERT_TRUE(workflow.set("12:5.x", 2));
    EXPECT_EQ(*workflow.get(NodeId{"a.b"}, "c"), 1);
    EXPECT_EQ(*workflow.get(NodeId{"12:5"}, "x"), 2);
}

TEST(WorkflowEdit, KeepsDotsInInputNames) {
    auto workflow = parsed(R"({"1": {"inputs": {"group.name": 1}}})");
    ASSERT_TRUE(workflow.set("1.group.name", 2));
    ASSERT_TRUE(workflow.set("1.group.other", 3));
    EXPECT_EQ(workflow.to_json(), R"({"1":{"inputs":{"group.name":2,"group.other":3}}})");
}

TEST(WorkflowEdit, EntersInputsThatAreObjects) {
    auto workflow = parsed(R"({"7": {"inputs": {"lora_1": {"on": true, "strength": 1.0}}}})");
    ASSERT_TRUE(workflow.set("7.lora_1.strength", 0.5));
    EXPECT_EQ(workflow.to_json(), R"({"7":{"inputs":{"lora_1":{"on":true,"strength":0.5}}}})");
    EXPECT_EQ(workflow.get("7.lora_1.on"), json::Value(true));
}

TEST(WorkflowEdit, AddsAMissingInputUnlessThatIsRefused) {
    auto workflow = red_fox();
    const auto refused = workflow.set("6.txt", "x", NewInputs::refuse);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::unknown_input);
    EXPECT_EQ(refused.error().hint, "did you mean 'text'?");
    EXPECT_EQ(workflow, red_fox());
    EXPECT_TRUE(workflow.set("6.txt", "x"));
}

TEST(WorkflowEdit, RefusesUnknownNodesAndAddressesWithoutInput) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.set("99.text", "x").error().code, Errc::unknown_node);
    EXPECT_EQ(workflow.set("6", "x").error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.set("6.", "x").error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.set("CLIPTextEncode.text", "x").error().code, Errc::invalid_argument)
        << "two nodes are meant";
    EXPECT_EQ(workflow.set(NodeId{"99"}, "text", "x").error().code, Errc::unknown_node);
    EXPECT_EQ(workflow, red_fox());
}

TEST(WorkflowEdit, AddsLinksAndRemovesNodes) {
    auto workflow = red_fox();
    const NodeId preview = workflow.add_node("PreviewImage", {}, "look");
    ASSERT_TRUE(workflow.link(NodeId{"8"}, 0, preview, "images"));
    EXPECT_EQ(workflow.title(preview), "look");
    const auto cut = workflow.remove_node(NodeId{"8"});
    ASSERT_TRUE(cut);
    EXPECT_EQ(*cut, (std::vector<Link>{{NodeId{"8"}, 0, NodeId{"9"}, "images"},
                                       {NodeId{"8"}, 0, preview, "images"}}));
    EXPECT_EQ(workflow.get(NodeId{"9"}, "images"), nullptr);
    EXPECT_FALSE(workflow.has(NodeId{"8"}));
    EXPECT_EQ(workflow.node_ids().back(), preview) << "the order of the others stays";
}

TEST(WorkflowEdit, RefusesATakenIdAndLinksFromNowhere) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.add_node(NodeId{"6"}, "A").error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.link(NodeId{"99"}, 0, NodeId{"9"}, "images").error().code, Errc::unknown_node);
    EXPECT_EQ(workflow.remove_node(NodeId{"99"}).error().code, Errc::unknown_node);
}

TEST(WorkflowEdit, ReadsTextsByTheKindOfThePresentValue) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.set_text("6.text", "007"));
    ASSERT_TRUE(workflow.set_text("3.seed", "007"));
    ASSERT_TRUE(workflow.set_text("9.new", "7"));
    EXPECT_EQ(*workflow.get(NodeId{"6"}, "text"), "007");
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "seed"), 7);
    EXPECT_EQ(*workflow.get(NodeId{"9"}, "new"), 7);
}

TEST(WorkflowEdit, RefusesATextWhereANumberStands) {
    auto workflow = red_fox();
    const auto refused = workflow.set_text("3.steps", "many");
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    EXPECT_EQ(refused.error().fact("input"), "3.steps");
}

TEST(CliValue, ReadsJsonAndTakesTheRestAsText) {
    EXPECT_EQ(parse_cli_value("7"), json::Value(7));
    EXPECT_EQ(parse_cli_value("true"), json::Value(true));
    EXPECT_EQ(parse_cli_value("\"7\""), json::Value("7"));
    EXPECT_EQ(parse_cli_value(R"(["4", 1])"), test::from_text(R"(["4", 1])"));
    for (const char* text : {"a red fox", "007", "[draft] fox", "NaN", "", "1e", "True"})
        EXPECT_EQ(parse_cli_value(text), json::Value(text)) << text;
}

TEST(CliValue, RefusesBytesThatAreNoText) {
    EXPECT_EQ(parse_cli_value("\xff").error().code, Errc::invalid_argument);
    EXPECT_EQ(parse_cli_value_like(json::Value("x"), "a\xc3").error().code, Errc::invalid_argument);
}

TEST(CliValue, KeepsTextsLiterally) {
    for (const char* text : {"true", "\"quoted\"", "[1]", "12", "a \"b\" \\ c\n"})
        EXPECT_EQ(parse_cli_value_like(json::Value("x"), text), json::Value(text));
}

TEST(CliValue, KeepsNumbersNumbers) {
    const json::Value number(1);
    EXPECT_EQ(parse_cli_value_like(number, "18446744073709551615"), json::Value(UINT64_MAX));
    EXPECT_EQ(parse_cli_value_like(number, " +5 "), json::Value(5));
    EXPECT_EQ(json::number_text(*parse_cli_value_like(number, "1.50")), "1.50");
    EXPECT_EQ(parse_cli_value_like(number, ".5"), json::Value(0.5));
    EXPECT_FALSE(parse_cli_value_like(number, "0x10"));
}

TEST(CliValue, ReadsFlagsAsPeopleWriteThem) {
    const json::Value flag(true);
    for (const char* text : {"false", "False", "no", "OFF", "0"})
        EXPECT_EQ(parse_cli_value_like(flag, text), json::Value(false));
    EXPECT_EQ(parse_cli_value_like(flag, "yes"), json::Value(true));
    EXPECT_FALSE(parse_cli_value_like(flag, "maybe"));
}

}  // namespace
}  // namespace divan
