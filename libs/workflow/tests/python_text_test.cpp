#include <gtest/gtest.h>

#include <divan/workflow/python_text.hpp>

#include <divan/workflow/python_number.hpp>
#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::from_text;

TEST(PythonText, WritesTreesAsPythonDoes) {
    EXPECT_EQ(python_str(from_text(R"({"a": [1, 2.0, null, true, false, "x"], "b": {}})")),
              "{'a': [1, 2.0, None, True, False, 'x'], 'b': {}}");
}

TEST(PythonText, WritesNumbersByValue) {
    EXPECT_EQ(
        python_str(from_text("[1e2, 1E-7, 1.50, -0, -0.0, 1e22, 18446744073709551616, NaN, -Infinity]")),
        "[100.0, 1e-07, 1.5, 0, -0.0, 1e+22, 18446744073709551616, nan, -inf]");
}

TEST(PythonText, LeavesATextAsItIsButQuotesItInsideATree) {
    EXPECT_EQ(python_str(json::Value("it's")), "it's");
    EXPECT_EQ(python_str(from_text(R"(["it's"])")), R"(["it's"])");
}

TEST(PythonText, ChoosesQuotesAsPythonDoes) {
    EXPECT_EQ(python_quote("plain"), "'plain'");
    EXPECT_EQ(python_quote("it's"), "\"it's\"");
    EXPECT_EQ(python_quote("it's \"both\""), R"('it\'s "both"')");
    EXPECT_EQ(python_quote("back\\slash"), R"('back\\slash')");
}

TEST(PythonText, EscapesWhatCannotBePrinted) {
    EXPECT_EQ(python_quote("\n\r\t\x01\x7f"), R"('\n\r\t\x01\x7f')");
    EXPECT_EQ(python_quote("\u00e9\u6f22\U0001f3a8"), "'\u00e9\u6f22\U0001f3a8'");
    EXPECT_EQ(python_quote("\u00a0\u200b\u2028\U000e0001"), R"('\xa0\u200b\u2028\U000e0001')");
    EXPECT_EQ(python_quote(*json::text_of(from_text(R"("\udcff")"))), R"('\udcff')");
}

TEST(PythonText, NamesTypesAsPythonDoes) {
    EXPECT_EQ(python_type_name(from_text("1.0")), "float");
    EXPECT_EQ(python_type_name(from_text("10000000000000000000000")), "int");
    EXPECT_EQ(python_type_name(from_text("null")), "NoneType");
}

TEST(PythonEqual, TakesTrueForOneAndIntegersForFloats) {
    EXPECT_TRUE(python_equal(from_text("[1, {\"a\": 2}]"), from_text("[true, {\"a\": 2.0}]")));
    EXPECT_FALSE(python_equal(from_text("1"), from_text("\"1\"")));
    EXPECT_FALSE(python_equal(from_text("NaN"), from_text("NaN")));
    EXPECT_FALSE(python_equal(from_text("null"), from_text("false")));
}

std::string int_of(std::string_view text) {
    const auto number = python_int(from_text(text));
    return number ? json::number_text(*number) : number.error().type + ": " + number.error().message;
}

TEST(PythonInt, CutsFractionsAndReadsTexts) {
    EXPECT_EQ(int_of("3.9"), "3");
    EXPECT_EQ(int_of("-3.9"), "-3");
    EXPECT_EQ(int_of("true"), "1");
    EXPECT_EQ(int_of("\" 7\u00a0\""), "7");
    EXPECT_EQ(int_of("\"-007\""), "-7");
    EXPECT_EQ(int_of("\"1_000\""), "1000");
    EXPECT_EQ(int_of("1.5e22"), "15000000000000000000000");
}

TEST(PythonInt, RaisesWithPythonsWords) {
    EXPECT_EQ(int_of("\"3.0\""), "ValueError: invalid literal for int() with base 10: '3.0'");
    EXPECT_EQ(int_of("NaN"), "ValueError: cannot convert float NaN to integer");
    EXPECT_EQ(int_of("Infinity"), "OverflowError: cannot convert float infinity to integer");
    EXPECT_EQ(int_of("{}"),
              "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'dict'");
}

TEST(PythonInt, CutsTheQuotedTextAfterTwoHundredCharacters) {
    const std::string message = int_of('"' + std::string(300, 'x') + '"');
    EXPECT_TRUE(message.ends_with("'" + std::string(199, 'x'))) << message;
}

std::string float_of(std::string_view text) {
    const auto number = python_float(from_text(text));
    return number ? json::number_text(*number) : number.error().type + ": " + number.error().message;
}

TEST(PythonFloat, ReadsWhatPythonReads) {
    EXPECT_EQ(float_of("\"1e3\""), "1000.0");
    EXPECT_EQ(float_of("\" .5\""), "0.5");
    EXPECT_EQ(float_of("\"nan\""), "NaN");
    EXPECT_EQ(float_of("\"-Infinity\""), "-Infinity");
    EXPECT_EQ(float_of("9007199254740993"), "9007199254740992.0");
    EXPECT_EQ(float_of("\"0x10\""), "ValueError: could not convert string to float: '0x10'");
    EXPECT_EQ(float_of("1" + std::string(400, '0')), "OverflowError: int too large to convert to float");
}

TEST(PythonCompare, IsExactWhereDoublesAreNot) {
    EXPECT_EQ(python_compare(from_text("9007199254740993"), from_text("9007199254740992.0")),
              std::partial_ordering::greater);
    EXPECT_EQ(python_compare(from_text("18446744073709551616"), from_text("18446744073709551615")),
              std::partial_ordering::greater);
    EXPECT_EQ(python_compare(from_text("-10"), from_text("-9")), std::partial_ordering::less);
    EXPECT_EQ(python_compare(from_text("-2"), from_text("-1.5")), std::partial_ordering::less);
    EXPECT_EQ(python_compare(from_text("0"), from_text("-0.5")), std::partial_ordering::greater);
    EXPECT_EQ(python_compare(from_text("1"), from_text("NaN")), std::partial_ordering::unordered);
    EXPECT_EQ(python_compare(from_text("1"), from_text("-Infinity")), std::partial_ordering::greater);
}

}  // namespace
}  // namespace divan
