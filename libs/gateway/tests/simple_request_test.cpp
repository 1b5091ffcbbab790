#include <gtest/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "simple/simple_request.hpp"

namespace divan::gateway {
namespace {

Answer<SimpleRequest> read(const std::string& text) {
    const json::Value body = json::parse(text).value();
    return read_simple_request(*json::object_of(body));
}

/// The members that have problems.
std::vector<std::string> problems(const std::string& text) {
    const auto request = read(text);
    if (request) return {};
    EXPECT_EQ(request.error().status, 400);
    EXPECT_EQ(request.error().code, "invalid_request");
    std::vector<std::string> members;
    for (const json::Value& one : *json::array_of(*json::find(request.error().details, "problems")))
        members.push_back(json::text_or(one, "member"));
    return members;
}

TEST(SimpleRequest, ChapterAndPageAreOneUnlessTold) {
    const SimpleRequest request = read(R"({"prompt_text": "a red fox"})").value();
    EXPECT_EQ(request.chapter, 1);
    EXPECT_EQ(request.page, 1);
    EXPECT_EQ(request.template_name, "txt2img-lora");
    EXPECT_EQ(request.timeout, std::chrono::seconds{90});
    EXPECT_FALSE(request.seed);
}

TEST(SimpleRequest, TakesEveryMember) {
    const SimpleRequest request =
        read(R"({"prompt_text": "a", "negative_prompt": "b", "seed": 18446744073709551615,
        "lora_name": "l", "checkpoint_name": "c", "chapter": 3, "page": 12, "template": "flux/hero",
        "values": {"Width": 512}, "timeout": 2.5})")
            .value();
    EXPECT_EQ(request.seed, 18446744073709551615U);
    EXPECT_EQ(request.chapter, 3);
    EXPECT_EQ(request.template_name, "flux/hero");
    EXPECT_EQ(request.timeout, std::chrono::milliseconds{2'500});
    EXPECT_EQ(json::to_int64(request.values.at("Width")), 512);
}

TEST(SimpleRequest, ASeedOfMinusOneIsARandomOne) {
    EXPECT_FALSE(read(R"({"prompt_text": "a", "seed": -1})").value().seed);
    EXPECT_FALSE(read(R"({"prompt_text": "a", "seed": null})").value().seed);
    EXPECT_EQ(read(R"({"prompt_text": "a", "seed": 0})").value().seed, 0u);
}

TEST(SimpleRequest, TellsAllProblemsAtOnce) {
    const std::vector<std::string> expected{"promt_text", "prompt_text", "seed",   "chapter",
                                            "page",       "values",      "timeout"};
    EXPECT_EQ(problems(R"({"promt_text": "a", "prompt_text": 1, "seed": "7", "chapter": 0, "page": 1.5,
                           "values": [], "timeout": 0})"),
              expected);
}

TEST(SimpleRequest, NamesTheMemberThatWasMeant) {
    const auto request = read(R"({"promt_text": "a"})");
    ASSERT_FALSE(request);
    EXPECT_NE(json::write(request.error().details).find("did you mean 'prompt_text'"), std::string::npos);
}

TEST(SimpleRequest, RefusesNumbersBeyondTheirRange) {
    for (const char* bad :
         {R"({"seed": -2})", R"({"seed": 18446744073709551616})", R"({"seed": 1.5})",
          R"({"chapter": 1000000})", R"({"chapter": -1})", R"({"page": true})", R"({"page": "12"})",
          R"({"page": 99999999999999999999})", R"({"timeout": -1})", R"({"timeout": 1e9})",
          R"({"timeout": "90"})", R"({"timeout": NaN})", R"({"template": ""})"})
        EXPECT_EQ(problems(bad).size(), 1u) << bad;
}

TEST(SimpleRequest, ATokenIsGivenInOnePlaceOnly) {
    EXPECT_EQ(problems(R"({"prompt_text": "a", "values": {"PROMPT_TEXT": "b"}})"),
              std::vector<std::string>{"values"});
    EXPECT_TRUE(problems(R"({"values": {"prompt_text": "b"}})").empty());
}

TEST(SimpleRequest, SlotsThatNobodyFilledGetWhatStandsIn) {
    const SimpleRequest request = read(R"({"prompt_text": "a", "seed": 5})").value();
    const SlotValues slots = slot_values(request, 5, "sd.safetensors");
    EXPECT_EQ(slots.wanted.size(), 2u);
    EXPECT_EQ(json::to_int64(slots.wanted.at("SEED")), 5);
    EXPECT_EQ(json::text_of(slots.otherwise.at("NEGATIVE_PROMPT")), "");
    EXPECT_EQ(json::text_of(slots.otherwise.at("LORA_NAME")), "");
    EXPECT_EQ(json::text_of(slots.otherwise.at("CHECKPOINT_NAME")), "sd.safetensors");
    EXPECT_FALSE(slot_values(request, 5, std::nullopt).otherwise.contains("CHECKPOINT_NAME"));
}

}  // namespace
}  // namespace divan::gateway
