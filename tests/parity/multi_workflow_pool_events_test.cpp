#include <boost/asio/co_spawn.hpp>

#include "multi_workflow_pool_stage.hpp"

// parity table, section 16: MultiWorkflowPool, what it tells
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::sleepy;

TEST_F(ParityMultiWorkflowPool, Listeners) {
    engine();
    empty_pool();
    add(0);
    const JobId job = submit(sleepy(0.2, 4, 1, true));
    int progress[2] = {}, previews[2] = {};
    std::vector<Subscription> subscriptions;
    for (const int i : {0, 1}) {
        PoolEvents events;
        events.on_progress = [&, i](const JobTry&, const RunProgress&) { ++progress[i]; };
        events.on_preview = [&, i](const JobTry&, const Preview&) { ++previews[i]; };
        subscriptions.push_back(pool->watch(job, std::move(events)).value());
    }
    end_of(job);
    EXPECT_GE(progress[0], 4);
    EXPECT_EQ(progress[0], progress[1]) << "several at once";
    EXPECT_GE(previews[0], 1);
    EXPECT_EQ(previews[0], previews[1]);
}

TEST_F(ParityMultiWorkflowPool, Hooks) {
    engine();
    engine();
    empty_pool();
    add(0);
    add(1);
    std::map<std::string, int> heard;
    int all = 0;
    const auto starts = pool->hook("execution_start", [&](const HookEvent& event) {
        EXPECT_EQ(event.type, "execution_start");
        EXPECT_FALSE(json::text_or(event.data, "prompt_id").empty());
        ++heard[event.server.str()];
    });
    auto every = pool->hook("*", [&](const HookEvent&) { ++all; });
    const JobId first = submit(sleepy(0.1)), second = submit(sleepy(0.1, 4, 2));
    end_of(first);
    end_of(second);
    EXPECT_EQ(heard, (std::map<std::string, int>{{"a", 1}, {"b", 1}})) << "with their origin";
    EXPECT_GT(all, 10);
    every.reset();
    const int before = all;
    end_of(submit(picture(1)));
    EXPECT_EQ(all, before);
}

TEST_F(ParityMultiWorkflowPool, Queries) {
    engine();
    engine();
    empty_pool();
    add(0, {picture(1)}, 2);
    add(1);
    EXPECT_EQ(pool->servers().size(), 2U);
    EXPECT_EQ(pool->server(ServerId{"a"})->priority, 2);
    EXPECT_FALSE(pool->server(ServerId{"z"}));
    EXPECT_TRUE(pool->has_servers_for(picture(9)));
    EXPECT_FALSE(pool->has_servers_for(sleepy(1)));
    EXPECT_EQ(pool->bindings(ServerId{"a"}), std::vector{routing_hash(picture(1))});
    EXPECT_EQ(pool->idle_servers().size(), 2U);
    const MultiPoolStats stats = pool->stats();
    EXPECT_EQ(stats.servers, 2U);
    ASSERT_EQ(stats.queues.size(), 1U);
    EXPECT_EQ(stats.queues[0].workflow_hash, "") << "the general queue";
}

TEST_F(ParityMultiWorkflowPool, Monitoring) {
    std::vector<std::string> tables;
    MultiWorkflowPoolOptions options = multi_options();
    options.monitoring_interval = 50ms;
    options.monitor = [&](const std::string& table) { tables.push_back(table); };
    engine();
    empty_pool(std::move(options));
    add(0);
    ASSERT_TRUE(until([&] { return tables.size() >= 2; }));
    EXPECT_NE(tables.back().find("a                            idle"), std::string::npos) << tables.back();
    EXPECT_NE(tables.back().find("general"), std::string::npos);
}

TEST_F(ParityMultiWorkflowPool, EmitEventAndShutdown) {
    engine();
    empty_pool();
    add(0);
    std::string heard;
    const auto hook = pool->hook("mine", [&](const HookEvent& event) { heard = *json::text_of(event.data); });
    pool->emit("mine", "hello");
    EXPECT_EQ(heard, "hello");
    const JobId waits = submit(sleepy(30, 100)), behind = submit(picture(1));
    ASSERT_TRUE(runs(waits));
    std::optional<Result<JobRecord>> answer;
    asio::co_spawn(io, pool->wait_for_completion(behind),
                   [&](std::exception_ptr, Result<JobRecord> r) { answer = r; });
    EXPECT_TRUE(run(pool->shutdown(ShutdownMode::now, within(10s))));
    ASSERT_TRUE(until([&] { return answer.has_value(); }));
    EXPECT_EQ(answer->error().code, Errc::cancelled) << "whoever waits gets an error";
}

}  // namespace
}  // namespace divan
