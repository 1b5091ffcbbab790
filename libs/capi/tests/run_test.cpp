#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "support/c_api.hpp"

namespace divan::capi_test {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;

TEST_F(CApi, TellsTheEventsOfARunInOrderOnTheThreadThatWaits) {
    serve();
    Recorder recorder;
    const auto options = listening(recorder);
    const RunHandle run = start(kFox, &options);
    ASSERT_EQ(divan_run_wait(run.get(), 60'000, error), DIVAN_OK) << error;
    const auto kinds = recorder.kinds();
    ASSERT_FALSE(kinds.empty());
    EXPECT_EQ(kinds.front(), DIVAN_EVENT_ACCEPTED);
    EXPECT_EQ(kinds.back(), DIVAN_EVENT_FINISHED);
    EXPECT_EQ(recorder.count(DIVAN_EVENT_FINISHED), 1U);
    for (const auto kind : {DIVAN_EVENT_STARTED, DIVAN_EVENT_NODE, DIVAN_EVENT_PROGRESS, DIVAN_EVENT_OUTPUT})
        EXPECT_THAT(kinds, Contains(kind));
    EXPECT_EQ(recorder.of(DIVAN_EVENT_ACCEPTED)[0].text, divan_run_prompt_id(run.get()));
    EXPECT_THAT(recorder.of(DIVAN_EVENT_OUTPUT)[0].text, HasSubstr("fox_00001_.png"));
    EXPECT_EQ(recorder.of(DIVAN_EVENT_OUTPUT)[0].node, "9");
    EXPECT_EQ(recorder.threads(), "mine");
}

TEST_F(CApi, PreviewsArePicturesAndProgressEndsAtTheWhole) {
    serve();
    Recorder recorder;
    const auto options = listening(recorder, DIVAN_DELIVER_THREAD);
    run(parse(kFox).get(), &options);
    const auto previews = recorder.of(DIVAN_EVENT_PREVIEW);
    ASSERT_FALSE(previews.empty());
    EXPECT_EQ(previews[0].media_type, "image/jpeg");
    EXPECT_THAT(previews[0].image, testing::StartsWith("\xff\xd8\xff"));
    const auto progress = recorder.of(DIVAN_EVENT_PROGRESS);
    ASSERT_FALSE(progress.empty());
    EXPECT_EQ(progress.back().percent, 100);
    EXPECT_EQ(progress.back().fraction, 1.0);
}

TEST_F(CApi, ASecondRunHearsWhatIsCached) {
    serve();
    const Workflow blue = parse(kBlue);
    run(blue.get());
    Recorder recorder;
    const auto options = listening(recorder);
    run(blue.get(), &options);
    ASSERT_EQ(recorder.count(DIVAN_EVENT_CACHED), 1U);
    EXPECT_THAT(recorder.of(DIVAN_EVENT_CACHED)[0].text, HasSubstr("\"1\""));
}

TEST_F(CApi, AnotherThreadTellsTheEventsWhenThatIsWanted) {
    serve();
    Recorder recorder;
    const auto options = listening(recorder, DIVAN_DELIVER_THREAD);
    const RunHandle run = start(kBlue, &options);
    ASSERT_EQ(divan_run_wait(run.get(), 60'000, error), DIVAN_OK) << error;
    EXPECT_EQ(recorder.kinds().back(), DIVAN_EVENT_FINISHED) << "the wait is over only after the last event";
    EXPECT_EQ(recorder.threads(), "another");
}

TEST_F(CApi, PollingNeverWaitsAndTellsOnThisThread) {
    serve("", kSlow);
    Recorder recorder;
    const auto options = listening(recorder);
    const RunHandle run = start(kFox, &options);
    auto status = divan_run_status_new();
    auto longest = 0ns;
    int frames = 0;
    for (; !recorder.ended() && frames < 20'000; ++frames) {
        const auto before = std::chrono::steady_clock::now();
        ASSERT_EQ(divan_run_poll(run.get(), &status, error), DIVAN_OK) << error;
        longest = std::max(longest, std::chrono::nanoseconds{std::chrono::steady_clock::now() - before});
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_GT(frames, 100) << "the loop went on while the run took a third of a second";
    EXPECT_LT(longest, 250ms);
    EXPECT_EQ(recorder.threads(), "mine");
    EXPECT_EQ(status.state, DIVAN_RUN_FINISHED);
    EXPECT_EQ(status.percent, 100);
    EXPECT_EQ(status.nodes_done, status.nodes_total);
}

TEST_F(CApi, WithoutACallbackTheStateTellsEnough) {
    serve();
    const RunHandle run = start(kBlue);
    ASSERT_EQ(divan_run_wait(run.get(), DIVAN_FOREVER, error), DIVAN_OK) << error;
    auto status = divan_run_status_new();
    ASSERT_EQ(divan_run_poll(run.get(), &status, error), DIVAN_OK);
    EXPECT_EQ(status.state, DIVAN_RUN_FINISHED);
    EXPECT_EQ(status.events_dropped, 0U);
}

TEST_F(CApi, WhoTakesNoEventsFindsTheNewestProgressAndPreviewOnly) {
    serve();
    Recorder recorder;
    const auto options = listening(recorder);
    const Workflow fox = parse(kFox);
    ASSERT_EQ(divan_workflow_set_int(fox.get(), "3.steps", 40, error), DIVAN_OK);
    const RunHandle run = start(fox.get(), &options);
    divan_result* result = nullptr;  // asking for the result does not tell events
    while (divan_run_result(run.get(), &result, error) == DIVAN_INVALID_ARGUMENT)
        std::this_thread::sleep_for(5ms);
    const Outcome outcome{result};
    ASSERT_TRUE(outcome) << error;
    EXPECT_TRUE(recorder.all().empty());
    ASSERT_EQ(divan_run_poll(run.get(), nullptr, error), DIVAN_OK);
    EXPECT_EQ(recorder.count(DIVAN_EVENT_PROGRESS), 1U);
    EXPECT_EQ(recorder.count(DIVAN_EVENT_PREVIEW), 1U);
    EXPECT_EQ(recorder.count(DIVAN_EVENT_ACCEPTED), 1U);
    EXPECT_EQ(recorder.kinds().back(), DIVAN_EVENT_FINISHED);
}

TEST_F(CApi, WaitingHasALimitAndTheRunGoesOn) {
    serve(kHangs);
    const RunHandle run = start(kBlue);
    EXPECT_EQ(divan_run_wait(run.get(), 30, error), DIVAN_TIMEOUT);
    EXPECT_EQ(divan_run_wait(run.get(), 0, error), DIVAN_TIMEOUT);
    EXPECT_EQ(divan_run_wait(run.get(), -2, error), DIVAN_INVALID_ARGUMENT);
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_result(run.get(), &result, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_THAT(error.message(), HasSubstr("not ended"));
    EXPECT_TRUE(until_running(run.get()));
}

TEST_F(CApi, ARunHasALimitOfItsOwn) {
    serve(kHangs);
    auto options = divan_run_defaults();
    options.timeout_ms = 100;
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_blocking(client.get(), parse(kBlue).get(), &options, &result, error), DIVAN_TIMEOUT)
        << error;
}

TEST_F(CApi, CancelEndsTheRunAndItsLastEventSaysSo) {
    serve(kHangs);
    Recorder recorder;
    const auto options = listening(recorder);
    const RunHandle run = start(kBlue, &options);
    ASSERT_TRUE(until_running(run.get()));
    EXPECT_EQ(divan_run_cancel(run.get(), error), DIVAN_OK) << error;
    EXPECT_EQ(divan_run_cancel(run.get(), error), DIVAN_OK) << "again: " << error;
    ASSERT_EQ(divan_run_wait(run.get(), 30'000, error), DIVAN_OK) << error;
    EXPECT_EQ(state(run.get()), DIVAN_RUN_FAILED);
    ASSERT_EQ(recorder.kinds().back(), DIVAN_EVENT_FAILED);
    EXPECT_THAT(recorder.all().back().error, HasSubstr("103 cancelled"));
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_result(run.get(), &result, error), DIVAN_CANCELLED);
    char* queue = nullptr;
    ASSERT_EQ(
        divan_client_request(client.get(), "GET", "/queue", nullptr, 20'000, nullptr, &queue, nullptr, error),
        DIVAN_OK);
    EXPECT_THAT(taken(queue), HasSubstr("\"queue_running\": []"));
}

TEST_F(CApi, AnotherThreadMayCancelWhileOneWaits) {
    serve(kHangs);
    const RunHandle run = start(kBlue);
    ASSERT_TRUE(until_running(run.get()));
    auto waiting = std::async(std::launch::async, [&] { return divan_run_wait(run.get(), 60'000, nullptr); });
    EXPECT_EQ(divan_run_cancel(run.get(), error), DIVAN_OK) << error;
    EXPECT_EQ(waiting.get(), DIVAN_OK);
}

TEST_F(CApi, ACallbackMayCancelItsRun) {
    serve(kHangs);
    auto options = divan_run_defaults();
    options.on_event = [](const divan_event* event, void*) {
        if (event->kind == DIVAN_EVENT_NODE) EXPECT_EQ(divan_run_cancel(event->run, nullptr), DIVAN_OK);
    };
    for (const std::int32_t deliver : {DIVAN_DELIVER_POLLED, DIVAN_DELIVER_THREAD}) {
        options.deliver = deliver;
        const RunHandle run = start(kBlue, &options);
        ASSERT_EQ(divan_run_wait(run.get(), 30'000, error), DIVAN_OK) << error;
        EXPECT_EQ(state(run.get()), DIVAN_RUN_FAILED);
    }
}

TEST_F(CApi, ACallbackThatPollsOrWaitsForItsOwnRunIsRefused) {
    serve();
    static std::atomic<int> refused;
    refused = 0;
    auto options = divan_run_defaults();
    options.on_event = [](const divan_event* event, void*) {
        if (event->kind != DIVAN_EVENT_FINISHED) return;
        refused += divan_run_poll(event->run, nullptr, nullptr) == DIVAN_INVALID_ARGUMENT;
        refused += divan_run_wait(event->run, 10'000, nullptr) == DIVAN_INVALID_ARGUMENT;
    };
    for (const std::int32_t deliver : {DIVAN_DELIVER_POLLED, DIVAN_DELIVER_THREAD}) {
        options.deliver = deliver;
        const RunHandle run = start(kBlue, &options);
        ASSERT_EQ(divan_run_wait(run.get(), 60'000, error), DIVAN_OK) << error;
    }
    EXPECT_EQ(refused, 4);
}

TEST_F(CApi, ACallbackOnOurThreadMayRunSomethingElseAndWaitForIt) {
    serve();
    struct Context {
        divan_client* client;
        std::atomic<divan_code> code = -1;
    } context{client.get()};
    auto options = divan_run_defaults();
    options.deliver = DIVAN_DELIVER_THREAD;
    options.user = &context;
    options.on_event = [](const divan_event* event, void* user) {
        if (event->kind != DIVAN_EVENT_FINISHED) return;
        auto* shared = static_cast<Context*>(user);
        Recorder inner;
        const auto same_thread = listening(inner, DIVAN_DELIVER_THREAD);
        divan_result* result = nullptr;
        shared->code = divan_run_blocking(shared->client, parse(kBlue).get(), &same_thread, &result, nullptr);
        divan_result_free(result);
    };
    const RunHandle run = start(kBlue, &options);
    ASSERT_EQ(divan_run_wait(run.get(), 60'000, error), DIVAN_OK) << error;
    EXPECT_EQ(context.code, DIVAN_OK);
}

}  // namespace
}  // namespace divan::capi_test
