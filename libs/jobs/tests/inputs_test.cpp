#include <fmt/format.h>

#include "support/jobs_fixture.hpp"

namespace divan::durable {
namespace {

using store::Phase;

class Inputs : public JobsTest {
protected:
    static std::string copy_of(const store::AssetId& asset, const std::string& prefix) {
        return fmt::format(
            R"({{"1": {{"class_type": "LoadImage", "inputs": {{"image": {{"__type": "core/ASSET", "info": {{"id": "{}"}}}}}}}},
                "9": {{"class_type": "SaveImage", "inputs": {{"images": ["1", 0], "filename_prefix": "{}"}}}}}})",
            asset.str(), prefix);
    }
    /// A picture that an earlier job made.
    std::string picture() {
        const JobId id = submit(red_fox(0xff0000));
        EXPECT_EQ(end_of(id).phase, Phase::succeeded);
        return bytes_of(outputs(id)[0]);
    }
};

TEST_F(Inputs, AFileOfOursIsBroughtToTheServer) {
    add_engine();
    start();
    const store::AssetId asset = upload(picture());
    const JobId id = submit(copy_of(asset, "copy"));
    const store::Job done = end_of(id);
    ASSERT_EQ(done.phase, Phase::succeeded) << (done.error ? done.error->message : "");
    EXPECT_EQ(outputs(id)[0].name, "copy_00001_.png");
}

TEST_F(Inputs, AContentGoesToAServerOnceInItsLife) {
    add_engine();
    start();
    const store::AssetId asset = upload(picture());
    faults("[[fault]]\nroute = \"POST /upload/image\"\ndo = \"status\"\nnth = 2\n");
    EXPECT_EQ(end_of(submit(copy_of(asset, "one"))).phase, Phase::succeeded);
    const JobId second = submit(copy_of(asset, "two"));
    EXPECT_EQ(end_of(second).phase, Phase::succeeded);
    EXPECT_EQ(job(second).attempt, 1) << "a second upload would have failed";
    restart_engine(0);
    EXPECT_EQ(end_of(submit(copy_of(asset, "three"))).phase, Phase::succeeded) << "a new life has no files";
}

TEST_F(Inputs, AnUploadThatFailsIsMadeAgainAndHasSentNothing) {
    add_engine();
    start();
    const store::AssetId asset = upload(picture());
    const std::uint64_t before = runs();
    faults("[[fault]]\nroute = \"POST /upload/image\"\ndo = \"reset\"\ntimes = 1\n");
    const JobId id = submit(copy_of(asset, "one"));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    const auto tries = attempts(id);
    ASSERT_EQ(tries.size(), 2u);
    EXPECT_EQ(tries[0].outcome, "unreachable");
    EXPECT_FALSE(tries[0].counted);
    EXPECT_EQ(runs(), before + 1);
}

TEST_F(Inputs, AFileThatIsTooLargeForTheOnlyServerFailsTheJob) {
    add_engine();
    start();
    const store::AssetId asset = upload(picture());
    faults("[[fault]]\nroute = \"POST /upload/image\"\ndo = \"status\"\nstatus = 413\n");
    const store::Job failed = end_of(submit(copy_of(asset, "one")));
    ASSERT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "too_large");
}

}  // namespace
}  // namespace divan::durable
