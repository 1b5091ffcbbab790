#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::json {
namespace {

TEST(Write, NeverWritesNanUnlessAsked) {
    const Value value{std::numeric_limits<double>::quiet_NaN(), INFINITY, -INFINITY, 1.5};
    EXPECT_EQ(write(value), "[null,null,null,1.5]");
    EXPECT_EQ(write_python(value), "[NaN, Infinity, -Infinity, 1.5]");
}

TEST(Write, SpeaksAsPythonDoes) {
    Object object;
    object["text"] = "é漢😀\x7f\x01";
    object["list"] = Array{1, 2.0, nullptr};
    EXPECT_EQ(write_python(object),
              "{\"text\": \"\\u00e9\\u6f22\\ud83d\\ude00\x7f\\u0001\", \"list\": [1, 2.0, null]}");
}

TEST(Write, IndentsForPeople) {
    EXPECT_EQ(write(*parse(R"({"a":[1,{}],"b":[]})"), WriteOptions{Layout::pretty, false}),
              "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

struct Repr {
    double value;
    const char* text;
};
class PythonRepr : public testing::TestWithParam<Repr> {};

TEST_P(PythonRepr, IsHowDoublesAreSpelled) { EXPECT_EQ(write(Value(GetParam().value)), GetParam().text); }

INSTANTIATE_TEST_SUITE_P(Doubles, PythonRepr,
                         testing::Values(Repr{1, "1.0"}, Repr{0.1, "0.1"}, Repr{1e16, "1e+16"},
                                         Repr{1e15, "1000000000000000.0"}, Repr{123456.789, "123456.789"},
                                         Repr{1e-4, "0.0001"}, Repr{1e-5, "1e-05"}, Repr{5e-324, "5e-324"},
                                         Repr{1.7976931348623157e308, "1.7976931348623157e+308"},
                                         Repr{-0.0, "-0.0"}, Repr{104857600.0, "104857600.0"}));

TEST(Write, ReplacesBytesThatAreNoText) { EXPECT_EQ(write(Value("a\xff")), "\"a\xef\xbf\xbd\""); }

TEST(Write, QuotesAMarkedStringThatIsNoNumber) {
    EXPECT_EQ(write(Value("\xff"
                          "1,\"evil\":2")),
              "\"\xef\xbf\xbd"
              "1,\\\"evil\\\":2\"")
        << "only a real number may go out unquoted";
}

}  // namespace
}  // namespace divan::json
