#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/json/parse.hpp>

#include "child_process.hpp"

// `divan download` beside an engine of its own.
namespace divan {
namespace {

using namespace std::chrono_literals;
using testing_support::ChildProcess;

class DownloadTest : public testing::Test {
protected:
    void SetUp() override {
        const std::string line = engine_.read_line(30s);
        url_ = line.substr(line.find("http://"));
        ChildProcess run{{DIVAN_BINARY, "run", std::string{DIVAN_SOURCE_DIR} + "/examples/image-nodes.json",
                          "--server", url_, "-o", (folder_.path() / "first").string(), "--json"}};
        ASSERT_EQ(run.wait(60s), 0) << run.errors();
        std::string document;
        for (std::string part = run.read_line(1s); !part.empty(); part = run.read_line(1s)) document += part;
        const json::Value outcome = json::parse(document).value();
        const json::Value& first = json::array_of(*json::find(outcome, "runs"))->front();
        prompt_ = json::text_or(first, "prompt_id");
        name_ = json::text_or(json::array_of(*json::find(first, "files"))->front(), "name");
    }
    int download(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {DIVAN_BINARY, "download", "--server", url_});
        arguments.insert(arguments.end(), {"-o", (folder_.path() / "again").string()});
        ChildProcess program{arguments};
        const int code = program.wait(30s).value_or(-1);
        errors_ = program.errors();
        return code;
    }
    std::string content(const std::string& folder, const std::string& name) {
        return read_file(folder_.path() / folder / name).value_or("");
    }

    TemporaryFolder folder_;
    ChildProcess engine_{{DIVAN_BINARY, "engine", "--port", "0"}};
    std::string url_, prompt_, name_, errors_;
};

TEST_F(DownloadTest, FetchesEveryFileOfAFinishedPrompt) {
    ASSERT_EQ(download({"--prompt", prompt_}), 0) << errors_;
    EXPECT_EQ(content("again", name_), content("first", name_));
    EXPECT_FALSE(content("again", name_).empty());
}

TEST_F(DownloadTest, OverwritesNothing) {
    ASSERT_EQ(download({name_}), 0) << errors_;
    ASSERT_EQ(download({name_}), 0) << errors_;
    const std::filesystem::path name{name_};
    const std::string second = name.stem().string() + "_2" + name.extension().string();
    EXPECT_EQ(content("again", second), content("again", name_));
}

TEST_F(DownloadTest, SaysWhenTheServerDoesNotHaveIt) {
    EXPECT_EQ(download({"no-such-file.png"}), 8) << errors_;
    EXPECT_EQ(download({"--prompt", "no-such-prompt"}), 4) << errors_;
    EXPECT_NE(errors_.find("no finished prompt"), std::string::npos) << errors_;
}

}  // namespace
}  // namespace divan
