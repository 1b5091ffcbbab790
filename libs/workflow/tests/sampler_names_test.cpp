#include <gtest/gtest.h>

#include <set>

#include <divan/workflow/sampler_names.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

TEST(SamplerNames, AreThoseOfTheServerThatTheyWereTakenFrom) {
    const auto listed = test::catalogue().choices("KSampler", "sampler_name");
    EXPECT_EQ(std::vector<std::string>(Samplers::kAll.begin(), Samplers::kAll.end()), listed);
    EXPECT_EQ(listed.size(), 42U);
}

TEST(SamplerNames, HaveNineSchedulers) {
    const auto listed = test::catalogue().choices("KSampler", "scheduler");
    EXPECT_EQ(std::vector<std::string>(Schedulers::kAll.begin(), Schedulers::kAll.end()), listed);
    EXPECT_EQ(listed.size(), 9U);
}

TEST(SamplerNames, StandWhereverAValueDoes) {
    auto workflow = test::red_fox();
    ASSERT_TRUE(workflow.set("3.sampler_name", Samplers::dpmpp_2m_sde));
    ASSERT_TRUE(workflow.set("3.scheduler", SchedulerName{Schedulers::karras}));
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "sampler_name"), "dpmpp_2m_sde");
    EXPECT_EQ(*workflow.get(NodeId{"3"}, "scheduler"), "karras");
}

TEST(SamplerNames, MayBeAnyOtherText) {
    const SamplerName known{Samplers::euler}, foreign{std::string{"res_2s"}};
    EXPECT_TRUE(known.is_known());
    EXPECT_FALSE(foreign.is_known());
    EXPECT_EQ(foreign.str(), "res_2s");
    EXPECT_EQ(known, SamplerName{"euler"});
    EXPECT_FALSE(SamplerName{}.is_known());
}

TEST(SamplerNames, ComeFromTheServerWhereItListsThem) {
    const auto server = NodeCatalogue::parse(
        R"({"KSampler": {"input": {"required": {"sampler_name": [["euler", "res_2s"]], "scheduler": ["COMBO", {"options": ["bong"]}]}}}})");
    EXPECT_EQ(sampler_names(*server), (std::vector<SamplerName>{"euler", "res_2s"}));
    EXPECT_EQ(scheduler_names(*server), std::vector<SchedulerName>{"bong"});
    EXPECT_EQ(sampler_names(NodeCatalogue{}).size(), 42U);
    EXPECT_EQ(scheduler_names(NodeCatalogue{}).size(), 9U);
}

}  // namespace
}  // namespace divan
