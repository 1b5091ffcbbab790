#include "function_pool_stage.hpp"

// parity table, section 13: ComfyPool, functions and their order
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::sleepy;

PoolRunOptions with_weight(double weight) {
    PoolRunOptions options;
    options.weight = weight;
    return options;
}

TEST_F(ParityPool, NewPoolWithModeQueueLimitAndClaimTimeout) {
    engine();
    pool = std::make_unique<Pool>(io.get_executor(), pool_settings());
    EXPECT_EQ(Pool::default_settings().max_queue, 1'000U);
    EXPECT_EQ(pool->mode(), PlacementMode::idle_first);
    PoolServer dead = pool_server("127.0.0.1:9").value();
    ASSERT_TRUE(pool->add_server(dead)) << "it stands first, and must not be in the way";
    PoolRunOptions impatient;
    impatient.wait_limit = 100ms;
    EXPECT_EQ(run(pool->run(where(), impatient)).error().code, Errc::timeout) << "nobody is up";
    ASSERT_TRUE(pool->add_server(server(0)));
    EXPECT_EQ(run(pool->run(where())).value(), address(0));
}

TEST_F(ParityPool, Modes) {
    pool_of(3);
    EXPECT_EQ(run(pool->run(where())).value(), address(0)) << "idle first: the first one";
    ASSERT_TRUE(until([&] { return pool->servers()[0].idle(); }));
    EXPECT_EQ(run(pool->run(where())).value(), address(0));
    std::vector<PlacementMode> told;
    PoolEvents events;
    events.on_mode = [&](PlacementMode mode) { told.push_back(mode); };
    const auto subscription = pool->watch(std::move(events));
    pool->set_mode(PlacementMode::round_robin);
    std::vector<std::string> turns;
    for (int i = 0; i < 4; ++i) turns.push_back(run(pool->run(where())).value());
    EXPECT_EQ(turns, (std::vector{address(0), address(1), address(2), address(0)}));
    pool->set_mode(PlacementMode::lowest_queue);
    for (const std::size_t busy : {0U, 2U})
        ASSERT_TRUE(run(submit(visitor(busy), protocol::SubmitRequest{sleepy(5, 20).to_json()}, within(5s))));
    ASSERT_TRUE(until([&] { return pool->servers()[0].foreign == 1 && pool->servers()[2].foreign == 1; }));
    ASSERT_TRUE(until([&] { return pool->servers()[1].idle(); }));
    EXPECT_EQ(run(pool->run(where())).value(), address(1));
    EXPECT_EQ(told, (std::vector{PlacementMode::round_robin, PlacementMode::lowest_queue}));
}

TEST_F(ParityPool, Run) {
    pool_of(3);
    int calls = 0;
    Pool::Job<std::string> fails_twice = [&](Connection& connection) -> asio::awaitable<Result<std::string>> {
        const std::string server = connection.server();
        if (++calls < 3) co_return fail(Errc::execution_failed, "not here");
        co_return server;
    };
    PoolRunOptions options;
    options.retry_delay = 20ms;
    EXPECT_EQ(run(pool->run(fails_twice, options)).value(), address(2)) << "each server once";
    PoolRunOptions narrow = options;
    narrow.include = {ServerId{"a"}, ServerId{"b"}};
    narrow.exclude = {ServerId{"a"}};
    EXPECT_EQ(run(pool->run(where(), narrow)).value(), address(1));
    calls = -100;
    const auto gave_up = run(pool->run(fails_twice, options));
    EXPECT_EQ(gave_up.error().message, "not here");
    EXPECT_EQ(gave_up.error().fact("attempts"), "3") << "as many as there are servers";
    calls = 0;
    PoolRunOptions once = options;
    once.failover = false;
    EXPECT_FALSE(run(pool->run(fails_twice, once)));
    EXPECT_EQ(calls, 1);
}

TEST_F(ParityPool, RunTurnsExceptionsIntoErrors) {
    pool_of(1);
    Pool::Job<int> throws = [](Connection&) -> asio::awaitable<Result<int>> {
        throw std::runtime_error{"oops"};
        co_return 1;
    };
    const auto result = run(pool->run(throws));
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().message.find("oops"), std::string::npos);
    EXPECT_TRUE(run(pool->run(where()))) << "the pool lives";
}

TEST_F(ParityPool, Weights) {
    pool_of(1);
    begin(takes(100ms, 0));
    ASSERT_TRUE(until([&] { return pool->stats().running == 1; }));
    begin(takes(1ms, 10), with_weight(10));
    begin(takes(1ms, 1), with_weight(1));
    begin(takes(1ms, 5), with_weight(5));
    begin(takes(1ms, 2), with_weight(1));
    ASSERT_TRUE(until([&] { return ended == 5; }));
    EXPECT_EQ(order, (std::vector{0, 1, 2, 5, 10}));
}

TEST_F(ParityPool, Batch) {
    pool_of(2);
    std::vector<Pool::Job<int>> jobs;
    for (int i = 0; i < 6; ++i) jobs.push_back(takes(std::chrono::milliseconds{60 - 10 * i}, i));
    const auto results = run(pool->batch(std::move(jobs)));
    ASSERT_EQ(results.size(), 6U);
    for (int i = 0; i < 6; ++i)
        EXPECT_EQ(results[static_cast<std::size_t>(i)].value(), i) << "in the order of the jobs";
}

TEST_F(ParityPool, RunWorkflow) {
    pool_of(1);
    const auto completed = run(pool->run_workflow(RunRequest{picture(1)}));
    ASSERT_TRUE(completed) << describe(completed.error());
    EXPECT_EQ(completed->files().size(), 1U);
    const auto accepted = run(pool->submit_workflow(RunRequest{sleepy(0.3)}));
    ASSERT_TRUE(accepted) << describe(accepted.error());
    EXPECT_EQ(accepted->server, ServerId{"a"});
    EXPECT_FALSE(accepted->run.done()) << "it resolves at acceptance";
    EXPECT_EQ(pool->stats().running, 1U) << "the server stays busy until the run has ended";
    EXPECT_TRUE(run(accepted->run.result()));
    const auto refused = run(pool->submit_workflow(
        RunRequest{Workflow::parse(R"({"1": {"class_type": "No", "inputs": {}}})").value()}));
    EXPECT_EQ(refused.error().code, Errc::prompt_rejected);
}

TEST_F(ParityPool, FullQueue) {
    PoolSettings settings = pool_settings();
    settings.max_queue = 2;
    pool_of(1, settings);
    begin(takes(200ms, 0));
    ASSERT_TRUE(until([&] { return pool->stats().running == 1; }));
    begin(takes(1ms, 1));
    begin(takes(1ms, 2));
    ASSERT_TRUE(until([&] { return pool->stats().waiting == 2; }));
    const auto refused = run(pool->run(takes(1ms, 3)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::queue_full);
    ASSERT_TRUE(until([&] { return ended == 3; }));
    EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace divan
