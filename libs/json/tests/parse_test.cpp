#include <gtest/gtest.h>

#include <cmath>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::json {
namespace {

Value parsed(std::string_view text) {
    auto value = parse(text);
    EXPECT_TRUE(value) << text << ": " << (value ? "" : describe(value.error()));
    return value.value_or(Value{});
}

class KeptAsWritten : public testing::TestWithParam<const char*> {};

TEST_P(KeptAsWritten, GoesThroughByteForByte) { EXPECT_EQ(write(parsed(GetParam())), GetParam()); }

INSTANTIATE_TEST_SUITE_P(Documents, KeptAsWritten,
                         testing::Values("0", "-1", "9223372036854775807", "-9223372036854775808",
                                         "18446744073709551615", "18446744073709551616",
                                         "-9223372036854775809", "123456789012345678901234567890", "1.0",
                                         "-0.0", "-0", "0.1", "1e2", "1E+2", "1.50", "0.00001", "1e-05",
                                         "3.141592653589793238462643383279", "1e400", "0.1e1", "100.0",
                                         R"({"b":1,"a":[true,false,null,""],"c":{"x":1.0}})",
                                         R"(["\"\\\n\t\b\f\r","é","漢","😀"])", "[]", "{}", R"("\udcff")"));

TEST(Parse, ReadsIntegersExactlyToBothEnds) {
    EXPECT_EQ(to_int64(parsed("-9223372036854775808")), INT64_MIN);
    EXPECT_EQ(to_uint64(parsed("18446744073709551615")), UINT64_MAX);
    EXPECT_EQ(to_uint64(parsed("18446744073709551616")), std::nullopt);
    EXPECT_EQ(to_int64(parsed("32.0")), 32);
    EXPECT_EQ(to_int64(parsed("1e2")), 100);
    EXPECT_EQ(to_int64(parsed("32.5")), std::nullopt);
}

TEST(Parse, TakesNanAndInfinityOnlyWhereAllowed) {
    EXPECT_TRUE(std::isnan(*to_double(parsed("[NaN]").as_array()[0])));
    EXPECT_EQ(to_double(parsed("-Infinity")), -INFINITY);
    ParseOptions strict;
    strict.non_finite = false;
    EXPECT_FALSE(parse("NaN", strict));
    EXPECT_FALSE(parse("-Infinity", strict));
}

TEST(Parse, LastOfTwoEqualKeysWins) {
    EXPECT_EQ(write(parsed(R"({"a":1,"b":2,"a":3})")), R"({"a":3,"b":2})");
}

TEST(Parse, JoinsSurrogatePairsAndKeepsLoneOnes) {
    EXPECT_EQ(text_of(parsed(R"("\ud83d\ude00")")), "😀");
    EXPECT_EQ(write(parsed(R"("\ud83d x")")), R"("\ud83d x")");
    EXPECT_EQ(write(parsed(R"("\ude00\ud83d")")), R"("\ude00\ud83d")");
}

TEST(Parse, SaysWhereADocumentIsBroken) {
    const auto value = parse("{\"nodes\": [1,\n  {\"type\": tru}]}");
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().code, Errc::malformed_json);
    EXPECT_EQ(value.error().fact("line"), "2");
    EXPECT_EQ(value.error().fact("column"), "12");
    EXPECT_EQ(value.error().fact("path"), "$.nodes[1].type");
}

class Broken : public testing::TestWithParam<const char*> {};

TEST_P(Broken, IsAnErrorNotACrash) {
    const auto value = parse(GetParam());
    ASSERT_FALSE(value) << write(*value);
    EXPECT_EQ(value.error().code, Errc::malformed_json);
}

INSTANTIATE_TEST_SUITE_P(Documents, Broken,
                         testing::Values("", " ", "{", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "01", "1.",
                                         ".5", "-", "+1", "1e", "1e+", "--1", "1-2", "nul", "truee", "\"",
                                         "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud83d", "\"\n\"", "[1 2]",
                                         "1 2", "\xef\xbb\xbf{}", "\"\xff\"", "\"\xc0\xaf\"",
                                         "\"\xed\xa0\x80\"", "\"\xf5\x80\x80\x80\"",
                                         "\"\xff"
                                         "1e2\"",
                                         "'a'", "// no\n1", "Nan", "Inf"));

TEST(Parse, StopsAtItsLimits) {
    ParseOptions options;
    options.max_depth = 3;
    EXPECT_TRUE(parse("[[[1]]]", options));
    EXPECT_FALSE(parse("[[[[1]]]]", options));
    options = ParseOptions{};
    options.max_values = 3;
    EXPECT_TRUE(parse("[1,2]", options));
    EXPECT_FALSE(parse("[1,2,3]", options));
    options = ParseOptions{};
    options.max_bytes = 4;
    EXPECT_FALSE(parse("[1,2]", options));
}

TEST(Parse, SurvivesAMillionOpenBrackets) {
    const auto value = parse(std::string(1'000'000, '['));
    ASSERT_FALSE(value);
    EXPECT_NE(value.error().message.find("512"), std::string::npos) << value.error().message;
}

}  // namespace
}  // namespace divan::json
