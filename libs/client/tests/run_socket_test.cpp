#include <gtest/gtest.h>

#include <algorithm>

#include <divan/json/parse.hpp>

#include "support/run_fixture.hpp"

namespace divan {
namespace {

TEST_F(RunTest, OpensAndGreetsTheSocketBeforeItSendsThePrompt) {
    serve();
    ASSERT_TRUE(finish());
    ASSERT_GE(server->requests.size(), 2U);
    EXPECT_EQ(server->requests[0], "GET /ws");
    EXPECT_EQ(server->requests[1], "POST /prompt");
}

TEST_F(RunTest, AnnouncesItsFeaturesFirst) {
    serve();
    ASSERT_TRUE(finish());
    ASSERT_FALSE(server->socket_texts.empty());
    EXPECT_EQ(server->socket_texts[0],
              R"({"type":"feature_flags","data":{"supports_preview_metadata":true}})");
}

TEST_F(RunTest, SendsTheClientIdOfItsSocket) {
    serve();
    ASSERT_TRUE(finish());
    const auto body = json::parse(server->bodies.at(0)).value();
    EXPECT_EQ(json::text_or(body, "client_id"), server->client_ids.at(0));
    EXPECT_EQ(json::text_or(body, "prompt_id").size(), 36U);
}

TEST_F(RunTest, WithoutASocketItPolls) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->client_ids.size(), 0U);
}

TEST_F(RunTest, WithoutASocketAndWithoutPollingItFails) {
    FakeScript script;
    script.refuse_socket = true;
    serve(script);
    auto config = config_for(*server);
    config.polling_fallback = false;
    connection = std::make_unique<Connection>(io.get_executor(), config);
    EXPECT_FALSE(finish());
    EXPECT_TRUE(server->submitted.empty());
}

TEST_F(RunTest, EndsWellWhenTheSocketDropsInTheMiddle) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    server->drop_sockets();
    server->finish(run.prompt_id().str());
    const auto result = end_of(run);
    ASSERT_TRUE(result) << describe(result.error());
}

TEST_F(RunTest, ReconnectsWithTheSameIdWhileItsPromptRunsAndHearsTheEnd) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 2; }));
    EXPECT_EQ(server->client_ids[0], server->client_ids[1]);
    server->finish(run.prompt_id().str());
    EXPECT_TRUE(end_of(run));
}

TEST_F(RunTest, ADeafSocketIsReplacedUnderAFreshId) {
    FakeScript script;
    script.execute = false;
    script.deaf_after_first_socket = true;
    serve(script);
    RunRequest request{red_fox()};
    request.limits.deaf = 300ms;
    request.limits.poll_without_socket = 200ms;
    const divan::Run run = begin(std::move(request));
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->drop_sockets();
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 2; }));
    ASSERT_TRUE(until([&] { return connection->state() == ConnectionState::connected; }));
    test::settle(io, 500ms);
    server->start(run.prompt_id().str());
    ASSERT_TRUE(until([&] { return server->client_ids.size() == 3; }));
    EXPECT_NE(server->client_ids[2], server->client_ids[1]);
    server->finish(run.prompt_id().str());
    EXPECT_TRUE(end_of(run));
}

TEST_F(RunTest, ARestartedServerHasLostThePrompt) {
    FakeScript script;
    script.execute = false;
    serve(script);
    const divan::Run run = begin();
    ASSERT_TRUE(until([&] { return !server->pending.empty(); }));
    server->start(run.prompt_id().str());
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    const std::uint16_t port = server->port();
    server.reset();
    test::settle(io, 100ms);
    server = std::make_unique<FakeComfy>(io, FakeScript{}, port);
    const Deadline back = std::chrono::steady_clock::now();
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_lost);
    EXPECT_LT(std::chrono::steady_clock::now() - back, 10s);
    EXPECT_TRUE(server->submitted.empty());
}

TEST_F(RunTest, ManyRunsShareOneSocket) {
    serve();
    std::vector<divan::Run> runs;
    for (int count = 0; count < 8; ++count) runs.push_back(begin());
    for (const divan::Run& run : runs) EXPECT_TRUE(end_of(run));
    EXPECT_EQ(server->client_ids.size(), 1U);
    EXPECT_EQ(server->submitted.size(), 8U);
}

TEST_F(RunTest, ManyRunsShareOneReadingOfTheQueue) {
    FakeScript script;
    script.refuse_socket = true;
    script.execute = false;
    serve(script);
    for (int count = 0; count < 8; ++count) begin();
    ASSERT_TRUE(until([&] { return server->submitted.size() == 8; }));
    const auto readings = [&] { return std::ranges::count(server->requests, "GET /queue"); };
    ASSERT_TRUE(until([&] { return readings() >= 1; }));
    test::settle(io, 300ms);  // whoever was to read the queue at the same time has done so
    EXPECT_LE(readings(), 2) << "one is on its way, and one more serves all who came meanwhile";
}

}  // namespace
}  // namespace divan
