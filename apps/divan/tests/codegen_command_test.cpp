#include <gtest/gtest.h>

#include <sstream>

#include <divan/base/files.hpp>

#include "program.hpp"

namespace divan::app {
namespace {

const std::string kSmall = DIVAN_SOURCE_DIR "/libs/workflow/tests/data/codegen/small.json";
const std::string kSmallHeader = DIVAN_SOURCE_DIR "/libs/workflow/tests/data/codegen/small_nodes.hpp";

struct Outcome {
    ExitCode exit_code = ExitCode::failed;
    std::string out, err;
};

Outcome run(std::vector<std::string> arguments, const std::string& input = {}) {
    std::istringstream in{input};
    std::ostringstream out, err;
    Program program{Shell{in, out, err, Terminal{}}};
    arguments.insert(arguments.begin(), "codegen");
    Outcome outcome;
    outcome.exit_code = program.run(arguments);
    outcome.out = out.str();
    outcome.err = err.str();
    return outcome;
}

TEST(CodegenCommand, WritesTheHeaderOfAStoredCatalogueAndNamesWhatItLeftOut) {
    const auto outcome = run({"--from", kSmall, "--namespace", "sample"});
    EXPECT_EQ(outcome.exit_code, ExitCode::done);
    EXPECT_EQ(outcome.out, read_file(kSmallHeader).value());
    EXPECT_NE(outcome.err.find("left out: Damaged: the entry is no object\n"), std::string::npos);
}

TEST(CodegenCommand, WritesAFileAndSaysHowManyClassesItHolds) {
    const TemporaryFolder folder;
    const std::string file = (folder.path() / "made" / "nodes.hpp").string();
    const auto outcome = run({"--from", kSmall, "--namespace", "sample", "-o", file});
    EXPECT_EQ(outcome.exit_code, ExitCode::done);
    EXPECT_EQ(outcome.out, "");
    EXPECT_NE(outcome.err.find("nodes.hpp: 9 node classes\n"), std::string::npos);
    EXPECT_EQ(read_file(file).value(), read_file(kSmallHeader).value());
}

TEST(CodegenCommand, LeavesTheOldFileAloneWhenTheCatalogueIsBroken) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "nodes.hpp";
    ASSERT_TRUE(write_file(file, "the old one"));
    const auto outcome = run({"--from", "-", "-o", file.string()}, R"({"A": )");
    EXPECT_EQ(outcome.exit_code, ExitCode::usage);
    EXPECT_EQ(read_file(file).value(), "the old one");
}

TEST(CodegenCommand, ReadsTheEmbeddedEngineWithoutAServer) {
    const auto outcome = run({"--only", "KSampler", "VAEDecode"});
    EXPECT_EQ(outcome.exit_code, ExitCode::done) << outcome.err;
    EXPECT_NE(outcome.out.find("// 2 node classes of the embedded engine\n"), std::string::npos);
    EXPECT_NE(outcome.out.find("struct KSampler {"), std::string::npos);
}

TEST(CodegenCommand, RefusesWhatItCannotDoWithAHint) {
    const auto unknown = run({"--from", kSmall, "--only", "Lodaer"});
    EXPECT_EQ(unknown.exit_code, ExitCode::usage);
    EXPECT_NE(unknown.err.find("did you mean 'Loader'"), std::string::npos) << unknown.err;
    EXPECT_EQ(run({"--from", "no/such/file.json"}).exit_code, ExitCode::usage);
    EXPECT_EQ(run({"--from", kSmall, "--namespace", "class"}).exit_code, ExitCode::usage);
    EXPECT_EQ(run({"--from", kSmall, "-o", "/proc/no/nodes.hpp"}).exit_code, ExitCode::not_saved);
}

}  // namespace
}  // namespace divan::app
