#include <iostream>

#include <divan/client/system_stats.hpp>
#include <divan/fleet/blocking_pool.hpp>
#include <divan/store/sqlite_queue_storage.hpp>
#include <divan/workflow/model_loading.hpp>
#include <divan/workflow/structure_hash.hpp>

#include "workflow_pool_stage.hpp"

/// The snippets of docs/pools.md, hash-routing.md, timeouts.md and profiling.md, compiled and run.
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::sleepy;

class PoolGuide : public test::WorkflowPoolStage {
protected:
    std::string url(std::size_t number) { return engines[number]->url(); }
};

// clang-format off: the excerpts stand in the documents line by line.

asio::awaitable<Result<std::string>> use_pool(Pool& pool) {
    Pool::Job<std::string> job = [](Connection& connection) -> asio::awaitable<Result<std::string>> {
        auto stats = co_await system_stats(connection, within(5s));
        if (!stats) co_return fail(stats.error());
        co_return stats->os;
    };
    PoolRunOptions options;
    options.exclude = {ServerId{"gpu-2"}};
    options.max_attempts = 3;
    co_return co_await pool.run(job, options);
}

TEST_F(PoolGuide, RunsFunctions) {
    engine();
    const std::string first = url(0);
    Pool pool{io.get_executor()};
    auto added = pool.add_server(pool_server(first).value());

    ASSERT_TRUE(added);
    const auto os = run(use_pool(pool));
    EXPECT_TRUE(os) << describe(os.error());
    pool.close();
    settle_for(20ms);
}

asio::awaitable<Result<void>> use_workflow_pool(WorkflowPool& pool, Workflow workflow) {
    JobOptions options;
    options.rules.priority = 5;
    options.metadata["user"] = "ada";
    auto job = co_await pool.enqueue(workflow, options);
    if (!job) co_return fail(job.error());

    auto record = co_await pool.wait(*job);
    if (!record) co_return fail(record.error());
    if (record->status != JobStatus::completed) co_return fail(*record->last_error);
    for (const protocol::OutputFile& file : record->result->files())
        std::cout << file.filename << " on " << record->server.str() << '\n';
    co_return Result<void>{};
}

TEST_F(PoolGuide, RunsWorkflows) {
    engine();
    engine();
    const std::string first = url(0), second = url(1);
    WorkflowPoolOptions options;
    options.servers.depth = 2;
    WorkflowPool pool{io.get_executor(), std::move(options)};
    for (const std::string& address : {first, second}) {
        auto server = pool_server(address);
        if (server) static_cast<void>(pool.add_server(*server));
    }

    EXPECT_TRUE(run(use_workflow_pool(pool, picture(1))));
    EXPECT_EQ(pool.servers().size(), 2U);
    pool.close();
    settle_for(20ms);
}

TEST_F(PoolGuide, TellsWhatHappens) {
    WorkflowPool& pool = pool_of(1);
    PoolEvents events;
    events.on_progress = [](const JobTry& one, const RunProgress& progress) {
        std::cout << one.job.str() << ' ' << progress.percent << " %\n";
    };
    events.on_failed = [](const JobFailure& failure) {
        std::cerr << describe(failure.error) << (failure.will_retry ? "; again\n" : "\n");
    };
    events.on_server = [](const ServerNews& news) {
        std::cout << news.server.str() << ' ' << name(news.change) << '\n';
    };
    Subscription subscription = pool.watch(events);

    end_of(enqueue(sleepy(0.05)));
}

TEST_F(PoolGuide, KeepsItsQueueInAFile) {
    engine();
    const std::filesystem::path file = folder.path() / "queue.sqlite";
    PoolServer server = this->server(0);
    {
        auto storage = open_sqlite_queue(io.get_executor(), file);
        if (!storage) std::cerr << describe(storage.error());

        WorkflowPoolOptions options;
        options.storage = std::move(*storage);
        WorkflowPool pool{io.get_executor(), std::move(options)};
        auto added = pool.add_server(server);
        EXPECT_TRUE(run(pool.recover()));
        pool.close();
    }
    settle_for(20ms);
    EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(PoolGuide, ServesProgramsWithoutAnEventLoop) {
    engine();
    const PoolServer server = this->server(0);
    const Workflow workflow = picture(1);
    BlockingPool<WorkflowPool> pool{[](asio::any_io_executor executor) {
        return std::make_unique<WorkflowPool>(executor);
    }};
    auto added = pool.call([&](WorkflowPool& p) { return p.add_server(server); });
    auto job = pool.wait_for([&](WorkflowPool& p) { return p.enqueue(workflow); });
    auto record = pool.wait_for([&](WorkflowPool& p) { return p.wait(*job); });

    EXPECT_EQ(record->status, JobStatus::completed);
}

asio::awaitable<Result<JobId>> use_multi_pool(MultiWorkflowPool& pool, PoolServer a, PoolServer b, Workflow fp16, Workflow fp8) {
    auto first = pool.add_server(a, {fp16});
    auto second = pool.add_server(b, {fp8});
    if (auto up = co_await pool.init(within(10s)); !up) co_return fail(up.error());

    std::vector<Workflow> variants{fp16, fp8};
    auto job = co_await pool.submit_to_variants(variants);
    co_return job;
}

TEST_F(PoolGuide, BindsServersToWorkflows) {
    engine();
    engine();
    MultiWorkflowPool pool{io.get_executor()};
    const auto job = run(use_multi_pool(pool, server(0), server(1), picture(1), sleepy(0.05)));
    ASSERT_TRUE(job) << describe(job.error());
    EXPECT_EQ(run(pool.wait_for_completion(*job))->status, JobStatus::completed);
    pool.close();
    settle_for(20ms);
}

TEST_F(PoolGuide, LetsTheCallerChoose) {
    WorkflowPoolOptions settings = quick_options();
    settings.servers.choose = [](std::span<const ServerView> servers, const JobView& job) -> std::optional<ServerId> {
        for (const ServerView& server : servers)
            if (job.priority > 0 || server.id != ServerId{"a"}) return server.id;
        return std::nullopt;  // it waits: "a" is for urgent jobs
    };
    pool_of(2, std::move(settings));
    EXPECT_EQ(end_of(enqueue(picture(1))).server, ServerId{"b"});
}

TEST_F(PoolGuide, RoutesByHash) {
    const Workflow workflow = picture(1), other_colour = picture(2);
    const std::string hash = routing_hash(workflow);
    EXPECT_EQ(hash, routing_hash(other_colour));

    WorkflowPool& pool = pool_of(2);
    Affinity affinity;
    affinity.servers = {ServerId{"b"}};
    affinity.required = false;  // others when "b" is busy
    pool.set_affinity(hash, affinity);

    EXPECT_EQ(end_of(enqueue(picture(3))).server, ServerId{"b"});
    const std::string theirs = structure_hash(workflow, StructureRule::comfyui_node);
    EXPECT_EQ(theirs.size(), 64U);
}

TEST_F(PoolGuide, BlocksPairs) {
    SmartFailoverOptions failover;
    failover.failures_before_block = 2;
    failover.cooldown = 5min;
    WorkflowPoolOptions options;
    options.failover = std::make_unique<SmartFailover>(failover);

    options.servers = quick();
    WorkflowPool& pool = pool_of(1, std::move(options));
    const std::string hash = routing_hash(picture(1));
    pool.reset_workflow(hash);
    EXPECT_EQ(end_of(enqueue(picture(1))).status, JobStatus::completed);
}

TEST_F(PoolGuide, LimitsTimes) {
    WorkflowPoolOptions options;
    options.jobs.start_timeout = 10s;
    options.jobs.node_timeout = 2min;
    options.jobs.stretch_first_run = true;

    JobOptions long_video;
    long_video.node_timeout = JobOptions::never;
    long_video.rules.wait_limit = 30min;
    long_video.rules.retry.max_attempts = 2;

    EXPECT_EQ(model_loading_timeout_factor(test::with_checkpoint("a.safetensors")), 2);
    options.servers = quick();
    pool_of(1, std::move(options));
    EXPECT_EQ(end_of(enqueue(picture(1), long_video)).status, JobStatus::completed);
}

TEST_F(PoolGuide, Profiles) {
    WorkflowPoolOptions options;
    options.jobs.profiling = true;

    options.servers = quick();
    WorkflowPool& pool = pool_of(1, std::move(options));
    const JobId job = enqueue(sleepy(0.05));
    end_of(job);
    const std::optional<JobRecord> record = pool.job(job);
    if (record && record->profile) {
        const JobProfile& profile = *record->profile;
        std::cout << "waited " << profile.queue.count() << " ms, ran " << profile.execution.count() << " ms\n";
        std::cout << "of that, models loaded for " << profile.run.model_load.count() << " ms\n";
        for (const NodeProfile& node : profile.run.slowest(3))
            std::cout << node.title << ": " << node.duration.count() << " ms, " << name(node.state) << '\n';
    }

    ASSERT_TRUE(record->profile);
}

// clang-format on

}  // namespace
}  // namespace divan
