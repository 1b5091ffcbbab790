#include <gtest/gtest.h>

#include <algorithm>

#include <divan/base/files.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/token_template.hpp>

namespace divan {
namespace {

TokenTemplate shipped() {
    return *TokenTemplate::parse(*read_file(DIVAN_SOURCE_DIR "/examples/templates/txt2img-lora.json"));
}

TokenTemplate one_input(const std::string& value) {
    return *TokenTemplate::parse(R"({"1": {"class_type": "Show", "inputs": {"x": )" + value + "}}}");
}

json::Value filled(const TokenTemplate& form, const TokenValues& values) {
    const auto workflow = form.fill(values);
    if (!workflow) throw std::runtime_error{describe(workflow.error())};
    return *workflow->get(NodeId{"1"}, "x");
}

const TokenValues kAll{{"prompt_text", "a fox"},
                       {"negative_prompt", ""},
                       {"seed", UINT64_MAX},
                       {"lora_name", "ink.safetensors"},
                       {"checkpoint_name", "m.ckpt"}};

TEST(TokenTemplate, ListsTheSlotsOfTheShippedOne) {
    EXPECT_EQ(shipped().tokens(), (std::vector<std::string>{"CHECKPOINT_NAME", "LORA_NAME", "PROMPT_TEXT",
                                                            "NEGATIVE_PROMPT", "SEED"}));
}

TEST(TokenTemplate, FillsTheShippedOne) {
    const auto workflow = shipped().fill(kAll);
    ASSERT_TRUE(workflow) << describe(workflow.error());
    EXPECT_EQ(*workflow->get("#Positive prompt.text"), "a fox");
    EXPECT_EQ(*workflow->get("#Negative prompt.text"), "");
    EXPECT_EQ(*workflow->get("KSampler.seed"), UINT64_MAX) << "a number, to the last digit";
    EXPECT_EQ(*workflow->get("LoraLoader.lora_name"), "ink.safetensors");
    EXPECT_TRUE(check_structure(*workflow).empty());
}

TEST(TokenTemplate, TakesTokensInAnyLetterCase) {
    EXPECT_EQ(filled(one_input(R"("{{ My_Token2 }}")"), {{"mY_tOKEN2", "here"}}), "here");
}

TEST(TokenTemplate, TakesSlotsWithoutQuotes) {
    EXPECT_EQ(filled(one_input("{{SEED}}"), {{"SEED", 7}}), 7);
    EXPECT_EQ(filled(one_input(R"([1, {{A}}, "a \" {{A}}"])"), {{"A", 2}}), json::Value({1, 2, "a \" 2"}));
}

TEST(TokenTemplate, FillsSlotsInsideTexts) {
    EXPECT_EQ(filled(one_input(R"("{{WHO}} at {{N}}, {{WHO}}")"), {{"WHO", "fox"}, {"N", 1.5}}),
              "fox at 1.5, fox");
}

TEST(TokenTemplate, LeavesOtherBracesAlone) {
    const auto form = one_input(R"("{red|blue} {{a|b}|c} {{}} {{1x}} {{ two words }} {{{X}}")");
    EXPECT_EQ(form.tokens(), std::vector<std::string>{"X"});
    EXPECT_EQ(filled(form, {{"X", "!"}}), "{red|blue} {{a|b}|c} {{}} {{1x}} {{ two words }} {!");
}

TEST(TokenTemplate, DoesNotLookForSlotsInValues) {
    EXPECT_EQ(filled(one_input(R"("{{A}} {{B}}")"), {{"A", "{{B}}"}, {"B", "b"}}), "{{B}} b");
}

TEST(TokenTemplate, NamesEverySlotWithoutAValue) {
    const auto workflow = shipped().fill({{"prompt_text", "a fox"}, {"LORA_NAME", "x"}, {"seed", 1}});
    ASSERT_FALSE(workflow);
    EXPECT_EQ(workflow.error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.error().message, "no value was given for the slots CHECKPOINT_NAME, NEGATIVE_PROMPT");
}

TEST(TokenTemplate, NamesAValueWithoutASlotAndTheNearestOne) {
    TokenValues values = kAll;
    values["promt_text"] = "x";
    const auto workflow = shipped().fill(values);
    ASSERT_FALSE(workflow);
    EXPECT_EQ(workflow.error().fact("unknown"), "PROMT_TEXT");
    EXPECT_NE(workflow.error().hint.find("PROMPT_TEXT"), std::string::npos) << workflow.error().hint;
}

TEST(TokenTemplate, TellsAllProblemsAtOnce) {
    const auto workflow = one_input(R"("{{A}}")").fill({{"B", 1}});
    ASSERT_FALSE(workflow);
    EXPECT_NE(workflow.error().message.find("no slot for B"), std::string::npos) << workflow.error().message;
    EXPECT_NE(workflow.error().message.find("no value was given for the slots A"), std::string::npos);
}

TEST(TokenTemplate, RefusesOneTokenInTwoSpellings) {
    EXPECT_FALSE(one_input(R"("{{A}}")").fill({{"a", 1}, {"A", 2}}));
}

TEST(TokenTemplate, UsesOtherwiseOnlyWhereThereIsASlot) {
    const auto workflow =
        one_input(R"("{{A}}{{B}}")").fill({{"a", "1"}}, {{"A", "9"}, {"B", "2"}, {"C", "3"}});
    ASSERT_TRUE(workflow);
    EXPECT_EQ(*workflow->get("1.x"), "12");
}

TEST(TokenTemplate, RefusesAListInsideAText) {
    const auto workflow = one_input(R"("x {{A}}")").fill({{"A", json::Array{1}}});
    ASSERT_FALSE(workflow);
    EXPECT_EQ(workflow.error().fact("token"), "A");
}

TEST(TokenTemplate, AnEmptyLoraTakesTheLoaderOut) {
    TokenValues values = kAll;
    values["lora_name"] = "";
    const auto workflow = shipped().fill(values);
    ASSERT_TRUE(workflow) << describe(workflow.error());
    EXPECT_TRUE(workflow->find_class("LoraLoader").empty());
    EXPECT_EQ(*workflow->get("KSampler.model"), json::Value({"4", 0}));
    EXPECT_EQ(*workflow->get("#Negative prompt.clip"), json::Value({"4", 1}));
    EXPECT_TRUE(check_structure(*workflow).empty());
}

TEST(TokenTemplate, AnEmptyLoraTakesAChainOfLoadersOut) {
    const auto form = TokenTemplate::parse(R"({
        "1": {"class_type": "L", "inputs": {}},
        "2": {"class_type": "A", "inputs": {"clip": ["1", 1], "model": ["1", 0], "lora_name": "{{LORA_NAME}}"}},
        "3": {"class_type": "B", "inputs": {"lora_name": "{{LORA_NAME}}", "model": ["2", 0], "strength": {{S}}}},
        "4": {"class_type": "K", "inputs": {"model": ["3", 0], "clip": ["2", 1]}}})");
    ASSERT_TRUE(form) << describe(form.error());
    const auto workflow = form->fill({{"LORA_NAME", ""}});
    ASSERT_TRUE(workflow) << describe(workflow.error());
    EXPECT_EQ(workflow->size(), 2u);
    EXPECT_EQ(*workflow->get("4.model"), json::Value({"1", 0}));
    EXPECT_EQ(*workflow->get("4.clip"), json::Value({"1", 1}));
}

TEST(TokenTemplate, SaysWhenALoaderCannotBeTakenOut) {
    const auto form = TokenTemplate::parse(R"({
        "2": {"class_type": "A", "inputs": {"lora_name": "{{LORA_NAME}}"}},
        "4": {"class_type": "K", "inputs": {"model": ["2", 0]}}})");
    const auto workflow = form->fill({{"LORA_NAME", ""}});
    ASSERT_FALSE(workflow);
    EXPECT_EQ(workflow.error().fact("node"), "2");
}

TEST(TokenTemplate, RefusesSlotsInNames) {
    const auto form = TokenTemplate::parse(R"({"1": {"class_type": "X", "inputs": {"{{NAME}}": 1}}})");
    ASSERT_FALSE(form);
    EXPECT_EQ(form.error().code, Errc::malformed_workflow);
    EXPECT_EQ(form.error().fact("name"), "{{NAME}}");
}

TEST(TokenTemplate, SurvivesDamagedFiles) {
    const std::string good = *read_file(DIVAN_SOURCE_DIR "/examples/templates/txt2img-lora.json");
    for (std::size_t cut = 0; cut < good.size(); ++cut)
        EXPECT_FALSE(TokenTemplate::parse(std::string_view{good}.substr(0, cut)) && cut + 1 < good.size())
            << cut;
    for (std::size_t at = 0; at < good.size(); at += 3)
        for (const char byte : {'{', '}', '"', '\\', '\0', '\xff'}) {
            std::string damaged = good;
            damaged[at] = byte;
            if (const auto form = TokenTemplate::parse(damaged)) (void)form->fill(kAll);
        }
}

}  // namespace
}  // namespace divan
