#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "support/c_api.hpp"

namespace divan::capi_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST_F(CApi, ACallbackMayFreeItsRunAndHearsNothingAfterwards) {
    serve();
    for (const std::int32_t deliver : {DIVAN_DELIVER_POLLED, DIVAN_DELIVER_THREAD}) {
        std::atomic<int> calls = 0;
        auto options = divan_run_defaults();
        options.deliver = deliver;
        options.user = &calls;
        options.on_event = [](const divan_event* event, void* user) {
            divan_run_free(event->run);
            ++*static_cast<std::atomic<int>*>(user);
        };
        divan_run* run = start(kBlue, &options).release();
        if (deliver == DIVAN_DELIVER_POLLED)
            while (calls == 0) divan_run_poll(run, nullptr, nullptr);
        const auto deadline = std::chrono::steady_clock::now() + 20s;
        while (calls == 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(50ms);
        EXPECT_EQ(calls, 1);
    }
}

TEST_F(CApi, NoCallbackRunsAfterItsRunWasFreed) {
    serve();
    for (int round = 0; round < 20; ++round) {
        auto alive = std::make_unique<std::atomic<bool>>(true);
        auto options = divan_run_defaults();
        options.deliver = DIVAN_DELIVER_THREAD;
        options.user = alive.get();
        options.on_event = [](const divan_event*, void* user) {
            EXPECT_TRUE(*static_cast<std::atomic<bool>*>(user));
            std::this_thread::sleep_for(1ms);
        };
        RunHandle run = start(kFox, &options);
        std::this_thread::sleep_for(std::chrono::milliseconds{round});
        run.reset();
        *alive = false;  // and gone: the address sanitizer sees a late call
    }
}

TEST_F(CApi, AFreedRunGoesOnAtTheServer) {
    serve();
    auto options = divan_run_defaults();
    options.prompt_id = "6f0c3cf0-64f5-4d2b-8f4b-0c5c5d9a2a11";
    start(kBlue, &options).reset();
    std::string history;
    for (int tries = 0; tries < 2'000 && history.find("blue_00001_.png") == std::string::npos; ++tries) {
        char* reply = nullptr;
        const std::string target = std::string{"/history/"} + options.prompt_id;
        ASSERT_EQ(divan_client_request(client.get(), "GET", target.c_str(), nullptr, 20'000, nullptr, &reply,
                                       nullptr, error),
                  DIVAN_OK);
        history = taken(reply);
        std::this_thread::sleep_for(2ms);
    }
    EXPECT_THAT(history, HasSubstr("blue_00001_.png"));
}

TEST_F(CApi, ClosingTheClientEndsItsRuns) {
    serve(kHangs);
    Recorder recorder;
    const auto options = listening(recorder, DIVAN_DELIVER_THREAD);
    const RunHandle run = start(kBlue, &options);
    ASSERT_TRUE(until_running(run.get()));
    EXPECT_EQ(divan_client_close(client.get(), error), DIVAN_OK) << error;
    ASSERT_EQ(divan_run_wait(run.get(), 20'000, error), DIVAN_OK) << error;
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_result(run.get(), &result, error), DIVAN_CANCELLED);
    EXPECT_EQ(recorder.kinds().back(), DIVAN_EVENT_FAILED);
}

TEST_F(CApi, ARunOutlivesItsClient) {
    serve(kHangs);
    Recorder recorder;
    const auto options = listening(recorder);
    const RunHandle run = start(kBlue, &options);
    ASSERT_TRUE(until_running(run.get()));
    client.reset();
    ASSERT_EQ(divan_run_wait(run.get(), 20'000, error), DIVAN_OK) << error;
    EXPECT_EQ(divan_run_cancel(run.get(), error), DIVAN_OK) << error;
    EXPECT_EQ(state(run.get()), DIVAN_RUN_FAILED);
    EXPECT_EQ(recorder.kinds().back(), DIVAN_EVENT_FAILED);
}

TEST_F(CApi, ACallbackMayFreeTheClient) {
    serve();
    struct Context {
        std::atomic<divan_client*> client;
        std::promise<void> freed;
    } context{client.release(), {}};
    auto options = divan_run_defaults();
    options.deliver = DIVAN_DELIVER_THREAD;
    options.user = &context;
    options.on_event = [](const divan_event* event, void* user) {
        auto* shared = static_cast<Context*>(user);
        divan_client* mine = shared->client.exchange(nullptr);
        if (!mine) return;
        divan_run_free(event->run);
        divan_client_free(mine);
        shared->freed.set_value();
    };
    divan_run* run = nullptr;
    ASSERT_EQ(divan_run_start(context.client, parse(kBlue).get(), &options, &run, error), DIVAN_OK) << error;
    EXPECT_EQ(context.freed.get_future().wait_for(20s), std::future_status::ready);
}

}  // namespace
}  // namespace divan::capi_test
