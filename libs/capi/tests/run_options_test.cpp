#include <chrono>

#include "support/c_api.hpp"

namespace divan::capi_test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST_F(CApi, OptionsOfARunThatAreNoneAreRefused) {
    serve();
    const Workflow blue = parse(kBlue);
    divan_run* run = nullptr;
    auto options = divan_run_defaults();
    options.deliver = 7;
    EXPECT_EQ(divan_run_start(client.get(), blue.get(), &options, &run, error), DIVAN_INVALID_ARGUMENT);
    options = divan_run_defaults();
    options.extra_data_json = "[1]";
    EXPECT_EQ(divan_run_start(client.get(), blue.get(), &options, &run, error), DIVAN_INVALID_ARGUMENT);
    options.extra_data_json = "{";
    EXPECT_EQ(divan_run_start(client.get(), blue.get(), &options, &run, error), DIVAN_MALFORMED_JSON);
    options = divan_run_defaults();
    options.timeout_ms = -3;
    EXPECT_EQ(divan_run_start(client.get(), blue.get(), &options, &run, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_run_start(client.get(), nullptr, nullptr, &run, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(run, nullptr);
}

TEST_F(CApi, OptionsReachTheServer) {
    serve();
    auto options = divan_run_defaults();
    options.prompt_id = "6f0c3cf0-64f5-4d2b-8f4b-0c5c5d9a2a12";
    options.extra_data_json = R"({"shot": "sc010"})";
    options.front = 1;
    run(parse(kBlue).get(), &options);
    char* reply = nullptr;
    ASSERT_EQ(divan_client_request(client.get(), "GET", "/history", nullptr, 20'000, nullptr, &reply, nullptr,
                                   error),
              DIVAN_OK);
    const std::string history = taken(reply);
    EXPECT_THAT(history, HasSubstr(options.prompt_id));
    EXPECT_THAT(history, HasSubstr(R"("shot": "sc010")"));
}

TEST_F(CApi, SeedsOfMinusOneAreDrawnUnlessTheyAreKept) {
    serve();
    const Workflow fox = parse(kFox);
    const Outcome drawn = run(fox.get());
    EXPECT_THAT(divan_result_json(drawn.get()), HasSubstr(R"("seeds":[{"node":"3","input":"seed","value":)"));
    auto options = divan_run_defaults();
    options.keep_seeds = 1;
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_blocking(client.get(), fox.get(), &options, &result, error), DIVAN_PROMPT_REJECTED)
        << "-1 itself is below the range of a seed";
}

TEST_F(CApi, AttachesToARunOfAnEarlierProgram) {
    serve(kHangs);
    auto options = divan_run_defaults();
    options.prompt_id = "6f0c3cf0-64f5-4d2b-8f4b-0c5c5d9a2a13";
    {
        const RunHandle first = start(kBlue, &options);
        ASSERT_TRUE(until_running(first.get()));
    }
    connect();  // the earlier client is gone; its prompt is not
    divan_run* again = nullptr;
    ASSERT_EQ(divan_run_attach(client.get(), options.prompt_id, nullptr, &again, error), DIVAN_OK) << error;
    const RunHandle run{again};
    EXPECT_STREQ(divan_run_prompt_id(run.get()), options.prompt_id);
    EXPECT_EQ(divan_run_wait(run.get(), 100, error), DIVAN_TIMEOUT);
    ASSERT_EQ(divan_run_cancel(run.get(), error), DIVAN_OK) << error;
    EXPECT_EQ(divan_run_wait(run.get(), 30'000, error), DIVAN_OK) << error;
    EXPECT_EQ(divan_run_attach(client.get(), "", nullptr, &again, error), DIVAN_INVALID_ARGUMENT);
}

TEST_F(CApi, APromptThatNobodyKnowsIsLost) {
    serve();
    divan_run* made = nullptr;
    ASSERT_EQ(divan_run_attach(client.get(), "6f0c3cf0-64f5-4d2b-8f4b-0c5c5d9a2a14", nullptr, &made, error),
              DIVAN_OK)
        << error;
    const RunHandle run{made};
    ASSERT_EQ(divan_run_wait(run.get(), 30'000, error), DIVAN_OK) << error;
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_result(run.get(), &result, error), DIVAN_PROMPT_LOST) << error;
}

}  // namespace
}  // namespace divan::capi_test
