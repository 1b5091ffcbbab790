#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace divan::architecture {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
    std::ifstream in{file};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// "Suite.Name" of each test that stands in libs/ or tests/.
std::set<std::string> written_tests() {
    const std::regex macro{"(?:^|\\n)(?:TEST|TEST_F|TEST_P|RC_GTEST_PROP)\\((\\w+),\\s*(\\w+)[,)]"};
    std::set<std::string> names;
    for (const std::string folder : {"libs", "tests"})
        for (const auto& entry : fs::recursive_directory_iterator{fs::path{DIVAN_SOURCE_DIR} / folder}) {
            if (entry.path().extension() != ".cpp") continue;
            const std::string text = content(entry.path());
            for (std::sregex_iterator at{text.begin(), text.end(), macro}, end; at != end; ++at)
                names.insert((*at)[1].str() + "." + (*at)[2].str());
        }
    return names;
}

TEST(ParityRows, EachIsShownByTestsThatExist) {
    const std::set<std::string> tests = written_tests();
    const std::regex name{"`(\\w+\\.\\w+)`"};
    std::ifstream list{fs::path{DIVAN_SOURCE_DIR} / "tests/parity/rows.md"};
    int rows = 0;
    for (std::string line; std::getline(list, line);) {
        if (!std::regex_search(line, std::regex{"^\\| \\d"})) continue;
        ++rows;
        int shown = 0;
        for (std::sregex_iterator at{line.begin(), line.end(), name}, end; at != end; ++at, ++shown)
            EXPECT_TRUE(tests.contains((*at)[1])) << (*at)[1] << " is not written (any more): " << line;
        EXPECT_TRUE(shown > 0 || line.find("dropped: ") != std::string::npos) << "shown by nothing: " << line;
    }
    EXPECT_GE(rows, 190);
}

}  // namespace
}  // namespace divan::architecture
