#include <algorithm>

#include <divan/client/run.hpp>

#include "support/jobs_fixture.hpp"

namespace divan::durable {
namespace {

using store::Phase;

class Health : public JobsTest {
protected:
    ServerState server(std::size_t which = 0) { return dispatcher->servers()[which]; }
    bool until_ready() {
        return until([&] {
            for (const ServerState& one : dispatcher->servers())
                if (!one.takes_jobs) return false;
            return true;
        });
    }
};

TEST_F(Health, AWorkerThatIsDeadIsFoundOutAndTheJobGoesElsewhere) {
    config.times.zombie = 500ms;
    add_engine();
    add_engine();
    start();
    ASSERT_TRUE(until_ready());
    // It accepts, shows the prompt as running for ever, and says nothing.
    faults(
        "[[fault]]\nnode = \"EmptyImage\"\ndo = \"hang\"\n[[fault]]\nmessage = \"execution_start\"\ndo = "
        "\"lose\"\n"
        "[[fault]]\nmessage = \"execution_cached\"\ndo = \"lose\"\n[[fault]]\nmessage = \"executing\"\ndo = "
        "\"lose\"\n",
        0);
    const JobId id = submit(red_fox());
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(attempts(id)[0].outcome, "zombie");
    EXPECT_EQ(job(id).strikes, 1);
    EXPECT_TRUE(server(0).dead);
    EXPECT_EQ(end_of(submit(red_fox(1))).phase, Phase::succeeded);
    restart_engine(0);
    EXPECT_TRUE(until([&] { return server(0).takes_jobs; })) << "only a restart brings it back";
}

TEST_F(Health, ABrokenGpuCostsOneJobAndIsLeftAloneUntilItsRestart) {
    add_engine();
    add_engine();
    start();
    ASSERT_TRUE(until_ready());
    faults(
        "[[fault]]\nnode = \"EmptyImage\"\ndo = \"raise\"\ntext = \"CUDA error: an illegal memory access was "
        "encountered\"\n");
    std::vector<JobId> ids;
    for (int i = 0; i < 8; ++i) ids.push_back(submit(red_fox(i)));
    for (const JobId& id : ids) EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_LE(engines[0]->prompts_run(), 2u) << "the one, and the one that waited behind it";
    EXPECT_TRUE(server(0).dead);
}

TEST_F(Health, ThreeJobsOutOfMemoryInARowSetAServerAside) {
    add_engine();
    add_engine();
    config.servers[0].health.ejection = 30s;
    start();
    ASSERT_TRUE(until_ready());
    faults("[[fault]]\nnode = \"EmptyImage\"\ndo = \"out_of_memory\"\n", 0);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(end_of(submit(red_fox(i))).phase, Phase::succeeded);
    EXPECT_EQ(server(0).health, HealthState::ejected);
    EXPECT_EQ(server(1).health, HealthState::healthy);
    EXPECT_EQ(engines[0]->prompts_run(), 3u);
}

TEST_F(Health, AfterMemoryRanOutTheLargestServerIsTaken) {
    for (const char* gigabytes : {"8", "16", "24"}) {
        models = std::string{"vram_total_gb = "} + gigabytes;
        add_engine();
    }
    start();
    ASSERT_TRUE(until_ready());
    faults("[[fault]]\nnode = \"EmptyImage\"\ndo = \"out_of_memory\"");
    ASSERT_TRUE(until([&] {
        return std::ranges::all_of(dispatcher->servers(),
                                   [](const auto& server) { return server.system.has_value(); });
    }));
    const JobId job = submit(red_fox());
    EXPECT_EQ(end_of(job).phase, Phase::succeeded);
    ASSERT_EQ(attempts(job).size(), 2u);
    EXPECT_EQ(attempts(job)[0].server, ServerId{"gpu-1"});
    EXPECT_EQ(attempts(job)[1].server, ServerId{"gpu-3"});
}

TEST_F(Health, AtMostHalfOfTheServersAreSetAsideForTheirFaults) {
    config.results.fetches = 1;
    add_engine();
    add_engine();
    for (ServerConfig& one : config.servers) {
        one.health.failures = 1;
        one.health.ejection = 30s;
    }
    start();
    ASSERT_TRUE(until_ready());
    for (std::size_t which : {0u, 1u}) faults("[[fault]]\nroute = \"GET /view\"\ndo = \"truncate\"\n", which);
    SubmitRequest request{json_of(red_fox())};
    request.limits.attempts = 2;
    EXPECT_EQ(end_of(submit(std::move(request))).error->code, "bad_output");
    const bool first = server(0).health == HealthState::ejected,
               second = server(1).health == HealthState::ejected;
    EXPECT_NE(first, second) << "one of two";
}

class Trials : public Health {
protected:
    void SetUp() override {
        config.results.fetches = 1;
        add_engine();
        config.servers[0].health.failures = 1;
        config.servers[0].health.ejection = 500ms;
        start();
        ASSERT_TRUE(until_ready());
    }
    /// Bad results set the server aside; afterwards these faults happen there.
    JobId set_aside(const std::string& later) {
        faults("[[fault]]\nroute = \"GET /view\"\ndo = \"truncate\"\n");
        const JobId id = submit(red_fox());
        EXPECT_TRUE(until([&] { return server().health == HealthState::ejected; }));
        faults(later);
        return id;
    }
};

TEST_F(Trials, AServerThatWasSetAsideMustRunASmallPromptBeforeItGetsAJob) {
    const JobId id = set_aside("");
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(engines[0]->prompts_run(), 3u) << "the bad one, the trial, the good one";
    EXPECT_EQ(server().health, HealthState::half_open) << "three must go well";
    for (int i = 1; i < 3; ++i) EXPECT_EQ(end_of(submit(red_fox(i))).phase, Phase::succeeded);
    EXPECT_EQ(server().health, HealthState::healthy);
    EXPECT_EQ(engines[0]->prompts_run(), 5u) << "one trial is enough";
}

TEST_F(Trials, AServerThatFailsItsTrialIsSetAsideAgainWithoutAJob) {
    const JobId id = set_aside("[[fault]]\nnode = \"PreviewImage\"\ndo = \"raise\"\ntimes = 2\n");
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(attempts(id).size(), 2u) << "the trials that failed cost the job nothing";
    EXPECT_EQ(engines[0]->prompts_run(), 5u);
}

class BusyTrials : public Trials {
protected:
    BusyTrials() { config.times.trial = 300ms; }
};

TEST_F(BusyTrials, BehindOtherPeoplesPromptsATrialIsPutOff) {
    const JobId id = set_aside("");
    Connection other{io.get_executor(), config.servers[0].connection};
    const divan::Run foreign =
        start_run(other, RunRequest{Workflow::parse(sleeping_fox(3.0)).value()}, {}, within(30s));
    ASSERT_TRUE(until([&] { return server().foreign > 0; }));
    EXPECT_TRUE(until([&] { return server().health == HealthState::half_open; }));
    for (int i = 0; i < 15; ++i) {
        test::settle(io, 100ms);
        EXPECT_EQ(server().health, HealthState::half_open) << "it does not fail for being busy";
    }
    EXPECT_TRUE(ask(foreign.result()));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
}

TEST_F(Health, AServerThatIsNotThereTakesNoJobsAndIsFoundWhenItComes) {
    add_engine();
    const std::uint16_t port = engines[0]->port();
    stop_engine(0);
    start();
    const JobId id = submit(red_fox());
    test::settle(io, 600ms);
    EXPECT_EQ(job(id).phase, Phase::queued);
    EXPECT_FALSE(server().online);
    EXPECT_EQ(attempts(id).size(), 0u);
    EXPECT_NE(port, 0);
    restart_engine(0);
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
}

TEST_F(Health, AServerWhoseCatalogueCannotBeReadRunsJobsAllTheSame) {
    add_engine();
    faults("[[fault]]\nroute = \"GET /object_info\"\ndo = \"truncate\"\n");
    start();
    EXPECT_EQ(end_of(submit(red_fox())).phase, Phase::succeeded);
    EXPECT_FALSE(server().classes);
}

TEST_F(Health, ClassesAreKnownAndOtherPeoplesPromptsAreSeen) {
    add_engine();
    start();
    ASSERT_TRUE(until([&] { return server().classes.has_value(); }));
    EXPECT_GT(*server().classes, 50u);
    Connection other{io.get_executor(), config.servers[0].connection};
    const divan::Run foreign =
        start_run(other, RunRequest{Workflow::parse(sleeping_fox(1.0)).value()}, {}, within(30s));
    EXPECT_TRUE(until([&] { return server().foreign == 1; }));
    EXPECT_TRUE(ask(foreign.result()));
}

}  // namespace
}  // namespace divan::durable
