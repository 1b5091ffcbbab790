#include "support/jobs_fixture.hpp"

#include <fmt/format.h>

#include <divan/store/claim.hpp>

namespace divan::durable {
namespace {

using store::Phase;

class Dispatch : public JobsTest {};

TEST_F(Dispatch, AJobRunsAndItsFileIsThereWhole) {
    add_engine();
    start();
    const JobId id = submit(red_fox());
    const store::Job done = end_of(id);
    ASSERT_EQ(done.phase, Phase::succeeded) << (done.error ? done.error->message : "");
    const auto files = outputs(id);
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(files[0].name, "fox_00001_.png") << "the name that the workflow asked for";
    EXPECT_EQ(files[0].content_type, "image/png");
    EXPECT_TRUE(bytes_of(files[0]).starts_with("\x89PNG"));
    EXPECT_EQ(runs(), 1u);
    EXPECT_EQ(events(id).front(), "queued");
    EXPECT_EQ(events(id).back(), "succeeded");
}

TEST_F(Dispatch, EachAttemptWritesIntoAFolderOfItsOwn) {
    config.cache = false;
    add_engine();
    start();
    const JobId first = submit(red_fox(1, "a/fox")), second = submit(red_fox(1, "a/fox"));
    end_of(first);
    end_of(second);
    EXPECT_EQ(outputs(first)[0].name, "a/fox_00001_.png");
    EXPECT_EQ(outputs(second)[0].name, "a/fox_00001_.png") << "no counter is shared";
}

TEST_F(Dispatch, APrefixGoesAsItIsWhereTheJobWantsThat) {
    config.cache = false;
    add_engine();
    start();
    for (const char* name : {"fox_00001_.png", "fox_00002_.png"}) {
        SubmitRequest request{json_of(red_fox(name[8]))};
        request.rename_outputs = false;
        const JobId id = submit(std::move(request));
        ASSERT_EQ(end_of(id).phase, Phase::succeeded);
        EXPECT_EQ(outputs(id)[0].name, name);
    }
}

TEST_F(Dispatch, ManyJobsShareManyServersAndEachRunsOnce) {
    for (int i = 0; i < 3; ++i) add_engine();
    start();
    std::vector<JobId> ids;
    for (int i = 0; i < 30; ++i) ids.push_back(submit(red_fox(i)));
    for (const JobId& id : ids) EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(runs(), 30u);
    for (const auto& engine : engines) EXPECT_GT(engine->prompts_run(), 3u) << "no server stands idle";
}

TEST_F(Dispatch, AServerHoldsOnePromptThatRunsAndOneThatWaits) {
    add_engine();
    start();
    for (int i = 0; i < 4; ++i) submit(sleeping_fox(0.5, 4 + i));
    ASSERT_TRUE(until([&] { return dispatcher->servers()[0].in_flight == 2; }));
    test::settle(io, 200ms);
    EXPECT_EQ(dispatcher->servers()[0].in_flight, 2);
    EXPECT_EQ(get(store::count_jobs(*store))[0], 2);
}

TEST_F(Dispatch, TheLeastBusyServerIsTakenFirst) {
    add_engine();
    add_engine();
    start();
    ASSERT_TRUE(
        until([&] { return dispatcher->servers()[1].takes_jobs && dispatcher->servers()[0].takes_jobs; }));
    submit(sleeping_fox(1, 4));
    submit(sleeping_fox(1, 5));
    ASSERT_TRUE(until([&] { return runs() == 2; }));
    for (const ServerState& server : dispatcher->servers()) EXPECT_EQ(server.in_flight, 1);
}

TEST_F(Dispatch, AJobThatNoServerCanRunBlocksNobody) {
    add_engine();
    start();
    const JobId odd = submit(R"({"1": {"class_type": "NodeOfAnotherWorld", "inputs": {}}})");
    const JobId id = submit(red_fox());
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(job(odd).phase, Phase::queued) << "a server that can may come";
    EXPECT_EQ(attempts(odd).size(), 0u);
}

TEST_F(Dispatch, PreviewsAreTheResultWhereThereIsNothingElse) {
    add_engine();
    start();
    const JobId id = submit(
        R"({"1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 1}},
            "2": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})");
    ASSERT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(outputs(id).size(), 1u);
}

TEST_F(Dispatch, TextsOfNodesAreResultsToo) {
    add_engine();
    start();
    const JobId id = submit(R"({"1": {"class_type": "PrimitiveString", "inputs": {"value": "a red fox"}},
                               "2": {"class_type": "PreviewAny", "inputs": {"source": ["1", 0]}}})");
    const store::Job done = end_of(id);
    ASSERT_EQ(done.phase, Phase::succeeded) << (done.error ? done.error->message : "");
    ASSERT_EQ(outputs(id).size(), 1u);
    EXPECT_EQ(outputs(id)[0].kind, "text");
    EXPECT_EQ(bytes_of(outputs(id)[0]), "a red fox");
}

TEST_F(Dispatch, WithoutAnyOutputASuccessIsNone) {
    add_engine();
    start();
    const std::string silent_graph =
        R"({"1": {"class_type": "TrapValidate", "inputs": {"n": 1, "mode": "a"}}})";
    SubmitRequest allowed{json_of(silent_graph)};
    allowed.allow_no_output = true;
    EXPECT_EQ(end_of(submit(std::move(allowed))).phase, Phase::succeeded);
    const store::Job failed = end_of(submit(silent_graph));
    ASSERT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error->code, "no_output");
    EXPECT_EQ(failed.attempt, 2) << "once more, with a fresh folder";
}

TEST_F(Dispatch, NothingIsClaimedWhileTheQueueIsPaused) {
    add_engine();
    start();
    get(store::set_paused(*store, true));
    const JobId id = submit(red_fox());
    test::settle(io, 400ms);
    EXPECT_EQ(job(id).phase, Phase::queued);
    get(store::set_paused(*store, false));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
}

TEST_F(Dispatch, AJobWaitsForItsTime) {
    add_engine();
    start();
    SubmitRequest request{json_of(red_fox())};
    request.not_before = SystemClock{}.utc() + 600ms;
    const JobId id = submit(std::move(request));
    test::settle(io, 300ms);
    EXPECT_EQ(job(id).phase, Phase::queued);
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
}

TEST_F(Dispatch, ADrainedServerGetsNoJobsAndCanBeRemoved) {
    add_engine();
    add_engine();
    start();
    ASSERT_TRUE(dispatcher->drain_server(ServerId{"gpu-1"}));
    for (int i = 0; i < 6; ++i) EXPECT_EQ(end_of(submit(red_fox(i))).phase, Phase::succeeded);
    EXPECT_EQ(engines[0]->prompts_run(), 0u);
    EXPECT_TRUE(dispatcher->remove_server(ServerId{"gpu-1"}));
    EXPECT_EQ(dispatcher->servers().size(), 1u);
    EXPECT_EQ(dispatcher->remove_server(ServerId{"gpu-1"}).error().code, Errc::not_found);
}

TEST_F(Dispatch, WhatWaitsAtADrainedServerGoesElsewhereAndWhatRunsEndsThere) {
    add_engine();
    start();
    const JobId running = submit(sleeping_fox(1.0, 4)), waiting = submit(sleeping_fox(0.1, 5));
    ASSERT_TRUE(until_phase(running, Phase::running));
    ASSERT_TRUE(until_phase(waiting, Phase::submitted));
    add_engine();
    ASSERT_TRUE(dispatcher->add_server(config.servers.back()));
    ASSERT_TRUE(dispatcher->drain_server(ServerId{"gpu-1"}));
    EXPECT_EQ(end_of(waiting).phase, Phase::succeeded);
    const auto tries = attempts(waiting);
    ASSERT_EQ(tries.size(), 2u);
    EXPECT_EQ(tries[0].outcome, "drained");
    EXPECT_FALSE(tries[0].counted);
    EXPECT_EQ(tries[1].server.str(), "gpu-2");
    EXPECT_EQ(end_of(running).phase, Phase::succeeded);
    EXPECT_EQ(attempts(running).size(), 1u);
    EXPECT_EQ(runs(), 2u) << "nothing ran twice";
    EXPECT_EQ(dispatcher->counts().duplicate_dispatches, 0u) << "it was taken out of the queue first";
}

TEST_F(Dispatch, WhatRunsAtADrainedServerLeavesWhenItsTimeIsOver) {
    add_engine();
    start();
    const JobId id = submit(sleeping_fox(3.0, 30));
    ASSERT_TRUE(until_phase(id, Phase::running));
    add_engine();
    ASSERT_TRUE(dispatcher->add_server(config.servers.back()));
    ASSERT_TRUE(dispatcher->drain_server(ServerId{"gpu-1"}, within(200ms)));
    ASSERT_TRUE(until([&] { return attempts(id).size() == 2; }));
    EXPECT_EQ(attempts(id)[0].outcome, "drained");
    EXPECT_TRUE(until([&] {
        return dispatcher->servers()[0].in_flight == 0 && dispatcher->servers()[0].guests == 0;
    })) << "it is stopped there";
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
}

TEST_F(Dispatch, AServerThatIsDrainedNoLongerKeepsWhatRuns) {
    add_engine();
    start();
    const JobId id = submit(sleeping_fox(1.0, 4));
    ASSERT_TRUE(until_phase(id, Phase::running));
    ASSERT_TRUE(dispatcher->drain_server(ServerId{"gpu-1"}, within(300ms)));
    ASSERT_TRUE(dispatcher->undrain_server(ServerId{"gpu-1"}));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    EXPECT_EQ(attempts(id).size(), 1u);
}

TEST_F(Dispatch, AServerThatIsAddedLaterTakesJobs) {
    start();
    const JobId id = submit(red_fox());
    test::settle(io, 200ms);
    EXPECT_EQ(job(id).phase, Phase::queued);
    add_engine();
    ASSERT_TRUE(dispatcher->add_server(config.servers.back()));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
}

TEST_F(Dispatch, ProgressAndPreviewsAreSeenWhileItRuns) {
    add_engine();
    start();
    const JobId id = submit(sleeping_fox(1.0, 8));
    int percent = 0;
    bool picture = false;
    ASSERT_TRUE(until([&] {
        const JobProgress* now = dispatcher->progress().find(id);
        if (now) percent = std::max(percent, now->run.percent);
        picture = picture || (now && now->preview && now->preview->media_type == "image/jpeg");
        return picture && percent >= 20;
    }));
    EXPECT_EQ(end_of(id).phase, Phase::succeeded);
    ASSERT_TRUE(until([&] { return dispatcher->progress().size() == 0; }));
}

}  // namespace
}  // namespace divan::durable
