#include "batch_table.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <fstream>

#include <divan/base/files.hpp>
#include <divan/json/write.hpp>

namespace divan::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string rows_of(const Result<BatchTable>& table) {
    if (!table) return table.error().message;
    std::string text;
    for (const BatchRow& row : table->rows)
        text += std::to_string(row.line) + json::write(json::Value(row.values));
    return text;
}

TEST(BatchTable, ReadsACsvFileAsSpreadsheetsWriteIt) {
    const auto table =
        parse_csv("\xef\xbb\xbfpage, prompt \r\n1,\"a \"\"red\"\" fox,\nrunning\"\r\n\r\n2,\r\n3,\"\"");
    ASSERT_TRUE(table) << describe(table.error());
    EXPECT_THAT(table->columns, ElementsAre("page", "prompt"));
    EXPECT_EQ(rows_of(table),
              R"(2{"page":"1","prompt":"a \"red\" fox,\nrunning"}5{"page":"2"}6{"page":"3"})");
    EXPECT_EQ(table->rows.back().number, 3);
}

TEST(BatchTable, SaysInWhichLineACsvFileIsWrong) {
    EXPECT_THAT(rows_of(parse_csv("a,b\n1\n")), HasSubstr("line 2: 1 fields, but there are 2 columns"));
    EXPECT_THAT(rows_of(parse_csv("a,a\n")), HasSubstr("two columns are called 'a'"));
    EXPECT_THAT(rows_of(parse_csv("a,\n")), HasSubstr("a column without a name"));
    EXPECT_THAT(rows_of(parse_csv("a\n\"x\ny\n")), HasSubstr("line 2: a quoted field does not end"));
    EXPECT_THAT(rows_of(parse_csv("a\n\"x\"y\n")), HasSubstr("line 2: text after a quoted field"));
    EXPECT_THAT(rows_of(parse_csv("a\nx\"y\"\n")), HasSubstr("line 2: a quote inside a field"));
    EXPECT_THAT(rows_of(parse_csv("a\n\xe9t\xe9\n")), HasSubstr("line 2: a character that is no UTF-8"));
}

TEST(BatchTable, ReadsAnObjectPerLine) {
    const auto table = parse_jsonl("{\"a\": 1, \"b\": null}\n\n{\"c\": \"x\"}");
    ASSERT_TRUE(table) << describe(table.error());
    EXPECT_THAT(table->columns, ElementsAre("a", "b", "c"));
    EXPECT_EQ(rows_of(table), R"(1{"a":1}3{"c":"x"})");
    EXPECT_THAT(rows_of(parse_jsonl("{}\n[1]\n")), HasSubstr("line 2: an object is expected, not array"));
    EXPECT_THAT(rows_of(parse_jsonl("{}\n{\"a\n")), HasSubstr("line 2: "));
}

TEST(BatchTable, ComesFromAFileOfAKnownKind) {
    const TemporaryFolder folder;
    const auto file = [&](const std::string& name, const std::string& text) {
        std::ofstream{folder.path() / name} << text;
        return read_batch_file(folder.path() / name);
    };
    EXPECT_EQ(file("a.CSV", "x\n1\n")->rows.size(), 1u);
    EXPECT_EQ(file("a.ndjson", "{}\n")->hash.size(), 64u);
    EXPECT_FALSE(file("a.txt", "x\n1\n"));
    EXPECT_THAT(file("b.csv", "x\n").error().message, HasSubstr("has no rows"));
    EXPECT_FALSE(read_batch_file(folder.path() / "none.csv"));
}

RC_GTEST_PROP(BatchTableProperty, ReadsBackWhatItWrites, (std::vector<std::string> fields)) {
    RC_PRE(!fields.empty());
    for (std::string& field : fields)
        for (char& c : field) c = static_cast<char>(c & 0x7f);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < fields.size(); ++i) names.push_back("c" + std::to_string(i));
    RC_PRE(fields.size() > 1 || !fields[0].empty());
    const auto table = parse_csv(csv_line(names) + csv_line(fields));
    RC_ASSERT(table.has_value());
    RC_ASSERT(table->rows.size() == 1u);
    for (std::size_t i = 0; i < fields.size(); ++i)
        RC_ASSERT(json::text_or(table->rows[0].values, names[i]) == fields[i]);
}

RC_GTEST_PROP(BatchTableProperty, DamagedBytesAreARowOrAnError, (const std::string& text)) {
    const auto csv = parse_csv(text);
    const auto lines = parse_jsonl(text);
    const bool told = csv.has_value() || !csv.error().message.empty();
    RC_ASSERT(told);  // the macro looks at both sides of an ||
    const bool lines_told = lines.has_value() || !lines.error().message.empty();
    RC_ASSERT(lines_told);
}

}  // namespace
}  // namespace divan::app
