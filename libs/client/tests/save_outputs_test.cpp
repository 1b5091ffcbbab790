#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/client/save_outputs.hpp>

#include "support/fake_comfy.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using test::FakeComfy;

class SaveOutputsTest : public testing::Test {
protected:
    SaveOutputsTest() {
        server = std::make_unique<FakeComfy>(io, test::FakeScript{});
        connection =
            std::make_unique<Connection>(io.get_executor(), parse_server_address(server->url()).value());
        server->files["a.bin"] = picture;
    }
    void TearDown() override {
        connection.reset();
        server.reset();
        test::settle(io, 20ms);
    }
    RunResult with(const std::string& name, const std::string& type = "output") {
        protocol::OutputFile file;
        file.node = NodeId{"9"};
        file.filename = name;
        file.type = type;
        protocol::NodeOutputs node;
        node.node = file.node;
        node.files.push_back(file);
        RunResult result;
        result.prompt_id = protocol::PromptId{"p-1"};
        result.outputs.push_back(node);
        return result;
    }
    Result<std::vector<SavedFile>> save(RunResult result, const std::string& pattern = {}) {
        SaveOptions options{folder.path()};
        options.pattern = pattern;
        options.values["chapter"] = "3";
        return test::run_on(io,
                            save_outputs(*connection, std::move(result), std::move(options), within(25s)));
    }
    std::string content(const std::string& name) {
        return read_file(folder.path() / name).value_or("missing");
    }
    std::size_t files() const {
        const std::filesystem::directory_iterator all{folder.path()};
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }

    asio::io_context io{1};
    TemporaryFolder folder;
    const std::string picture = std::string(200'000, 'p') + "the end";
    std::unique_ptr<FakeComfy> server;
    std::unique_ptr<Connection> connection;
};

TEST_F(SaveOutputsTest, KeepsTheServersNameAndTellsLengthAndHash) {
    const auto saved = save(with("a.bin"));
    ASSERT_TRUE(saved) << describe(saved.error());
    EXPECT_EQ(content("a.bin"), picture);
    EXPECT_EQ(saved->at(0).file.bytes, picture.size());
    EXPECT_EQ(saved->at(0).file.sha256, sha256_hex(picture));
    EXPECT_EQ(files(), 1U);
}

TEST_F(SaveOutputsTest, ResumesACutDownloadOnce) {
    server->cut_downloads = 1;
    const auto saved = save(with("a.bin"));
    ASSERT_TRUE(saved) << describe(saved.error());
    EXPECT_EQ(content("a.bin"), picture);
    EXPECT_EQ(saved->at(0).file.sha256, sha256_hex(picture));
}

TEST_F(SaveOutputsTest, AFileThatNeverReachesItsLengthIsNoFile) {
    server->wrong_length = true;
    const auto saved = save(with("a.bin"));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, Errc::result_missing);
    EXPECT_EQ(files(), 0U);
}

TEST_F(SaveOutputsTest, AsksAgainForAFileThatIsNotThereYet) {
    server->missing_views = 2;
    EXPECT_TRUE(save(with("a.bin")));
}

TEST_F(SaveOutputsTest, AFileThatIsGoneIsMissing) {
    const auto saved = save(with("gone.bin"));
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.error().code, Errc::result_missing);
    EXPECT_EQ(saved.error().fact("node"), "9");
    EXPECT_EQ(files(), 0U);
}

TEST_F(SaveOutputsTest, NeverOverwrites) {
    ASSERT_TRUE(write_file(folder.path() / "a.bin", "mine"));
    const auto saved = save(with("a.bin"));
    ASSERT_TRUE(saved) << describe(saved.error());
    EXPECT_EQ(content("a.bin"), "mine");
    EXPECT_EQ(content("a_2.bin"), picture);
}

TEST_F(SaveOutputsTest, TheVersionIsTheNextFreeOne) {
    for (int version = 1; version <= 3; ++version)
        ASSERT_TRUE(save(with("a.bin"), "ch-{chapter:02}/p_v{version:03}.{ext}"));
    EXPECT_EQ(content("ch-03/p_v003.bin"), picture);
}

TEST_F(SaveOutputsTest, AVersionInTheMakingIsTaken) {
    ASSERT_TRUE(write_file(folder.path() / "v1.bin.part", "another process"));
    const auto saved = save(with("a.bin"), "v{version}.{ext}");
    ASSERT_TRUE(saved) << describe(saved.error());
    EXPECT_EQ(saved->at(0).file.path.filename(), "v2.bin");
}

TEST_F(SaveOutputsTest, NothingLeavesTheFolder) {
    for (const char* pattern : {"../x_{name}.bin", "/tmp/x_{name}.bin", "a/../../{name}.bin"}) {
        const auto saved = save(with("a.bin"), pattern);
        ASSERT_FALSE(saved) << pattern;
        EXPECT_EQ(saved.error().code, Errc::unsafe_path);
    }
}

TEST_F(SaveOutputsTest, AForeignNameIsMadeSafe) {
    server->files["../../evil.bin"] = "x";
    const auto saved = save(with("../../evil.bin"));
    ASSERT_TRUE(saved) << describe(saved.error());
    EXPECT_EQ(saved->at(0).file.path.parent_path(), folder.path());
}

TEST_F(SaveOutputsTest, PreviewsAreSavedOnlyWhenThereIsNothingElse) {
    RunResult both = with("a.bin");
    both.outputs.push_back(with("preview.bin", "temp").outputs.at(0));
    EXPECT_EQ(files_to_save(both, SaveOptions{}).size(), 1U);
    EXPECT_EQ(files_to_save(with("preview.bin", "temp"), SaveOptions{}).size(), 1U);
    SaveOptions all;
    all.include_temp = true;
    EXPECT_EQ(files_to_save(both, all).size(), 2U);
}

}  // namespace
}  // namespace divan
