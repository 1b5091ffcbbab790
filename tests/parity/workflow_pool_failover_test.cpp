#include "stuck_server.hpp"
#include "wire_tap.hpp"
#include "workflow_pool_stage.hpp"

// parity table, section 14: WorkflowPool, failures and health
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

TEST_F(ParityWorkflowPool, StableClient) {
    engine();
    test::WireTap tap{io, engines[0]->port()};
    WorkflowPoolOptions options = quick_options();
    options.servers.health.stable_after = 500ms;
    pool = std::make_unique<WorkflowPool>(io.get_executor(), std::move(options));
    PoolServer through = pool_server(tap.url()).value();
    through.connection.reconnect.base = 20ms;
    through.id = ServerId{"a"};
    ASSERT_TRUE(pool->add_server(through));
    ASSERT_TRUE(all_stable()) << "the first connection need not ripen";
    tap.drop();
    ASSERT_TRUE(until([&] { return !pool->servers()[0].online; }));
    ASSERT_TRUE(until([&] { return pool->servers()[0].online; }));
    const auto back = std::chrono::steady_clock::now();
    EXPECT_FALSE(pool->servers()[0].stable);
    EXPECT_EQ(end_of(enqueue(picture(1))).status, JobStatus::completed)
        << "it wakes by itself when it is stable";
    EXPECT_GE(std::chrono::steady_clock::now() - back, 400ms);
}

TEST_F(ParityWorkflowPool, FailoverStrategyInterface) {
    struct Recording final : FailoverStrategy {
        explicit Recording(std::vector<std::string>& to) : calls{to} {}
        Deadline skip_until(const ServerId& server, std::string_view) const override {
            return server.str() == "a" && failed ? kNever : Deadline{};
        }
        void record_failure(const ServerId& server, std::string_view, const Failure&, Deadline) override {
            failed = true;
            calls.push_back("failure " + server.str());
        }
        void record_success(const ServerId& server, std::string_view) override {
            calls.push_back("success " + server.str());
        }
        void reset_workflow(std::string_view) override {
            failed = false;
            calls.push_back("reset");
        }
        void forget_server(const ServerId& server) override { calls.push_back("forget " + server.str()); }
        std::vector<std::string>& calls;
        bool failed = false;
    };
    std::vector<std::string> calls;
    WorkflowPoolOptions options = quick_options();
    options.failover = std::make_unique<Recording>(calls);
    engine(failing_once("EmptyImage"));
    engine();
    pool_of_engines(std::move(options));
    EXPECT_EQ(end_of(enqueue(picture(1))).server, ServerId{"b"});
    EXPECT_EQ(end_of(enqueue(picture(2))).server, ServerId{"b"}) << "it skips a for good";
    pool->reset_workflow(routing_hash(picture(1)));
    EXPECT_EQ(end_of(enqueue(picture(3))).server, ServerId{"a"});
    pool->remove_server(ServerId{"b"});
    EXPECT_EQ(calls, (std::vector<std::string>{"failure a", "success b", "success b", "reset", "success a",
                                               "forget b"}));
}

TEST_F(ParityWorkflowPool, SmartFailoverStrategy) {
    WorkflowPoolOptions options = quick_options();
    SmartFailoverOptions smart;
    EXPECT_EQ(smart.cooldown, 60s);
    EXPECT_EQ(smart.failures_before_block, 1);
    smart.cooldown = 400ms;
    options.failover = std::make_unique<SmartFailover>(smart);
    engine(failing_once("EmptyImage"));
    engine();
    std::vector<std::string> told;
    pool_of_engines(std::move(options));
    PoolEvents events;
    events.on_blocked = [&](const ServerId& server, std::string_view, auto) {
        told.push_back("blocked " + server.str());
    };
    events.on_unblocked = [&](const ServerId& server, std::string_view) {
        told.push_back("unblocked " + server.str());
    };
    const auto subscription = pool->watch(std::move(events));
    EXPECT_EQ(end_of(enqueue(picture(1))).server, ServerId{"b"});
    EXPECT_EQ(end_of(enqueue(sleepy(0.05))).server, ServerId{"a"}) << "another workflow still runs there";
    EXPECT_EQ(end_of(enqueue(picture(2))).server, ServerId{"b"});
    ASSERT_TRUE(until([&] { return told.size() == 2; })) << "unblocked by time, without any other event";
    EXPECT_EQ(told, (std::vector<std::string>{"blocked a", "unblocked a"}));
    EXPECT_EQ(end_of(enqueue(picture(3))).server, ServerId{"a"});
}

TEST_F(ParityWorkflowPool, Retry) {
    engine(failing_once("EmptyImage"));
    engine(failing_once("EmptyImage"));
    engine();
    pool_of_engines();
    std::vector<std::chrono::milliseconds> delays;
    PoolEvents events;
    events.on_retrying = [&](const JobFailure& failure) { delays.push_back(failure.delay); };
    const auto subscription = pool->watch(std::move(events));
    JobOptions options = soon(50ms);
    options.rules.retry.factor = 3;
    const JobRecord record = end_of(enqueue(picture(1), options));
    EXPECT_EQ(record.status, JobStatus::completed);
    EXPECT_EQ(record.server, ServerId{"c"});
    EXPECT_EQ(record.attempts, 3);
    EXPECT_EQ(delays, (std::vector{50ms, 150ms}));
}

TEST_F(ParityWorkflowPool, NoClientCanRunIt) {
    test::EngineTraits plain;
    plain.test_nodes = false;
    engine(plain);
    engine(plain);
    pool_of_engines();
    JobOptions not_b = soon();
    not_b.rules.servers.excluded = {ServerId{"b"}};
    const JobRecord everywhere = end_of(enqueue(sleepy(0.1)));
    ASSERT_EQ(everywhere.status, JobStatus::failed);
    EXPECT_EQ(everywhere.last_error->code, Errc::no_server_fits);
    EXPECT_NE(everywhere.last_error->fact("a").find("TrapSleep"), std::string::npos)
        << describe(*everywhere.last_error);
    EXPECT_NE(everywhere.last_error->fact("b").find("TrapSleep"), std::string::npos);
    EXPECT_EQ(everywhere.last_error->fact("workflow_hash"), routing_hash(sleepy(0.1)));
    const JobRecord excluded = end_of(enqueue(sleepy(0.2), not_b));
    EXPECT_EQ(excluded.last_error->fact("b"), "the job excludes it");
}

TEST_F(ParityWorkflowPool, ExecutionStartTimeout) {
    test::StuckServer stuck{io};  // accepts prompts and begins none
    WorkflowPoolOptions options = quick_options();
    options.jobs.start_timeout = 300ms;
    engine();
    pool = std::make_unique<WorkflowPool>(io.get_executor(), std::move(options));
    PoolServer first = pool_server(stuck.url()).value();
    first.id = ServerId{"stuck"};
    ASSERT_TRUE(pool->add_server(first));
    ASSERT_TRUE(pool->add_server(server(0)));
    ASSERT_TRUE(all_stable());
    bool withdrawn_first = false;
    PoolEvents events;
    events.on_retrying = [&](const JobFailure& failure) {
        withdrawn_first = stuck.pending.empty() && failure.error.code == Errc::timeout;
    };
    const auto subscription = pool->watch(std::move(events));
    const JobRecord record = end_of(enqueue(picture(1)));
    EXPECT_EQ(record.status, JobStatus::completed);
    EXPECT_EQ(record.server, ServerId{"a"});
    EXPECT_TRUE(withdrawn_first) << "the prompt is off the first server before the next try";
    EXPECT_EQ(stuck.accepted, 1);
    EXPECT_EQ(prompts_on(0), 1U);
}

TEST_F(ParityWorkflowPool, ExecutionStartTimeoutBehindSomebodysPrompt) {
    WorkflowPoolOptions options = quick_options();
    options.servers.mode = PlacementMode::lowest_queue;  // takes servers that work for others, too
    options.jobs.start_timeout = 300ms;
    pool_of(2, std::move(options));
    Connection& person = visitor(0);
    ASSERT_TRUE(run(submit(person, protocol::SubmitRequest{sleepy(30, 100).to_json()}, within(5s))));
    JobOptions first_a = soon();
    first_a.rules.servers.servers = {ServerId{"a"}};
    first_a.rules.retry.max_attempts = 1;
    const JobRecord record = end_of(enqueue(picture(1), first_a));
    EXPECT_EQ(record.status, JobStatus::completed) << "waiting for others does not use up an attempt";
    EXPECT_EQ(record.server, ServerId{"b"});
    const auto queue = run(divan::queue(person, within(5s)));
    ASSERT_TRUE(queue);
    EXPECT_EQ(queue->running.size(), 1U) << "theirs goes on";
    EXPECT_TRUE(queue->pending.empty());
}

TEST_F(ParityWorkflowPool, NodeTimeout) {
    WorkflowPoolOptions options = quick_options();
    options.jobs.node_timeout = 500ms;
    engine();
    engine();
    set_faults(0, "[[fault]]\nnode = \"EmptyImage\"\ndo = \"hang\"\n");
    pool_of_engines(std::move(options));
    const auto begin = std::chrono::steady_clock::now();
    const JobRecord record = end_of(enqueue(picture(1)));
    EXPECT_EQ(record.status, JobStatus::completed);
    EXPECT_EQ(record.server, ServerId{"b"}) << "it moved";
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1500ms);
    Connection& beside = visitor(0);
    EXPECT_TRUE(until([&] {
        const auto queue = run(divan::queue(beside, within(5s)));
        return queue && queue->running.empty();
    })) << "the prompt was interrupted";
}

TEST_F(ParityWorkflowPool, TimeoutMultiplierForModelLoading) {
    WorkflowPoolOptions options = quick_options();
    options.jobs.node_timeout = 300ms;
    options.jobs.stretch_first_run = true;
    test::EngineTraits slow;
    slow.models = "[checkpoints.\"slow.safetensors\"]\nload_seconds = 0.45\n";
    engine(slow);
    pool_of_engines(std::move(options));
    // One or two loaders: twice the time for the first run.
    EXPECT_EQ(end_of(enqueue(test::with_checkpoint("slow.safetensors"), one_attempt())).status,
              JobStatus::completed);
    WorkflowPoolOptions strict = quick_options();
    strict.jobs.node_timeout = 300ms;
    pool.reset();
    engines.clear();
    engine(slow);
    pool_of_engines(std::move(strict));
    const JobRecord late = end_of(enqueue(test::with_checkpoint("slow.safetensors", 2), one_attempt()));
    EXPECT_EQ(late.status, JobStatus::failed);
    EXPECT_EQ(late.last_error->code, Errc::timeout);
}

TEST_F(ParityWorkflowPool, HealthChecks) {
    engine();
    engine();
    test::WireTap tap{io, engines[0]->port()};
    WorkflowPoolOptions options = quick_options();
    options.servers.health_check_interval = 150ms;
    options.servers.health_check_timeout = 150ms;
    options.servers.health.failed_probes = 1;
    pool = std::make_unique<WorkflowPool>(io.get_executor(), std::move(options));
    PoolServer through = pool_server(tap.url()).value();
    through.id = ServerId{"a"};
    ASSERT_TRUE(pool->add_server(through));
    ASSERT_TRUE(pool->add_server(server(1)));
    ASSERT_TRUE(all_stable());
    settle_for(700ms);
    const long checks = tap.count("GET /prompt");
    EXPECT_GE(checks, 3);
    EXPECT_LE(checks, 6);
    tap.set_deaf(true);
    EXPECT_TRUE(until([&] { return pool->servers()[0].health == HealthState::ejected; }));
    EXPECT_EQ(pool->servers()[1].health, HealthState::healthy) << "each for itself";
    EXPECT_EQ(end_of(enqueue(picture(1))).server, ServerId{"b"});
}

}  // namespace
}  // namespace divan
