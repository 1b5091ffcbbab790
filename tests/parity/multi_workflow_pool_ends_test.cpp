#include "multi_workflow_pool_stage.hpp"

// parity table, section 16: MultiWorkflowPool, ends of jobs
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

TEST_F(ParityMultiWorkflowPool, Completion) {
    test::EngineTraits quiet;
    quiet.faults = "[[fault]]\nmessage = \"execution_success\"\ndo = \"lose\"\n";
    engine(quiet);
    empty_pool();
    add(0);
    EXPECT_EQ(end_of(submit(picture(1))).status, JobStatus::completed) << "though the message was lost";
}

TEST_F(ParityMultiWorkflowPool, FailureDuringExecution) {
    engine();
    engine();
    MultiWorkflowPoolOptions options = multi_options();
    options.failover =
        std::make_unique<NoFailover>();  // both failing jobs are of one workflow, on one server
    empty_pool(std::move(options));
    add(0);
    SubmitOptions once;
    once.attempts(1);
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(end_of(submit(raising("value"), once)).status, JobStatus::failed) << "execution_error";
    const JobRecord interrupted = end_of(submit(raising("interrupt"), once));
    EXPECT_EQ(interrupted.last_error->code, Errc::interrupted);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
    add(1);
    SubmitOptions first_a;
    first_a.job.rules.servers.servers = {ServerId{"a"}};
    const JobId job = submit(sleepy(60, 200), first_a);
    ASSERT_TRUE(runs(job));
    set_faults(1, "[[fault]]\nnode = \"TrapSleep\"\ndo = \"raise\"\n");
    engines[0]->stop();
    const auto gone = std::chrono::steady_clock::now();
    ASSERT_TRUE(until([&] { return pool->job(job)->attempts > 1; }))
        << "the server is gone: it is tried elsewhere";
    EXPECT_LT(std::chrono::steady_clock::now() - gone, 5s);
}

TEST_F(ParityMultiWorkflowPool, FailuresAtDispatch) {
    test::EngineTraits plain;
    plain.test_nodes = false;
    engine(plain);
    engine();
    empty_pool();
    add(0, {sleepy(1)});
    add(1);
    const JobRecord moved = end_of(submit(sleepy(0.05)));
    EXPECT_EQ(moved.server, ServerId{"b"}) << "incompatible: its binding is gone, and it runs elsewhere";
    EXPECT_TRUE(pool->servers_for(sleepy(1)).empty());
    Workflow unreadable = picture(1);
    ASSERT_TRUE(unreadable.attach("1.width", Attachment::from_file("/nowhere/at/all.png")));
    const JobRecord own_fault = end_of(submit(unreadable));
    EXPECT_EQ(own_fault.status, JobStatus::failed);
    EXPECT_EQ(own_fault.last_error->code, Errc::io_failed);
    for (const ServerInfo& info : pool->servers())
        EXPECT_TRUE(info.stable) << "an error of the job is no server's";
    EXPECT_EQ(end_of(submit(picture(2))).status, JobStatus::completed);
}

TEST_F(ParityMultiWorkflowPool, WaitForJobCompletion) {
    MultiWorkflowPoolOptions options = multi_options();
    options.jobs.profiling = true;
    engine();
    empty_pool(std::move(options));
    add(0);
    Workflow two = Workflow::parse(R"({
        "1": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 16, "batch_size": 1, "color": 5}},
        "8": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}},
        "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})")
                       .value();
    ASSERT_TRUE(two.declare_output("left:8") && two.declare_output("right:9"));
    const JobId job = submit(two);
    const JobRecord record = end_of(job);
    EXPECT_EQ(record.id, job);
    EXPECT_FALSE(record.prompt_id.empty());
    EXPECT_EQ(record.result->files().size(), 2U) << "all outputs of all nodes";
    EXPECT_TRUE(record.result->output("left") && record.result->output("right"));
    ASSERT_TRUE(record.profile);
    EXPECT_EQ(record.profile->run.nodes.size(), 3U);
    EXPECT_EQ(run(pool->wait_for_completion(JobId{"unknown"})).error().code, Errc::invalid_argument);
}

TEST_F(ParityMultiWorkflowPool, GetJobStatusAndCancelJob) {
    engine();
    empty_pool();
    const JobId early = submit(picture(1));
    EXPECT_EQ(pool->status(early), JobStatus::no_servers);
    add(0);
    EXPECT_EQ(end_of(early).status, JobStatus::completed) << "servers may come later";
    const JobId running = submit(sleepy(30, 100)), waiting = submit(picture(2));
    ASSERT_TRUE(runs(running));
    EXPECT_TRUE(pool->cancel(waiting));
    EXPECT_TRUE(pool->cancel(running));
    EXPECT_EQ(end_of(running).status, JobStatus::cancelled);
    EXPECT_EQ(end_of(waiting).status, JobStatus::cancelled);
    EXPECT_LE(prompts_on(0), 2U) << "the cancelled one in the general queue never ran";
    EXPECT_FALSE(pool->status(JobId{"unknown"}));
}

TEST_F(ParityMultiWorkflowPool, EncryptedImages) {
    engine();
    empty_pool();
    add(0);
    Workflow odd = Workflow::parse(R"({"1": {"class_type": "TrapNaN", "inputs": {"value": 1.0}}})").value();
    const JobRecord record = end_of(submit(odd));
    ASSERT_EQ(record.status, JobStatus::completed);
    const protocol::NodeOutputs* outputs = record.result->find(NodeId{"1"});
    ASSERT_TRUE(outputs);
    EXPECT_TRUE(json::find(outputs->ui, "values")) << "any key that a node shows is kept";
}

}  // namespace
}  // namespace divan
