#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "source_files.hpp"

namespace divan::architecture {
namespace {

struct Row {
    std::string id, state, shown_by;
};

std::vector<Row> ledger() {
    std::ifstream in{std::filesystem::path{DIVAN_SOURCE_DIR} / "docs/features.md"};
    const std::regex form{R"(^\| ([A-Z]{2,3}-\d\d) \| .* \| (done|partly|not yet) \| (.*) \|$)"};
    std::vector<Row> rows;
    for (std::string line; std::getline(in, line);)
        if (std::smatch match; std::regex_match(line, match, form))
            rows.push_back({match[1], match[2], match[3]});
    return rows;
}

/// "Suite.Name" of every test in the sources.
std::set<std::string> test_names() {
    const std::regex form{R"(^(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\((\w+), ?(\w+))"};
    std::set<std::string> names;
    for (const std::string folder : {"libs", "apps", "tests"})
        for (const SourceLine& line : source_lines(folder))
            if (std::smatch match; std::regex_search(line.text, match, form)) {
                names.insert(match[1].str() + "." + match[2].str());
                names.insert(match[1].str());
            }
    return names;
}

TEST(Ledger, ListsEveryFeatureOnce) {
    std::set<std::string> ids;
    for (const Row& row : ledger()) EXPECT_TRUE(ids.insert(row.id).second) << row.id << " stands twice";
    EXPECT_EQ(ids.size(), 342u);
}

TEST(Ledger, SaysWhereADoneFeatureIsShown) {
    const auto tests = test_names();
    const std::regex quoted{"`([^`]+)`"};
    for (const Row& row : ledger()) {
        if (row.state != "done") continue;
        auto name = std::sregex_iterator{row.shown_by.begin(), row.shown_by.end(), quoted};
        EXPECT_NE(name, std::sregex_iterator{}) << row.id << " is done, but no test or document is named";
        for (; name != std::sregex_iterator{}; ++name) {
            const std::string shown = (*name)[1];
            EXPECT_TRUE(tests.contains(shown) ||
                        std::filesystem::exists(std::filesystem::path{DIVAN_SOURCE_DIR} / shown))
                << row.id << " names '" << shown << "', which is neither a test nor a file";
        }
    }
}

/// docs/security.md: "S13" is done when tests begin with it.
TEST(Ledger, SaysOfWhichRequirementsOfSecurityThereAreTests) {
    const auto tests = test_names();
    std::ifstream in{std::filesystem::path{DIVAN_SOURCE_DIR} / "docs/security.md"};
    const std::regex form{R"(^\| (S\d+) \| .* \| done \|$)"}, fuzzed{"scripts/fuzz"};
    int rows = 0;
    for (std::string line; std::getline(in, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, form) || std::regex_search(line, fuzzed)) continue;
        ++rows;
        const std::regex named{"\\.(S\\d+)*" + match[1].str() + "[A-Z]"};
        EXPECT_TRUE(std::ranges::any_of(
            tests, [&](const std::string& test) { return std::regex_search(test, named); }))
            << match[1] << " is done, but no test is named after it";
    }
    EXPECT_GT(rows, 40);
}

}  // namespace
}  // namespace divan::architecture
