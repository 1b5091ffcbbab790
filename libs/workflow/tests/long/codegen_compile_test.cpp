#include <cstdlib>

#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/workflow/codegen.hpp>

#include "support/random_catalogue.hpp"

namespace divan {
namespace {

bool is_there(const std::string& compiler) {
    return std::system((compiler + " --version >/dev/null 2>&1").c_str()) == 0;
}

/// What the compiler says; empty when it takes the header.
std::string complaints(const std::string& compiler, const std::string& header) {
    const TemporaryFolder folder{"divan-codegen"};
    const auto file = folder.path() / "nodes.hpp", report = folder.path() / "report";
    if (!write_file(file, header) || !write_file(folder.path() / "main.cpp", "#include \"nodes.hpp\"\n"))
        return "cannot write";
    std::string command =
        compiler + " -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror";
    for (const std::string layer : {"base", "json", "workflow"})
        command += " -I" DIVAN_SOURCE_DIR "/libs/" + layer + "/include";
    command += ' ' + (folder.path() / "main.cpp").string() + " >" + report.string() + " 2>&1";
    const bool taken = std::system(command.c_str()) == 0;
    return taken ? "" : read_file(report).value_or("no report").substr(0, 4000);
}

class CodegenCompiler : public testing::TestWithParam<std::string> {};

TEST_P(CodegenCompiler, TakesTheHeaderOfAnyCatalogueWithoutAWarning) {
    if (!is_there(GetParam())) GTEST_SKIP() << "there is no " << GetParam() << " here";
    for (const std::uint64_t seed : {1u, 2u, 102u, 103u, 105u}) {
        Rng rng{seed};
        const auto catalogue = NodeCatalogue::from_json(test::random_catalogue(rng, 60)).value();
        const auto header = generate_header(catalogue).value();
        EXPECT_GT(header.classes, 20u);
        EXPECT_EQ(complaints(GetParam(), header.text), "") << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(Compilers, CodegenCompiler, testing::Values("g++", "clang++-19"),
                         [](const auto& info) { return info.index == 0 ? "Gcc" : "Clang"; });

}  // namespace
}  // namespace divan
