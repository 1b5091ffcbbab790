#include <gtest/gtest.h>

#include <sstream>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>

#include "program.hpp"

namespace divan::app {
namespace {

/// The first run of `divan run examples/image-nodes.json --json` on the embedded engine.
class RunCommand : public testing::Test {
protected:
    void SetUp() override {
        std::istringstream in;
        std::ostringstream out, err;
        Program program{Shell{in, out, err, Terminal{}}};
        ASSERT_EQ(program.run({"run", DIVAN_SOURCE_DIR "/examples/image-nodes.json", "--json", "-o",
                               folder_.path().string()}),
                  ExitCode::done)
            << err.str();
        document_ = json::parse(out.str()).value();
        run_ = json::array_of(*json::find(document_, "runs"))->at(0);
        file_ = json::array_of(*json::find(run_, "files"))->at(0);
    }

    std::int64_t number(const json::Value& value, const char* key) {
        const auto* found = json::find(value, key);
        return found ? json::to_int64(*found).value_or(-1) : -1;
    }

    TemporaryFolder folder_;
    json::Value document_, run_, file_;
};

TEST_F(RunCommand, TellsPromptWorkflowAndFilesWithNameAndPath) {
    EXPECT_EQ(json::text_or(run_, "prompt_id").size(), 36u);
    EXPECT_FALSE(json::text_or(run_, "workflow_id").empty());
    EXPECT_TRUE(json::text_or(file_, "path").ends_with(json::text_or(file_, "name")));
    EXPECT_TRUE(std::filesystem::exists(json::text_or(file_, "path")));
}

TEST_F(RunCommand, TellsTimesMomentAndNodeCount) {
    const auto nodes = json::parse(read_file(DIVAN_SOURCE_DIR "/examples/image-nodes.json").value()).value();
    EXPECT_EQ(number(run_, "node_count"), std::ssize(*json::object_of(nodes)));
    EXPECT_GE(number(*json::find(run_, "times"), "ran_ms"), 0);
    EXPECT_TRUE(json::text_or(run_, "finished_at").starts_with("20"));
}

TEST_F(RunCommand, TellsTheSizeOfPictures) {
    EXPECT_GT(number(file_, "width"), 0);
    EXPECT_GT(number(file_, "height"), 0);
}

}  // namespace
}  // namespace divan::app
