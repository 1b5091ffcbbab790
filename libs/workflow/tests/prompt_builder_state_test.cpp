#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/workflow/attachments.hpp>
#include <divan/workflow/prompt_builder.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

PromptBuilder full() {
    return PromptBuilder{test::red_fox(), {"positive", "size", "free"}, {"images", "open"}}
        .set_input_node("positive", "6.inputs.text")
        .set_input_node("size", {"5.width", "5.height"})
        .set_output_node("images", "9")
        .input_raw("3.seed", UINT64_MAX)
        .bypass({"8"});
}

TEST(PromptBuilderState, SurvivesItsJsonExactly) {
    const auto text = full().to_json();
    ASSERT_TRUE(text) << describe(text.error());
    EXPECT_NE(text->find("18446744073709551615"), std::string::npos);
    EXPECT_NE(text->find("7.50"), std::string::npos) << "spellings, too";
    const auto again = PromptBuilder::from_json(*text);
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(*again, full());
    EXPECT_EQ(again->to_json(), text);
}

TEST(PromptBuilderState, HasTheFormOfComfyuiNode) {
    const auto state = test::from_text(full().to_json().value());
    EXPECT_EQ(
        *json::find(state, "mapInputKeys"),
        test::from_text(R"({"positive": "6.inputs.text", "size": ["5.width", "5.height"], "free": null})"));
    EXPECT_EQ(*json::find(state, "mapOutputKeys"), test::from_text(R"({"images": "9", "open": null})"));
    EXPECT_EQ(*json::find(state, "bypassNodes"), test::from_text(R"(["8"])"));
    EXPECT_TRUE(json::object_of(*json::find(state, "prompt")));
}

TEST(PromptBuilderState, ReadsWhatComfyuiNodeWrote) {
    // Written by its release 1.10.0: keys without a node are left out.
    const auto built =
        PromptBuilder::from_json(R"({"prompt":{"6":{"class_type":"A","inputs":{"text":"x"}},"9":{"class_type":
        "SaveImage","inputs":{}}},"mapInputKeys":{"positive":["6.inputs.text","9.inputs.y"],"seed":"6.inputs.seed"},
        "mapOutputKeys":{"images":"9"},"bypassNodes":["6"]})");
    ASSERT_TRUE(built) << describe(built.error());
    EXPECT_EQ(built->input_paths("positive").size(), 2U);
    EXPECT_EQ(built->input("seed", 7).workflow().get("6.seed"), json::Value(7));
    EXPECT_TRUE(built->to_workflow()->is_bypassed(NodeId{"6"}));
}

TEST(PromptBuilderState, TakesAbsentMapsAsEmptyOnes) {
    const auto built = PromptBuilder::from_json(R"({"prompt": {}, "mapInputKeys": null})");
    ASSERT_TRUE(built) << describe(built.error());
    EXPECT_EQ(*built, PromptBuilder{});
}

TEST(PromptBuilderState, MayHoldANodeThatIsCalledPrompt) {
    const auto built = PromptBuilder{Workflow::parse(R"({"1": {}, "prompt": {}})").value(), {}, {}};
    EXPECT_EQ(PromptBuilder::from_json(built.to_json().value()), built);
    auto only = Workflow::parse(R"({"prompt": {"class_type": "A"}})").value();
    const auto odd = PromptBuilder{only, {}, {}};
    EXPECT_EQ(PromptBuilder::from_json(odd.to_json().value()), odd);
}

TEST(PromptBuilderState, RefusesWhatIsNoState) {
    for (const auto& [text, member] : std::vector<std::pair<std::string, std::string>>{
             {"[]", ""},
             {"{}", "prompt"},
             {R"({"prompt": 7})", "prompt"},
             {R"({"prompt": {"1": 7}})", "prompt"},
             {R"({"prompt": {"nodes": []}})", "prompt"},
             {R"({"prompt": {}, "mapInputKeys": []})", "mapInputKeys"},
             {R"({"prompt": {}, "mapInputKeys": {"a": 7}})", "mapInputKeys"},
             {R"({"prompt": {}, "mapInputKeys": {"a": ["x", null]}})", "mapInputKeys"},
             {R"({"prompt": {}, "mapOutputKeys": "9"})", "mapOutputKeys"},
             {R"({"prompt": {}, "mapOutputKeys": {"a": ["9"]}})", "mapOutputKeys"},
             {R"({"prompt": {}, "bypassNodes": "3"})", "bypassNodes"},
             {R"({"prompt": {}, "bypassNodes": [3]})", "bypassNodes"}}) {
        const auto built = PromptBuilder::from_json(text);
        ASSERT_FALSE(built) << text;
        EXPECT_EQ(built.error().code, Errc::malformed_workflow) << text;
        EXPECT_EQ(built.error().fact("member"), member) << text;
    }
    EXPECT_EQ(PromptBuilder::from_json("{\"prompt\": ").error().code, Errc::malformed_json);
}

TEST(PromptBuilderState, RefusesABypassedNodeThatIsNotThere) {
    const auto built = PromptBuilder::from_json(R"({"prompt": {"3": {}}, "bypassNodes": ["3", "4"]})");
    EXPECT_EQ(built.error().code, Errc::unknown_node);
    EXPECT_EQ(built.error().fact("member"), "bypassNodes");
}

TEST(PromptBuilderState, HasNoPlaceForAttachmentsAndSaysSo) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.attach(NodeId{"6"}, "image", Attachment::from_bytes("x", "x.png")));
    EXPECT_EQ(PromptBuilder(workflow, {}, {}).to_json().error().code, Errc::invalid_argument);
    EXPECT_EQ(PromptBuilder(workflow, {}, {}).to_workflow()->attachments().size(), 1U);
}

std::string any_text() {
    return *rc::gen::element<std::string>("a", "6", "6.text", "\u6f22", "\"", "x:y", "__proto__");
}

RC_GTEST_PROP(PromptBuilderProperty, SurvivesItsJson, ()) {
    auto built = PromptBuilder{test::red_fox(), {"a", "b"}, {"o", "p"}};
    for (int step = *rc::gen::inRange(0, 12); step > 0; --step) switch (*rc::gen::inRange(0, 6)) {
            case 0:
                built = built.append_raw_input_node("a", any_text());
                break;
            case 1:
                built = built.set_raw_input_node("b", {any_text(), any_text()});
                break;
            case 2:
                built = built.set_raw_output_node("o", any_text());
                break;
            case 3:
                built = built.input_raw("6.text", *rc::gen::arbitrary<std::uint64_t>());
                break;
            case 4:
                built = built.bypass(*rc::gen::element<std::string>("3", "6", "9"));
                break;
            default:
                built = built.reinstate(*rc::gen::element<std::string>("3", "6", "77"));
        }
    const auto again = PromptBuilder::from_json(built.to_json().value());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == built);
}

RC_GTEST_PROP(PromptBuilderProperty, EndsInAnErrorOrABuilderForDamagedBytes, ()) {
    std::string text = full().to_json().value();
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i)
        text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    text.resize(text.size() - *rc::gen::inRange<std::size_t>(0, 3));
    const auto built = PromptBuilder::from_json(text);
    if (!built) return RC_ASSERT(!describe(built.error()).empty());
    RC_ASSERT(PromptBuilder::from_json(built->to_json().value()) == *built);
}

}  // namespace
}  // namespace divan
