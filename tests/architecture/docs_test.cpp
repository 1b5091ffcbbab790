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

/// What snippets may be excerpts of: the examples, and the tests that were written for the guides.
std::string code_that_runs() {
    const fs::path root{DIVAN_SOURCE_DIR};
    std::string code;
    for (const auto& entry : fs::recursive_directory_iterator{root / "examples"})
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".c")
            code += without_indentation(content(entry.path()));
    for (const std::string folder : {"libs", "tests"})
        for (const auto& entry : fs::recursive_directory_iterator{root / folder})
            if (entry.path().filename().string().ends_with("docs_snippets_test.cpp"))
                code += without_indentation(content(entry.path()));
    return code;
}

TEST(Docs, EverySnippetOfCOrCppIsAnExcerptOfCodeThatIsBuiltAndRun) {
    const std::string code = code_that_runs();
    const std::regex block{"```c(?:pp)?\n([^`]*)```"};
    for (const fs::path& document : documents()) {
        const std::string text = content(document);
        for (std::sregex_iterator at{text.begin(), text.end(), block}, end; at != end; ++at)
            EXPECT_NE(code.find(without_indentation((*at)[1])), std::string::npos)
                << document.filename()
                << " has a snippet that stands neither in examples/ nor in a docs_snippets_test.cpp:\n"
                << (*at)[1];
    }
}

TEST(Docs, LinksLeadToFilesThatExist) {
    const std::regex link{R"(\]\(([^)#:]+)(#[^)]*)?\))"}, code{"```[^`]*```"};
    for (const fs::path& document : documents()) {
        const std::string text = std::regex_replace(content(document), code, "");
        for (std::sregex_iterator at{text.begin(), text.end(), link}, end; at != end; ++at)
            EXPECT_TRUE(fs::exists(document.parent_path() / (*at)[1].str()))
                << document.filename() << " links to " << (*at)[1];
    }
}

TEST(Docs, NoFileNamesAFolderOfTheMachineItWasWrittenOn) {
    // Spelled in pieces, so that this file does not find itself.
    const std::vector<std::string> forbidden{std::string{"/"} + "work/", std::string{"/"} + "root/",
                                             std::string{"/tmp"} + "/w/"};
    for (const std::string folder : {"libs", "apps", "tests", "examples", "bench"})
        for (const SourceLine& line : source_lines(folder))
            for (const auto& path : forbidden)
                EXPECT_EQ(line.text.find(path), std::string::npos) << place(line);
}

}  // namespace
}  // namespace divan::architecture
