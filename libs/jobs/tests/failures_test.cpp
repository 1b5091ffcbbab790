#include <algorithm>

#include <fmt/format.h>

#include "support/jobs_fixture.hpp"

#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>

namespace divan::durable {
namespace {

using store::Phase;

/// One server that goes wrong in one way; then the job's end, and how often something ran.
class Failures : public JobsTest {
protected:
    void SetUp() override {
        config.results.fetches = 1;
        add_engine();
        start();
    }
    store::Job run_with(const std::string& fault, const std::string& graph = red_fox()) {
        faults("[[fault]]\n" + fault);
        id = submit(graph);
        return end_of(id);
    }
    std::vector<std::string> outcomes() {
        std::vector<std::string> all;
        for (const store::Attempt& attempt : attempts(id)) all.push_back(attempt.outcome);
        return all;
    }
    using Outcomes = std::vector<std::string>;

    JobId id;
};

TEST_F(Failures, APromptWhoseAnswerIsLostIsFoundAndNotSentAgain) {
    EXPECT_EQ(run_with("route = \"POST /prompt\"\ndo = \"accept_then_reset\"\ntimes = 1").phase,
              Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
    EXPECT_EQ(attempts(id).size(), 1u);
}

TEST_F(Failures, APromptThatIsAnswered500YetQueuedIsAdopted) {
    EXPECT_EQ(
        run_with("route = \"POST /prompt\"\ndo = \"accept_then_status\"\nstatus = 500\ntimes = 1").phase,
        Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
    EXPECT_EQ(attempts(id).size(), 1u);
}

TEST_F(Failures, ALateAnswerToThePromptIsInDoubtAndThenAdopted) {
    EXPECT_EQ(run_with("route = \"POST /prompt\"\ndo = \"delay\"\nfor = \"3s\"\ntimes = 1", sleeping_fox(1.5))
                  .phase,
              Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
    const auto seen = events(id);
    EXPECT_NE(std::ranges::find(seen, "in_doubt"), seen.end());
}

TEST_F(Failures, APromptThatNeverArrivedIsSentAgainUnderAnotherId) {
    EXPECT_EQ(run_with("route = \"POST /prompt\"\ndo = \"reset\"\ntimes = 1").phase, Phase::succeeded);
    const auto tries = attempts(id);
    ASSERT_EQ(tries.size(), 2u);
    EXPECT_EQ(tries[0].outcome, "in_doubt");
    EXPECT_FALSE(tries[0].counted);
    EXPECT_NE(tries[0].prompt, tries[1].prompt);
    EXPECT_EQ(runs(), 1u);
}

TEST_F(Failures, AnExceptionInANodeFailsTheJobWithItsWords) {
    const store::Job failed = run_with("node = \"EmptyImage\"\ndo = \"raise\"\ntext = \"made up\"");
    ASSERT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "node_error");
    EXPECT_NE(failed.error->message.find("made up"), std::string::npos);
    EXPECT_NE(failed.error->details.find("\"node\":\"1\""), std::string::npos) << failed.error->details;
    EXPECT_FALSE(failed.error->retryable);
    EXPECT_EQ(outcomes(), Outcomes{"node_error"});
}

TEST_F(Failures, MemoryThatRunsOutOnceIsTriedOnceMore) {
    EXPECT_EQ(run_with("node = \"EmptyImage\"\ndo = \"out_of_memory\"\ntimes = 1").phase, Phase::succeeded);
    EXPECT_EQ(outcomes(), (Outcomes{"oom", "succeeded"}));
}

TEST_F(Failures, AModelThatNobodyHasFailsTheJobAtOnce) {
    const store::Job failed = run_with(
        "node = \"Nobody\"\ndo = \"raise\"",
        R"({"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "no-such.safetensors"}},
            "2": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 64, "batch_size": 1}},
            "3": {"class_type": "VAEDecode", "inputs": {"samples": ["2", 0], "vae": ["1", 2]}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0], "filename_prefix": "x"}}})");
    ASSERT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "missing_model");
    EXPECT_EQ(failed.attempt, 1);
}

TEST_F(Failures, AWorkflowThatTheServerRefusesFailsForGood) {
    const store::Job failed = run_with(
        "node = \"Nobody\"\ndo = \"raise\"",
        R"({"1": {"class_type": "EmptyImage", "inputs": {"width": -5, "height": 16, "batch_size": 1, "color": 0}},
            "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "x"}}})");
    ASSERT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "invalid_workflow");
    EXPECT_EQ(runs(), 0u);
}

TEST_F(Failures, AFileThatComesLateIsWaitedFor) {
    EXPECT_EQ(run_with("route = \"GET /view\"\ndo = \"status\"\nstatus = 404\ntimes = 3").phase,
              Phase::succeeded);
    EXPECT_EQ(outcomes(), Outcomes{"succeeded"});
}

TEST_F(Failures, AFileThatIsCutIsFetchedAgainAndNeverSeenInPart) {
    EXPECT_EQ(run_with("route = \"GET /view\"\ndo = \"cut\"\ntimes = 1").phase, Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
    EXPECT_TRUE(bytes_of(outputs(id)[0]).ends_with("IEND\xae\x42\x60\x82"));
}

TEST_F(Failures, HalfAPictureOfTheRightLengthIsNoResult) {
    faults("[[fault]]\nroute = \"GET /view\"\ndo = \"truncate\"\n");
    SubmitRequest request{json_of(red_fox())};
    request.limits.attempts = 1;
    id = submit(std::move(request));
    const store::Job failed = end_of(id);
    ASSERT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "bad_output");
    EXPECT_TRUE(outputs(id).empty());
}

TEST_F(Failures, AHistoryThatComesLateIsWaitedFor) {
    EXPECT_EQ(run_with("route = \"GET /history/*\"\ndo = \"late\"\nfor = \"1s\"").phase, Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
}

TEST_F(Failures, AnInterruptionByOthersIsNoFaultOfTheJob) {
    id = submit(sleeping_fox(1.0));
    ASSERT_TRUE(until_phase(id, Phase::running));
    Connection other{io.get_executor(), config.servers[0].connection};
    get(interrupt_all(other, within(5s)));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(outcomes(), (Outcomes{"foreign_interrupt", "succeeded"}));
    EXPECT_FALSE(attempts(id)[0].counted);
}

TEST_F(Failures, APromptThatSomebodyDeletedIsDroppedAndRunsAgain) {
    const JobId first = submit(sleeping_fox(1.5, 4));
    ASSERT_TRUE(until_phase(first, Phase::running));
    id = submit(sleeping_fox(0.1, 5));
    ASSERT_TRUE(until_phase(id, Phase::submitted));
    Connection other{io.get_executor(), config.servers[0].connection};
    get(clear_queue(other, within(5s)));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(outcomes(), (Outcomes{"dropped", "succeeded"}));
    EXPECT_EQ(end_of(first).phase, Phase::succeeded);
}

TEST_F(Failures, AJobRunsOnWhereTheFirstServerCannot) {
    add_engine();
    ASSERT_TRUE(dispatcher->add_server(config.servers.back()));
    ASSERT_TRUE(until([&] { return dispatcher->servers()[1].takes_jobs; }));
    faults("[[fault]]\nnode = \"EmptyImage\"\ndo = \"out_of_memory\"\n", 0);
    id = submit(red_fox());
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    const auto tries = attempts(id);
    ASSERT_EQ(tries.size(), 2u);
    EXPECT_EQ(tries[0].server.str(), "gpu-1");
    EXPECT_EQ(tries[1].server.str(), "gpu-2");
}

TEST_F(Failures, ASocketThatHearsNothingCostsTimeAndNothingElse) {
    config.servers[0].id = ServerId{"deaf"};
    faults("[[fault]]\nmessage = \"*\"\ndo = \"lose\"\n");
    id = submit(sleeping_fox(0.5));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(runs(), 1u);
}

}  // namespace
}  // namespace divan::durable
