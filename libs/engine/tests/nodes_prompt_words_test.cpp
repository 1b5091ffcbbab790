#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "nodes/standin/painter.hpp"
#include "nodes/standin/prompt_words.hpp"
#include "nodes/standin/scene.hpp"

namespace divan::engine::standin {
namespace {

float weight_of(const std::vector<Word>& words, const std::string& text) {
    for (const Word& word : words)
        if (word.text == text) return word.weight;
    return -1;
}

TEST(NodesPromptWords, ReadsWordsInLowerCase) {
    const auto words = prompt_words("A Red-fox, 8bit");
    ASSERT_EQ(words.size(), 4U);
    EXPECT_EQ(words[1].text, "red");
    EXPECT_EQ(words[3].text, "8bit");
}

TEST(NodesPromptWords, ReadsEmphasis) {
    const auto words = prompt_words("plain (strong) ((stronger)) [weak] (given words:1.5) \\(bare\\)");
    EXPECT_FLOAT_EQ(weight_of(words, "plain"), 1);
    EXPECT_FLOAT_EQ(weight_of(words, "strong"), 1.1F);
    EXPECT_FLOAT_EQ(weight_of(words, "stronger"), 1.21F);
    EXPECT_FLOAT_EQ(weight_of(words, "weak"), 1 / 1.1F);
    EXPECT_FLOAT_EQ(weight_of(words, "given"), 1.5F);
    EXPECT_FLOAT_EQ(weight_of(words, "words"), 1.5F);
    EXPECT_FLOAT_EQ(weight_of(words, "bare"), 1);
}

TEST(NodesPromptWords, GivesAThingTheColourInFrontOfIt) {
    const Scene scene = imagine({{"a blue cat in a garden", 1}}, {});
    ASSERT_EQ(scene.subjects.size(), 1U);
    EXPECT_EQ(scene.subjects[0].kind, Subject::cat);
    EXPECT_GT(scene.subjects[0].colour.b, scene.subjects[0].colour.r);
}

TEST(NodesPromptWords, TakesAwayWhatTheNegativePromptNames) {
    const Scene scene = imagine({{"a cat under stars at night", 1}}, {{"cat, stars", 1}});
    EXPECT_TRUE(scene.subjects.empty());
    EXPECT_LT(scene.of(Theme::stars), imagine({{"a cat under stars at night", 1}}, {}).of(Theme::stars));
}

TEST(NodesPromptWords, FallsBackToAnAbstractPicture) {
    EXPECT_TRUE(imagine({{"zxqv blorp", 1}}, {}).has(Theme::abstract));
    EXPECT_FALSE(imagine({{"a forest", 1}}, {}).has(Theme::abstract));
}

RC_GTEST_PROP(NodesPromptWordsProperty, TakesAnyText, (const std::string& prompt)) {
    for (const Word& word : prompt_words(prompt))
        RC_ASSERT(word.weight >= 0 && word.weight <= 4 && !word.text.empty());
}

RC_GTEST_PROP(NodesPromptWordsProperty, TakesAnyNestingOfBrackets, ()) {
    const auto letters = *rc::gen::container<std::string>(rc::gen::elementOf(std::string{"()[]:\\a1.9- e"}));
    for (const Word& word : prompt_words(letters)) RC_ASSERT(word.weight >= 0 && word.weight <= 4);
}

TEST(NodesPainter, PaintsEveryThemeAndSubjectWithinZeroToOne) {
    for (const char* prompt :
         {"sea beach boat", "lake mountains mist", "city rain neon night", "desert sunset person",
          "snow forest fox", "flowers field rabbit butterfly", "space planet robot", "underwater fish",
          "abstract", "fire dragon", "ink sketch castle", "watercolor house tree", "pixel art cat",
          "aurora deer", "balloon bird clouds", "lighthouse storm", "mushroom fog soft", "dog dawn"}) {
        PaintOrder order;
        order.width = 40;
        order.height = 24;
        PromptPart part;
        part.text = prompt;
        order.positive.parts.push_back(part);
        const Image image = paint(order);
        for (const float value : image.values) ASSERT_TRUE(value >= 0 && value <= 1) << prompt;
    }
}

TEST(NodesPainter, PaintsVerySmallAndVeryFlatPictures) {
    for (const auto& [width, height] :
         {std::pair{8, 8}, std::pair{16, 512}, std::pair{512, 16}, std::pair{8, 1024}}) {
        PaintOrder order;
        order.width = width;
        order.height = height;
        PromptPart part;
        part.text = "a fox in a forest at the sea, snow, city, flowers, rain, space";
        order.positive.parts.push_back(part);
        EXPECT_EQ(paint(order).values.size(), static_cast<std::size_t>(width * height * 3));
    }
}

}  // namespace
}  // namespace divan::engine::standin
