#include <gtest/gtest.h>

#include <csignal>
#include <set>
#include <thread>

#include <divan/base/files.hpp>
#include <divan/base/picture_size.hpp>

#include "child_process.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using testing_support::ChildProcess;

constexpr std::string_view kSlow = R"({
  "1": {"class_type": "TrapSleep", "inputs": {"seconds": "{{SECONDS}}", "steps": 5, "preview": false, "seed": "{{SEED}}"}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "fox"}}
})";

/// `divan generate` beside a `divan serve`, each a process.
class GenerateTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(write_file(folder_.path() / "templates/slow.json", kSlow)); }

    void serve(const std::string& port = "0", const std::string& crash_at = "") {
        gateway_.reset();
        gateway_ = std::make_unique<ChildProcess>(std::vector<std::string>{
            "/usr/bin/env", "COMFYUI_OUTPUT_DIR=" + output().string(),
            "COMFYUI_WORKFLOW_DIR=" + (folder_.path() / "templates").string(), "DIVAN_CRASH_AT=" + crash_at,
            DIVAN_BINARY, "serve", "--engines", "2", "--test-nodes", "--port", port, "--data",
            (folder_.path() / "data").string()});
        const std::string line = gateway_->read_line(30s);
        const auto at = line.find("http://");
        ASSERT_NE(at, std::string::npos) << gateway_->errors();
        url_ = line.substr(at);
    }

    std::unique_ptr<ChildProcess> generate(std::vector<std::string> more) {
        std::vector<std::string> command{DIVAN_BINARY, "generate", "--gateway", url_};
        command.insert(command.end(), more.begin(), more.end());
        return std::make_unique<ChildProcess>(command);
    }

    std::string port() const { return url_.substr(url_.rfind(':') + 1); }
    std::filesystem::path output() const { return folder_.path() / "output"; }
    std::string page(int version) const {
        return (output() / "ch-03/raw/comfyui" / ("ch03_p012_v" + std::to_string(version) + ".png")).string();
    }
    static bool is_whole(const std::string& path) {
        const auto bytes = read_file(path);
        return bytes && read_picture_size(*bytes) && bytes->ends_with(std::string{"IEND\xae\x42\x60\x82"});
    }

    TemporaryFolder folder_;
    std::unique_ptr<ChildProcess> gateway_;
    std::string url_;
};

TEST_F(GenerateTest, EndsWithThePathOfThePicture) {
    serve();
    const auto made = generate({"--chapter", "3", "--page", "12", "--prompt", "a red fox"});
    EXPECT_EQ(made->read_line(60s), page(1)) << made->errors();
    EXPECT_EQ(made->wait(10s), 0);
    EXPECT_TRUE(is_whole(page(1)));
}

TEST_F(GenerateTest, TenAtOnceForOnePageMakeTheVersionsOneToTen) {
    serve();
    std::vector<std::unique_ptr<ChildProcess>> all;
    for (int i = 0; i < 10; ++i)
        all.push_back(generate({"--chapter", "3", "--page", "12", "--prompt", "a red fox"}));
    std::set<std::string> paths, wanted;
    for (const auto& one : all) {
        paths.insert(one->read_line(90s));
        EXPECT_EQ(one->wait(10s), 0) << one->errors();
    }
    for (int version = 1; version <= 10; ++version) {
        wanted.insert(page(version));
        EXPECT_TRUE(is_whole(page(version))) << version;
    }
    EXPECT_EQ(paths, wanted);
}

TEST_F(GenerateTest, De18SavesThePictureHereInTheFormatOfItsName) {
    serve();
    const std::string here = (folder_.path() / "mine/fox.webp").string();
    const auto made = generate({"--prompt", "a red fox", "-o", here, "--thumbnail", "64"});
    EXPECT_EQ(made->read_line(60s), here) << made->errors();
    EXPECT_EQ(made->wait(10s), 0);
    const auto size = read_picture_size(read_file(here).value_or(""));
    ASSERT_TRUE(size);
    EXPECT_EQ(size->format, PictureFormat::webp);
    EXPECT_EQ(std::max(size->width, size->height), 64U);
    const std::string folder = (folder_.path() / "mine").string();
    const auto plain = generate({"--prompt", "a red fox", "-o", folder});
    EXPECT_TRUE(plain->read_line(60s).starts_with(folder + "/")) << plain->errors();
    const auto useless = generate({"--prompt", "a", "--format", "png"});
    EXPECT_EQ(useless->wait(20s), 2) << "there is nothing to save";
}

TEST_F(GenerateTest, OutlivesAGatewayThatIsKilledBetweenTheEndAndTheFile) {
    serve("0", "SH2");
    const auto made = generate({"--chapter", "3", "--page", "12", "--prompt", "a red fox"});
    ASSERT_EQ(gateway_->wait(60s), 128 + SIGKILL);
    serve(port());
    EXPECT_EQ(made->read_line(60s), page(1)) << made->errors();
    EXPECT_EQ(made->wait(10s), 0);
    EXPECT_TRUE(is_whole(page(1)));
    EXPECT_FALSE(std::filesystem::exists(page(2))) << "once";
}

TEST_F(GenerateTest, CtrlCCancelsTheJob) {
    serve();
    const auto made = generate({"--template", "slow", "--set", "SECONDS=60", "--prompt", "x"});
    EXPECT_EQ(made->wait(20s), 2) << "the template has no slot for a prompt: " << made->errors();
    const auto slow = generate({"--template", "slow", "--set", "SECONDS=60"});
    std::this_thread::sleep_for(2s);
    slow->signal(SIGINT);
    EXPECT_EQ(slow->wait(15s), 7) << slow->errors();
    // The engine is free again for the next one.
    const auto next =
        generate({"--template", "slow", "--set", "SECONDS=0", "--chapter", "3", "--page", "12"});
    EXPECT_EQ(next->read_line(30s), page(1)) << next->errors();
}

TEST_F(GenerateTest, ATimeOutOfTheJobIsExitCodeSix) {
    serve();
    const auto slow = generate({"--template", "slow", "--set", "SECONDS=60", "--timeout", "1s"});
    EXPECT_EQ(slow->wait(20s), 6) << slow->errors();
}

TEST_F(GenerateTest, SaysHowToStartAGatewayWhenThereIsNone) {
    url_ = "http://127.0.0.1:1";
    const auto made = generate({"--prompt", "a red fox"});
    EXPECT_EQ(made->wait(20s), 5);
    EXPECT_NE(made->errors().find("divan serve"), std::string::npos) << made->errors();
}

}  // namespace
}  // namespace divan
