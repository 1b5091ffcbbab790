#include <gtest/gtest.h>

#include <divan/client/output_pattern.hpp>

namespace divan {
namespace {

std::string filled(std::string_view pattern, const OutputPattern::Values& values) {
    const auto parsed = OutputPattern::parse(pattern);
    EXPECT_TRUE(parsed) << describe(parsed.error());
    const auto path = parsed->fill(values);
    EXPECT_TRUE(path) << describe(path.error());
    return path.value_or("").string();
}

TEST(OutputPattern, FillsAndPadsItsSlots) {
    const OutputPattern::Values values{{"chapter", "3"}, {"page", "12"}, {"version", "7"}};
    EXPECT_EQ(filled("ch-{chapter:02}/raw/ch{chapter:02}_p{page:03}_v{version}.png", values),
              "ch-03/raw/ch03_p012_v7.png");
}

TEST(OutputPattern, ATextIsNotPadded) { EXPECT_EQ(filled("{name:05}", {{"name", "fox"}}), "fox"); }

TEST(OutputPattern, DoubledBracesAreBraces) { EXPECT_EQ(filled("{{{n}}}", {{"n", "1"}}), "{1}"); }

TEST(OutputPattern, WithoutSlotsIsAFolder) {
    EXPECT_TRUE(OutputPattern::parse("out/pictures")->is_folder());
    EXPECT_FALSE(OutputPattern::parse("out/{name}")->is_folder());
}

TEST(OutputPattern, AValueOpensNoFolder) {
    for (const char* value : {"../../etc/passwd", "/etc/passwd", "a/b", "..", "C:\\x", "a\\b"}) {
        const std::string path = filled("x_{name}.png", {{"name", value}});
        EXPECT_EQ(path.find('/'), std::string::npos) << path;
        EXPECT_EQ(path.find('\\'), std::string::npos) << path;
    }
}

TEST(OutputPattern, MistakesAreRefused) {
    for (const char* pattern : {"{", "a}", "{}", "{a:}", "{a:3}", "{a:0x}", "{a:099}", "{:03}"}) {
        const auto parsed = OutputPattern::parse(pattern);
        ASSERT_FALSE(parsed) << pattern;
        EXPECT_EQ(parsed.error().code, Errc::invalid_argument);
    }
}

TEST(OutputPattern, AMisspeltSlotIsRefusedWithTheNearestName) {
    const auto path = OutputPattern::parse("{versoin}")->fill({{"version", "1"}, {"name", "a"}});
    ASSERT_FALSE(path);
    EXPECT_NE(path.error().hint.find("version"), std::string::npos);
}

}  // namespace
}  // namespace divan
