#include <gtest/gtest.h>

#include <divan/base/files.hpp>

#include "nodes/model_costs.hpp"

namespace divan::engine {
namespace {

class CostsModels : public testing::Test {
protected:
    Result<ModelCosts> read(const std::string& toml) {
        file_ = folder_.path() / "models.toml";
        EXPECT_TRUE(write_file(file_, toml));
        return ModelCosts::read(file_);
    }
    std::string message(const std::string& toml) {
        const auto costs = read(toml);
        return costs ? "" : costs.error().message;
    }
    std::string at(int line) const { return file_.string() + ":" + std::to_string(line) + ": "; }

    TemporaryFolder folder_;
    std::filesystem::path file_;
};

TEST_F(CostsModels, ReadsFilesAndCosts) {
    const auto costs = read(
        "vram_total_gb = 12\n[checkpoints.\"b.safetensors\"]\nload_seconds = 1.5\nvram_gb = 6\n"
        "seconds_per_step_and_megapixel = "
        "0.02\n[checkpoints.\"a.safetensors\"]\n[loras.\"x.safetensors\"]\n");
    ASSERT_TRUE(costs) << costs.error().message;
    EXPECT_EQ(costs->vram_total_gb, 12);
    EXPECT_EQ(costs->files.at("checkpoints"), (std::vector<std::string>{"a.safetensors", "b.safetensors"}));
    EXPECT_EQ(costs->files.at("loras"), std::vector<std::string>{"x.safetensors"});
    EXPECT_EQ(costs->cost_of("b.safetensors").load_seconds, 1.5);
    EXPECT_EQ(costs->cost_of("b.safetensors").vram_gb, 6);
    EXPECT_EQ(costs->cost_of("b.safetensors").seconds_per_step_and_megapixel, 0.02);
    EXPECT_EQ(costs->cost_of("a.safetensors").load_seconds, 0);
}

TEST_F(CostsModels, ReportsAllProblemsAtOnceWithTheirLines) {
    const std::string problems = message(
        "vram_total_gb = 0\n[checkpoint.\"a\"]\n[loras.\"x\"]\nload_second = 1\nvram_gb = \"much\"\n");
    EXPECT_EQ(problems, at(1) + "'vram_total_gb' must be a number above zero and at most 86400; " + at(2) +
                            "unknown folder 'checkpoint'; did you mean 'checkpoints'?; " + at(4) +
                            "unknown cost 'load_second'; did you mean 'load_seconds'?; " + at(5) +
                            "'vram_gb' must be a number from 0 to 86400");
}

TEST_F(CostsModels, RefusesNegativeAndNonFiniteCosts) {
    EXPECT_NE(message("[vae.\"a\"]\nload_seconds = -1\n"), "");
    EXPECT_NE(message("[vae.\"a\"]\nload_seconds = nan\n"), "");
    EXPECT_NE(message("[vae.\"a\"]\nload_seconds = inf\n"), "");
}

TEST_F(CostsModels, SaysWhereTheTomlIsBroken) {
    const auto costs = read("[checkpoints.\"a\"]\nload_seconds = \n");
    ASSERT_FALSE(costs);
    EXPECT_EQ(costs.error().code, Errc::invalid_argument);
    EXPECT_TRUE(costs.error().message.starts_with(at(2))) << costs.error().message;
}

TEST_F(CostsModels, SaysThatTheFileIsMissing) {
    EXPECT_EQ(ModelCosts::read(folder_.path() / "none.toml").error().code, Errc::io_failed);
}

TEST_F(CostsModels, CostsNothingWithoutAFile) {
    const ModelCosts costs = ModelCosts::builtin();
    EXPECT_FALSE(costs.files.at("checkpoints").empty());
    for (const std::string& file : costs.files.at("checkpoints"))
        EXPECT_EQ(costs.cost_of(file).load_seconds, 0);
}

}  // namespace
}  // namespace divan::engine
