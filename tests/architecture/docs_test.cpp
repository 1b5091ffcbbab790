#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "source_files.hpp"

namespace divan::architecture {
namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& file) {
    std::ifstream in{file};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::vector<fs::path> documents() {
    const fs::path root{DIVAN_SOURCE_DIR};
    std::vector<fs::path> files{root / "README.md", root / "CHANGELOG.md"};
    for (const auto& entry : fs::directory_iterator{root / "docs"})
        if (entry.path().extension() == ".md") files.push_back(entry.path());
    return files;
}

/// The lines of a block without their common indentation, so an excerpt from inside a function still matches.
std::string without_indentation(const std::string& text) {
    std::istringstream in{text};
    std::string joined;
    for (std::string line; std::getline(in, line);) {
        const auto first = line.find_first_not_of(' ');
        if (first != std::string::npos) joined += line.substr(first) + "\n";
    }
    return joined;
}

TEST(Docs, EveryCppSnippetIsAnExcerptOfAnExampleThatIsBuiltAndRun) {
    std::string examples;
    for (const auto& entry : fs::recursive_directory_iterator{fs::path{DIVAN_SOURCE_DIR} / "examples"})
        if (entry.path().extension() == ".cpp") examples += without_indentation(content(entry.path()));
    const std::regex block{"```cpp\n([^`]*)```"};
    for (const fs::path& document : documents()) {
        const std::string text = content(document);
        for (std::sregex_iterator at{text.begin(), text.end(), block}, end; at != end; ++at)
            EXPECT_NE(examples.find(without_indentation((*at)[1])), std::string::npos)
                << document.filename() << " has a snippet that stands in no file of examples/:\n" << (*at)[1];
    }
}

TEST(Docs, LinksLeadToFilesThatExist) {
    const std::regex link{R"(\]\(([^)#:]+)(#[^)]*)?\))"}, code{"```[^`]*```"};
    for (const fs::path& document : documents()) {
        const std::string text = std::regex_replace(content(document), code, "");
        for (std::sregex_iterator at{text.begin(), text.end(), link}, end; at != end; ++at)
            EXPECT_TRUE(fs::exists(document.parent_path() / (*at)[1].str())) << document.filename() << " links to " << (*at)[1];
    }
}

TEST(Docs, NoFileNamesAFolderOfTheMachineItWasWrittenOn) {
    // Spelled in pieces, so that this file does not find itself.
    const std::vector<std::string> forbidden{std::string{"/"} + "work/", std::string{"/"} + "root/", std::string{"/tmp"} + "/w/"};
    for (const std::string folder : {"libs", "apps", "tests", "examples", "bench"})
        for (const SourceLine& line : source_lines(folder))
            for (const auto& path : forbidden) EXPECT_EQ(line.text.find(path), std::string::npos) << place(line);
}

}  // namespace
}  // namespace divan::architecture
