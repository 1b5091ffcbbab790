#include <gtest/gtest.h>

#include <divan/workflow/seeds.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

std::uint64_t highest(std::uint64_t limit) { return limit; }
std::uint64_t lowest(std::uint64_t) { return 0; }

TEST(Seeds, DrawsFromTheRangeOfTheCatalogue) {
    auto workflow = test::red_fox();
    const auto changes = randomize_seeds(workflow, &test::catalogue(), highest);
    EXPECT_EQ(changes, (std::vector<SeedChange>{{NodeId{"3"}, "seed", UINT64_MAX}}));
    EXPECT_EQ(json::to_uint64(*workflow.get(NodeId{"3"}, "seed")), UINT64_MAX);
}

TEST(Seeds, StaysBelow32BitsWithoutACatalogue) {
    auto workflow = test::red_fox();
    EXPECT_EQ(randomize_seeds(workflow, nullptr, highest).front().value, 0xffff'ffffU);
}

TEST(Seeds, NeverGoesBelowTheDeclaredMinimumOrZero) {
    const auto catalogue =
        NodeCatalogue::parse(R"({"A": {"input": {"required": {"seed": ["INT", {"min": 5, "max": 9}]}}},
        "B": {"input": {"required": {"seed": ["INT", {"min": -10, "max": 9}]}}}})")
            .value();
    auto workflow = Workflow::parse(R"({"1": {"class_type": "A", "inputs": {"seed": -1}},
        "2": {"class_type": "B", "inputs": {"seed": -1}}})")
                        .value();
    const auto changes = randomize_seeds(workflow, &catalogue, lowest);
    EXPECT_EQ(changes[0].value, 5U);
    EXPECT_EQ(changes[1].value, 0U);
    EXPECT_EQ(changes.size(), 2U);
}

TEST(Seeds, LeavesOtherSeedsAndLinksAlone) {
    const auto before =
        Workflow::parse(R"({"1": {"inputs": {"seed": 7, "noise_seed": ["2", 0], "other": -1}}})").value();
    auto workflow = before;
    EXPECT_TRUE(randomize_seeds(workflow).empty());
    EXPECT_EQ(workflow, before);
}

constexpr std::string_view kControlled = R"({
    "Noise": {"input": {"required": {"rng": ["INT", {"max": 99, "control_after_generate": true}], "plain": ["INT", {"max": 99}],
        "off": ["INT", {"max": 99, "control_after_generate": false}], "text": ["STRING", {"control_after_generate": true}]},
        "optional": {"later": ["INT", {"max": 9, "control_after_generate": "randomize"}]}}},
    "Number": {"input": {"required": {"value": ["INT", {"min": -9223372036854775807, "control_after_generate": true}]}}}})";

TEST(Seeds, CoverEveryIntegerThatTheFrontEndRedraws) {
    const auto catalogue = NodeCatalogue::parse(kControlled).value();
    auto workflow =
        Workflow::parse(
            R"({"1": {"class_type": "Noise", "inputs": {"later": -1, "text": -1, "off": -1, "plain": -1,
        "rng": -1}}})")
            .value();
    const auto changes = randomize_seeds(workflow, &catalogue, highest);
    EXPECT_EQ(changes, (std::vector<SeedChange>{{NodeId{"1"}, "rng", 99}, {NodeId{"1"}, "later", 9}}));
    EXPECT_EQ(*workflow.get(NodeId{"1"}, "plain"), -1);
}

TEST(Seeds, LeaveAMinusOneThatIsAValueLikeAnyOther) {
    const auto catalogue = NodeCatalogue::parse(kControlled).value();
    auto workflow = Workflow::parse(R"({"1": {"class_type": "Number", "inputs": {"value": -1}}})").value();
    EXPECT_TRUE(randomize_seeds(workflow, &catalogue, highest).empty());
    EXPECT_TRUE(randomize_seeds(workflow, &test::catalogue(), highest).empty());
}

TEST(Seeds, ComeFromTwelveDigitsWhereNobodySaysOtherwise) {
    EXPECT_EQ(random_seed(lowest), 10'000'000'000U);
    EXPECT_EQ(random_seed(highest), 999'999'999'999U);
    for (int i = 0; i < 1000; ++i) {
        const auto seed = random_seed();
        EXPECT_TRUE(seed >= 10'000'000'000U && seed <= 999'999'999'999U) << seed;
    }
    EXPECT_NE(random_seed(), random_seed()) << "two draws of 40 bits met";
}

TEST(Seeds, GivesTenRunsOfOneWorkflowTenSeeds) {
    const auto workflow = test::red_fox();
    auto first = workflow, second = workflow;
    const auto a = randomize_seeds(first, &test::catalogue()),
               b = randomize_seeds(second, &test::catalogue());
    EXPECT_NE(a.front().value, b.front().value) << "two draws of 64 bits met";
    EXPECT_EQ(workflow, test::red_fox());
}

TEST(Seeds, ForcesEveryLiteralSeedExactly) {
    auto workflow =
        Workflow::parse(
            R"({"1": {"inputs": {"seed": 7}}, "2": {"inputs": {"noise_seed": -1, "seed": ["1", 0]}}})")
            .value();
    const auto changes = force_seed(workflow, UINT64_MAX);
    EXPECT_EQ(changes, (std::vector<SeedChange>{{NodeId{"1"}, "seed", UINT64_MAX},
                                                {NodeId{"2"}, "noise_seed", UINT64_MAX}}));
    EXPECT_EQ(json::number_text(*workflow.get(NodeId{"2"}, "noise_seed")), "18446744073709551615");
}

}  // namespace
}  // namespace divan
