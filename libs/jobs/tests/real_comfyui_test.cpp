#include <cstdlib>

#include "support/jobs_fixture.hpp"

#include <fmt/format.h>

#include <divan/base/random.hpp>

#include <divan/client/queue.hpp>
#include <divan/store/moves.hpp>

namespace divan::durable {
namespace {

using store::Phase;

/// Against a real server, where one is named: DIVAN_COMFYUI_URL=http://127.0.0.1:8188 jobs_tests.
class RealComfyUi : public JobsTest {
protected:
    void SetUp() override {
        const char* url = std::getenv("DIVAN_COMFYUI_URL");
        if (!url) GTEST_SKIP() << "DIVAN_COMFYUI_URL names no server";
        config.times.grace = 60s;
        config.servers.emplace_back(ServerId{"real"}, parse_server_address(url).value());
        start();
    }
    /// Some seconds of work on a CPU; a colour that no earlier run had, so that nothing is cached.
    static std::string blurred(int side) {
        return fmt::format(
            R"({{"1": {{"class_type": "EmptyImage", "inputs": {{"width": {0}, "height": {0}, "batch_size": 4, "color": {1}}}}},
                "2": {{"class_type": "ImageBlur", "inputs": {{"image": ["1", 0], "blur_radius": 31, "sigma": 5.0}}}},
                "9": {{"class_type": "SaveImage", "inputs": {{"images": ["2", 0], "filename_prefix": "real/fox"}}}}}})",
            side, random_upto(0xffffff));
    }
};

TEST_F(RealComfyUi, RunsJobsAndTheirFilesComeWhole) {
    const JobId id = submit(red_fox(static_cast<int>(random_upto(0xffffff)), "real/fox"));
    const store::Job done = end_of(id);
    ASSERT_EQ(done.phase, Phase::succeeded) << (done.error ? done.error->message : "");
    EXPECT_EQ(outputs(id)[0].name, "real/fox_00001_.png");
    const store::AssetId asset = upload(bytes_of(outputs(id)[0]));
    const JobId copy = submit(fmt::format(
        R"({{"1": {{"class_type": "LoadImage", "inputs": {{"image": {{"__type": "core/ASSET", "info": {{"id": "{}"}}}}}}}},
            "2": {{"class_type": "ImageInvert", "inputs": {{"image": ["1", 0]}}}},
            "9": {{"class_type": "SaveImage", "inputs": {{"images": ["2", 0], "filename_prefix": "copy"}}}}}})",
        asset.str()));
    EXPECT_EQ(end_of(copy).phase, Phase::succeeded);
}

TEST_F(RealComfyUi, APromptGoesOnWhileTheGatewayIsAwayAndIsAdopted) {
    const JobId id = submit(blurred(1024));
    ASSERT_TRUE(until_phase(id, Phase::running));
    crash();
    start();
    const store::Job done = end_of(id);
    ASSERT_EQ(done.phase, Phase::succeeded) << (done.error ? done.error->message : "");
    EXPECT_EQ(attempts(id).size(), 1u);
    EXPECT_EQ(outputs(id).size(), 4u);
}

TEST_F(RealComfyUi, ACancelledPromptIsStoppedAndTheNextOneRuns) {
    const JobId id = submit(blurred(1024)), next = submit(red_fox(static_cast<int>(random_upto(0xffffff))));
    ASSERT_TRUE(until_phase(id, Phase::running));
    get(store::cancel(*store, id, owner));
    EXPECT_EQ(end_of(next).phase, Phase::succeeded);
    ASSERT_TRUE(until([&] { return !attempts(id)[0].holds_slot; }));
}

TEST_F(RealComfyUi, ItsOwnWordsReachTheCaller) {
    const store::Job refused = end_of(submit(
        R"({"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "no-such.safetensors"}},
            "2": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["1", 2]}},
            "3": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "x"}}})"));
    ASSERT_EQ(refused.phase, Phase::failed);
    EXPECT_EQ(refused.error->code, "missing_model");
}

}  // namespace
}  // namespace divan::durable
