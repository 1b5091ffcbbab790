#include <gtest/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/json/value.hpp>

namespace divan::json {
namespace {

Value parsed(std::string_view text) { return parse(text).value(); }

TEST(Value, ASpelledNumberIsANumberAndNoText) {
    const Value value = parsed("1e2");
    EXPECT_TRUE(is_number(value));
    EXPECT_FALSE(is_text(value));
    EXPECT_EQ(kind_name(value), "number");
    EXPECT_EQ(number_text(value), "1e2");
    EXPECT_EQ(to_double(value), 100.0);
}

TEST(Value, TellsIntegersFromFloats) {
    EXPECT_TRUE(is_integer(parsed("7")));
    EXPECT_TRUE(is_integer(parsed("123456789012345678901234567890")));
    EXPECT_FALSE(is_integer(parsed("7.0")));
    EXPECT_FALSE(is_integer(parsed("7e0")));
    EXPECT_FALSE(is_integer(parsed("\"7\"")));
}

TEST(Value, BuildsANumberFromItsSpelling) {
    EXPECT_EQ(number_text(*make_number("18446744073709551615")), "18446744073709551615");
    EXPECT_EQ(number_text(*make_number("1.50")), "1.50");
    EXPECT_FALSE(make_number("007"));
    EXPECT_FALSE(make_number("0x10"));
    EXPECT_FALSE(make_number(""));
}

TEST(Value, ComparesNumbersByValueAndObjectsWithoutOrder) {
    EXPECT_TRUE(same_content(parsed("[1, 1.0, 1e0]"), parsed("[1.0, 1, 1]")));
    EXPECT_TRUE(same_content(parsed(R"({"a":1,"b":2})"), parsed(R"({"b":2,"a":1})")));
    EXPECT_FALSE(same_content(parsed("18446744073709551615"), parsed("18446744073709551614")));
    EXPECT_FALSE(same_content(parsed("1"), parsed("\"1\"")));
    EXPECT_FALSE(same_content(parsed("[1]"), parsed("[1,2]")));
}

TEST(Value, FindsMembersOnlyInObjects) {
    EXPECT_EQ(text_or(parsed(R"({"a":"x"})"), "a"), "x");
    EXPECT_EQ(text_or(parsed(R"({"a":1})"), "a", "none"), "none");
    EXPECT_EQ(find(parsed("[1]"), "a"), nullptr);
}

}  // namespace
}  // namespace divan::json
