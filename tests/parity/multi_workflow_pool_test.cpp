#include "multi_workflow_pool_stage.hpp"

// parity table, section 16: MultiWorkflowPool, clients and jobs
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::sleepy;
using test::with_checkpoint;

TEST_F(ParityMultiWorkflowPool, Options) {
    const MultiWorkflowPoolOptions options;
    EXPECT_EQ(options.servers.connect_timeout, 10s);
    EXPECT_FALSE(options.monitoring_interval);
    EXPECT_FALSE(options.jobs.profiling);
    EXPECT_EQ(options.jobs.records_kept, 1'000U);
}

TEST_F(ParityMultiWorkflowPool, AddClient) {
    engine();
    empty_pool();
    const PoolServer unnamed = pool_server(engines[0]->url()).value();
    const auto first = pool->add_server(unnamed), second = pool->add_server(unnamed);
    ASSERT_TRUE(first && second);
    EXPECT_NE(*first, *second);
    ASSERT_TRUE(until([&] { return pool->server(*first)->stable && pool->server(*second)->stable; }));
    EXPECT_NE(pool->connection(*first)->client_id(), pool->connection(*second)->client_id());
    EXPECT_TRUE(pool->set_priority(*second, 3));
    EXPECT_TRUE(pool->bind(*second, {picture(1)}));
    EXPECT_EQ(pool->server(*second)->priority, 3);
    EXPECT_EQ(pool->servers_for(picture(2)), std::vector{*second});
    EXPECT_TRUE(pool->bind(*second, {}));
    EXPECT_FALSE(pool->has_servers_for(picture(1)));
    EXPECT_FALSE(pool->bind(ServerId{"unknown"}, {}));
}

TEST_F(ParityMultiWorkflowPool, Init) {
    empty_pool();
    EXPECT_EQ(run(pool->init(within(1s))).error().code, Errc::invalid_argument) << "no servers";
    engine();
    const std::uint16_t port = engines[0]->port();
    engines[0]->stop();
    PoolServer later = server(0);
    later.connection = parse_server_address(fmt::format("127.0.0.1:{}", port)).value();
    later.connection.reconnect.base = 20ms;
    later.connection.reconnect.cap = 50ms;
    ASSERT_TRUE(pool->add_server(later));
    EXPECT_EQ(run(pool->init(within(300ms))).error().code, Errc::timeout) << "all failed";
    test::EngineTraits same_port;
    same_port.port = port;
    engine(same_port);
    EXPECT_TRUE(run(pool->init(within(10s)))) << "it was called on behind the scenes";
}

TEST_F(ParityMultiWorkflowPool, RemoveClient) {
    engine();
    engine();
    empty_pool();
    add(0, {sleepy(1)});
    add(1);
    const JobId job = submit(sleepy(1, 20));
    ASSERT_TRUE(runs(job));
    EXPECT_EQ(pool->job(job)->server, ServerId{"a"});
    Connection& beside = visitor(0);
    EXPECT_TRUE(pool->remove_server(ServerId{"a"}));
    const JobRecord record = end_of(job);
    EXPECT_EQ(record.server, ServerId{"b"}) << "re-queued, and bound to nobody any more";
    EXPECT_EQ(record.status, JobStatus::completed);
    EXPECT_TRUE(pool->servers_for(sleepy(1)).empty());
    EXPECT_EQ(pool->connection(ServerId{"a"}), nullptr);
    const auto queue = run(divan::queue(beside, within(5s)));
    EXPECT_TRUE(queue && queue->running.empty()) << "its prompt was interrupted there";
}

TEST_F(ParityMultiWorkflowPool, SubmitJob) {
    engine();
    engine();
    empty_pool();
    add(0);
    add(1, {sleepy(1)});
    EXPECT_EQ(end_of(submit(sleepy(0.05))).server, ServerId{"b"}) << "to the server that it is bound to";
    const JobId bound = submit(sleepy(0.4)), waits = submit(sleepy(0.05, 4, 3)), general = submit(picture(1));
    EXPECT_EQ(end_of(general).server, ServerId{"a"}) << "what is bound to nobody goes anywhere";
    EXPECT_EQ(end_of(bound).server, ServerId{"b"});
    EXPECT_EQ(end_of(waits).server, ServerId{"b"}) << "though a was idle";
}

TEST_F(ParityMultiWorkflowPool, PriorityOverrides) {
    engine();
    engine();
    empty_pool();
    add(0, {}, 1);
    add(1, {}, 5);
    EXPECT_EQ(end_of(submit(picture(1))).server, ServerId{"b"});
    SubmitOptions other;
    other.prefer({{ServerId{"a"}, 9}});
    EXPECT_EQ(end_of(submit(picture(2), other)).server, ServerId{"a"});
}

TEST_F(ParityMultiWorkflowPool, SubmitToVariants) {
    test::EngineTraits large, small;
    large.models = "[checkpoints.\"fp16.safetensors\"]\nload_seconds = 0.3\n";
    small.models = "[checkpoints.\"fp8.safetensors\"]\nload_seconds = 0.3\n";
    engine(large);
    engine(small);
    empty_pool();
    const std::vector<Workflow> variants{with_checkpoint("fp16.safetensors"),
                                         with_checkpoint("fp8.safetensors")};
    add(0, {variants[0]});
    add(1, {variants[1]}, 7);
    const auto submit_variants = [&] { return run(pool->submit_to_variants(variants)).value(); };
    const JobId first = submit_variants(), second = submit_variants(), third = submit_variants();
    EXPECT_EQ(end_of(first).server, ServerId{"b"}) << "the idle server of the highest priority decides";
    EXPECT_EQ(end_of(second).server, ServerId{"a"});
    const JobRecord late = end_of(third);
    EXPECT_EQ(late.status, JobStatus::completed) << "bound only when a server became free";
    EXPECT_EQ(*late.workflow, variants[late.server == ServerId{"a"} ? 0 : 1]);
    EXPECT_EQ(run(pool->submit_to_variants({})).error().code, Errc::invalid_argument);
}

TEST_F(ParityMultiWorkflowPool, Queues) {
    engine();
    engine();
    empty_pool();
    add(0, {sleepy(1)});
    add(1, {picture(1)});
    const JobId blocks = submit(sleepy(0.5));
    ASSERT_TRUE(runs(blocks));
    std::vector<JobId> waiting;
    for (int i = 0; i < 20; ++i) waiting.push_back(submit(sleepy(0.01, 1, i)));
    EXPECT_EQ(end_of(submit(picture(1))).server, ServerId{"b"}) << "the other queue goes on";
    EXPECT_EQ(pool->status(waiting.back()), JobStatus::queued);
    const MultiPoolStats stats = pool->stats();
    ASSERT_EQ(stats.queues.size(), 2U);
    EXPECT_EQ(stats.queues[1].waiting, 20U);
    EXPECT_EQ(stats.queues[1].workflow_hash, routing_hash(sleepy(1)));
    Timestamp before{};
    for (const JobId& job : waiting) {
        const JobRecord record = end_of(job);
        EXPECT_LE(before, *record.started_at) << "first come, first served";
        before = *record.started_at;
    }
}

TEST_F(ParityMultiWorkflowPool, Dispatch) {
    engine();
    empty_pool();
    add(0);
    Connection& person = visitor(0);
    ASSERT_TRUE(run(divan::submit(person, protocol::SubmitRequest{sleepy(0.4).to_json()}, within(5s))));
    ASSERT_TRUE(until([&] { return pool->server(ServerId{"a"})->foreign == 1; }));
    Workflow seeded = sleepy(0.01, 1, -1);
    const JobId job = submit(seeded);
    settle_for(100ms);
    EXPECT_EQ(pool->status(job), JobStatus::queued) << "its queue must be empty";
    const JobRecord record = end_of(job);
    ASSERT_EQ(record.result->seeds.size(), 1U) << "a seed was drawn";
    EXPECT_EQ(record.result->seeds[0].node, NodeId{"1"});
}

TEST_F(ParityMultiWorkflowPool, ClientStates) {
    engine();
    empty_pool();
    PoolServer dead = pool_server("127.0.0.1:9").value();
    dead.id = ServerId{"dead"};
    ASSERT_TRUE(pool->add_server(dead));
    add(0);
    EXPECT_EQ(pool->stats().idle, 1U);
    EXPECT_EQ(pool->stats().offline, 1U);
    const JobId job = submit(sleepy(0.3));
    ASSERT_TRUE(runs(job));
    EXPECT_EQ(pool->stats().busy, 1U);
    EXPECT_TRUE(pool->idle_servers().empty());
    end_of(job);
    ASSERT_TRUE(until([&] { return pool->idle_servers().size() == 1; }));
}

}  // namespace
}  // namespace divan
