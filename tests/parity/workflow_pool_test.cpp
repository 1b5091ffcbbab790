#include "workflow_pool_stage.hpp"

// parity table, section 14: WorkflowPool, jobs and their order
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

TEST_F(ParityWorkflowPool, Options) {
    const WorkflowPoolOptions options;
    EXPECT_EQ(options.jobs.start_timeout, 5s);
    EXPECT_EQ(options.jobs.node_timeout, 300s);
    EXPECT_EQ(options.servers.health_check_interval, 30s);
    EXPECT_FALSE(options.jobs.profiling);
    EXPECT_EQ(JobOptions{}.rules.retry.delay, 1s);
    EXPECT_EQ(JobOptions{}.rules.retry.max_attempts, 3);
    EXPECT_TRUE(options.affinities.empty());
}

TEST_F(ParityWorkflowPool, Ready) {
    engine();
    pool = std::make_unique<WorkflowPool>(io.get_executor(), quick_options());
    PoolServer dead = pool_server("127.0.0.1:9").value();
    dead.id = ServerId{"dead"};
    ASSERT_TRUE(pool->add_server(dead));
    const auto nobody = run(pool->ready(within(200ms)));
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().code, Errc::timeout);
    EXPECT_NE(nobody.error().fact("dead"), "");
    ASSERT_TRUE(pool->add_server(server(0)));
    EXPECT_TRUE(run(pool->ready(within(10s)))) << "one that is up is enough";
    EXPECT_EQ(end_of(enqueue(picture(1))).status, JobStatus::completed);
}

TEST_F(ParityWorkflowPool, Enqueue) {
    pool_of(1);
    JobOptions options = soon();
    options.id = JobId{"mine"};
    options.metadata["user"] = "ada";
    ASSERT_TRUE(run(pool->enqueue(picture(1), options)));
    EXPECT_EQ(run(pool->enqueue(picture(2), options)).error().code, Errc::invalid_argument)
        << "the id is taken";
    const JobRecord record = end_of(JobId{"mine"});
    EXPECT_TRUE(record.result->output("9"));
    EXPECT_EQ(record.options->metadata.at("user"), "ada");
    EXPECT_EQ(run(pool->enqueue(picture(2), options)).error().code, Errc::invalid_argument)
        << "ended, but known";
}

TEST_F(ParityWorkflowPool, EnqueueTakesWorkflowsTextsTreesAndBuilders) {
    pool_of(1);
    const Workflow workflow = picture(3);
    const PromptBuilder builder{workflow, {}, {}};
    const auto text = run(pool->enqueue_text(workflow.to_json())),
               tree = run(pool->enqueue_json(workflow.to_value())), built = run(pool->enqueue(builder));
    for (const auto& id : {text, tree, built}) {
        ASSERT_TRUE(id) << describe(id.error());
        EXPECT_EQ(end_of(*id).status, JobStatus::completed);
    }
    EXPECT_EQ(run(pool->enqueue_text("{\"1\": ")).error().code, Errc::malformed_json);
}

TEST_F(ParityWorkflowPool, PreferredAndExcludedClients) {
    pool_of(3);
    JobOptions wish = soon(), must = soon(), never = soon();
    wish.rules.servers.servers = {ServerId{"b"}};
    must.rules.servers.servers = {ServerId{"b"}};
    must.rules.servers.required = true;
    never.rules.servers.excluded = {ServerId{"a"}, ServerId{"b"}};
    const JobId on_b = enqueue(sleepy(0.4), wish);
    ASSERT_TRUE(until([&] { return pool->job(on_b)->status == JobStatus::running; }));
    const JobId elsewhere = enqueue(picture(1), wish), waits = enqueue(picture(2), must),
                on_c = enqueue(picture(3), never);
    EXPECT_EQ(end_of(elsewhere).server, ServerId{"a"}) << "b is busy, and only preferred";
    EXPECT_EQ(end_of(on_c).server, ServerId{"c"});
    EXPECT_EQ(end_of(waits).server, ServerId{"b"}) << "required";
    EXPECT_EQ(end_of(on_b).server, ServerId{"b"});
}

TEST_F(ParityWorkflowPool, Affinities) {
    WorkflowPoolOptions options = quick_options();
    Affinity to_b;
    to_b.servers = {ServerId{"b"}};
    to_b.required = true;
    options.affinities[routing_hash(picture(1))] = to_b;
    pool_of(2, std::move(options));
    EXPECT_EQ(end_of(enqueue(picture(2))).server, ServerId{"b"}) << "colours do not count for the hash";
    EXPECT_EQ(pool->affinities().size(), 1U);
    JobOptions own = soon();
    own.rules.servers.servers = {ServerId{"a"}};
    EXPECT_EQ(end_of(enqueue(picture(3), own)).server, ServerId{"a"})
        << "a list of the job's own replaces it";
    EXPECT_TRUE(pool->remove_affinity(routing_hash(picture(1))));
    EXPECT_FALSE(pool->remove_affinity(routing_hash(picture(1))));
    EXPECT_EQ(end_of(enqueue(picture(4))).server, ServerId{"a"});
}

TEST_F(ParityWorkflowPool, GetJob) {
    WorkflowPoolOptions options = quick_options();
    options.jobs.records_kept = 2;
    pool_of(1, std::move(options));
    const JobId first = enqueue(picture(1));
    const JobRecord record = end_of(first);
    EXPECT_EQ(record.id, first);
    EXPECT_EQ(record.workflow_hashes, std::vector<std::string>{routing_hash(picture(1))});
    EXPECT_EQ(record.attempts, 1);
    EXPECT_LE(record.enqueued_at, *record.started_at);
    EXPECT_LE(*record.started_at, *record.completed_at);
    EXPECT_EQ(*record.workflow, picture(1));
    EXPECT_EQ(run(pool->workflow(first)).value(), picture(1));
    end_of(enqueue(picture(2)));
    EXPECT_TRUE(pool->job(first));
    end_of(enqueue(picture(3)));
    EXPECT_FALSE(pool->job(first)) << "only two are kept";
    EXPECT_FALSE(pool->job(JobId{"unknown"}));
}

TEST_F(ParityWorkflowPool, Status) {
    pool_of(1);
    const JobId runs = enqueue(sleepy(0.3)), waits = enqueue(picture(1)),
                fails = enqueue(raising("value"), one_attempt());
    EXPECT_EQ(pool->job(waits)->status, JobStatus::queued);
    ASSERT_TRUE(until([&] { return pool->job(runs)->status == JobStatus::running; }));
    EXPECT_TRUE(pool->cancel(waits));
    EXPECT_EQ(end_of(waits).status, JobStatus::cancelled);
    EXPECT_EQ(end_of(runs).status, JobStatus::completed);
    EXPECT_EQ(end_of(fails).status, JobStatus::failed);
}

TEST_F(ParityWorkflowPool, Cancel) {
    WorkflowPoolOptions options = quick_options();
    options.servers.depth = 2;
    pool_of(1, std::move(options));
    const JobId runs = enqueue(sleepy(30, 100)), on_server = enqueue(sleepy(30, 100, 2)),
                queued = enqueue(picture(1));
    ASSERT_TRUE(until([&] { return pool->job(on_server)->status == JobStatus::running; }));
    EXPECT_TRUE(pool->cancel(queued));
    EXPECT_TRUE(pool->cancel(on_server)) << "it waits on the server, and is deleted there";
    EXPECT_EQ(end_of(on_server).status, JobStatus::cancelled);
    EXPECT_TRUE(pool->cancel(runs));
    EXPECT_EQ(end_of(runs).status, JobStatus::cancelled);
    EXPECT_EQ(end_of(queued).status, JobStatus::cancelled);
    EXPECT_FALSE(pool->cancel(runs)) << "it has ended";
    EXPECT_FALSE(pool->cancel(JobId{"unknown"}));
    EXPECT_EQ(prompts_on(0), 1U) << "neither of the others ever ran";
}

TEST_F(ParityWorkflowPool, Shutdown) {
    pool_of(1);
    const JobId runs = enqueue(sleepy(0.2)), waits = enqueue(picture(1));
    EXPECT_TRUE(run(pool->shutdown(ShutdownMode::drain, within(20s))));
    EXPECT_EQ(pool->job(runs)->status, JobStatus::completed);
    EXPECT_EQ(pool->job(waits)->status, JobStatus::completed);
    EXPECT_EQ(run(pool->enqueue(picture(2))).error().code, Errc::cancelled);
}

TEST_F(ParityWorkflowPool, ShutdownAtOnceTakesPromptsBackAndAnswersThoseWhoWait) {
    pool_of(1);
    Connection& beside = visitor(0);
    const JobId runs = enqueue(sleepy(30, 100)), waits = enqueue(picture(1));
    ASSERT_TRUE(until([&] { return pool->job(runs)->status == JobStatus::running && prompts_on(0) == 1; }));
    std::optional<Result<JobRecord>> answer;
    asio::co_spawn(io, pool->wait(waits),
                   [&](std::exception_ptr, Result<JobRecord> record) { answer = record; });
    EXPECT_TRUE(run(pool->shutdown(ShutdownMode::now, within(20s))));
    ASSERT_TRUE(until([&] { return answer.has_value(); }));
    EXPECT_EQ(answer->error().code, Errc::cancelled);
    const auto queue = run(divan::queue(beside, within(5s)));
    ASSERT_TRUE(queue);
    EXPECT_TRUE(queue->running.empty() && queue->pending.empty());
    EXPECT_EQ(prompts_on(0), 1U);
}

TEST_F(ParityWorkflowPool, GetQueueStats) {
    pool_of(1);
    enqueue(sleepy(0.3));
    enqueue(picture(1));
    JobOptions later = soon();
    later.delay = 10s;
    const JobId delayed = enqueue(picture(2), later);
    ASSERT_TRUE(until([&] { return pool->stats().running == 1; }));
    SchedulerStats stats = pool->stats();
    EXPECT_EQ(stats.waiting, 1U);
    EXPECT_EQ(stats.delayed, 1U);
    const JobId fails = enqueue(raising("value"), one_attempt());
    end_of(fails);
    pool->cancel(delayed);
    ASSERT_TRUE(until([&] { return pool->stats().cancelled == 1; }));
    stats = pool->stats();
    EXPECT_EQ(stats.failed, 1U);
    EXPECT_EQ(stats.completed, 2U);
    EXPECT_EQ(stats.waiting + stats.delayed + stats.running, 0U);
}

TEST_F(ParityWorkflowPool, OutputsToCollect) {
    pool_of(1);
    Workflow declared = picture(1);
    ASSERT_TRUE(declared.declare_output("hero:9"));
    const JobRecord with = end_of(enqueue(declared));
    EXPECT_EQ(with.result->collected, (std::vector{DeclaredOutput{"hero", NodeId{"9"}}}));
    const JobRecord without = end_of(enqueue(picture(2)));
    EXPECT_EQ(without.result->collected, (std::vector{DeclaredOutput{"9", NodeId{"9"}}}));
    const auto text = run(pool->enqueue_text(picture(3).to_json()));
    EXPECT_EQ(end_of(*text).result->files().size(), 1U) << "in every form of input";
}

TEST_F(ParityWorkflowPool, OrderOfAssignment) {
    pool_of(2);
    const JobId blocker_a = enqueue(sleepy(0.3), on("a")), blocker_b = enqueue(sleepy(0.3, 4, 2), on("b"));
    ASSERT_TRUE(until([&] { return pool->stats().running == 2; }));
    std::vector<std::string> order;
    PoolEvents events;
    events.on_assigned = [&](const JobTry& one) {
        order.push_back(one.job.str() + " on " + one.server.str());
    };
    const auto subscription = pool->watch(std::move(events));
    enqueue(picture(1), named("anywhere"));
    enqueue(picture(2), named("choosy", on("a")));
    JobOptions urgent = named("urgent", on("a"));
    urgent.rules.priority = 5;
    enqueue(picture(3), urgent);
    end_of(JobId{"choosy"});
    end_of(JobId{"anywhere"});
    std::erase_if(order, [](const std::string& line) { return line.starts_with("anywhere"); });
    EXPECT_EQ(order, (std::vector<std::string>{"urgent on a", "choosy on a"}));
    end_of(blocker_a);
    end_of(blocker_b);
}

TEST_F(ParityWorkflowPool, OneJobPerClient) {
    pool_of(1);
    std::size_t most = 0;
    PoolEvents events;
    events.on_accepted = [&](const JobTry&, const protocol::PromptId&) {
        most = std::max(most, pool->servers()[0].in_flight);
    };
    const auto subscription = pool->watch(std::move(events));
    std::vector<JobId> jobs;
    for (int i = 0; i < 5; ++i) jobs.push_back(enqueue(picture(i)));
    for (const JobId& job : jobs) EXPECT_EQ(end_of(job).status, JobStatus::completed);
    EXPECT_EQ(most, 1U);
}

TEST_F(ParityWorkflowPool, Debug) {
    engine();
    std::string lines;
    const Logger log{LogLevel::debug,
                     [&](LogLevel, std::string_view line) { lines += std::string{line} + "\n"; }};
    pool = std::make_unique<WorkflowPool>(io.get_executor(), quick_options(), &log);
    ASSERT_TRUE(pool->add_server(server(0)));
    ASSERT_TRUE(run(pool->ready(within(10s))));
    EXPECT_NE(lines.find("DEBUG fleet: server server=a change=connected"), std::string::npos) << lines;
    pool.reset();
    settle_for(20ms);
}

}  // namespace
}  // namespace divan
