#include <divan/workflow/attachments.hpp>

#include "pool_defects_stage.hpp"

// parity table, section 22: defects of comfyui-node 1.10.0's pools, by their number; each is right here
// (jobs)
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::sleepy;

TEST_F(ParityPoolDefects, D14APoolOfOneTriesAgainWhenTheCoolDownEnds) {
    SmartFailoverOptions smart;
    smart.cooldown = 300ms;
    WorkflowPoolOptions options = quick_options();
    options.failover = std::make_unique<SmartFailover>(smart);
    engine(failing_once("EmptyImage"));
    pool_of_engines(std::move(options));
    const JobRecord record = end_of(enqueue(picture(1)));
    EXPECT_EQ(record.status, JobStatus::completed);
    EXPECT_EQ(record.attempts, 2);
}

TEST_F(ParityPoolDefects, D15AThousandJobsThatCannotRunHideNothing) {
    pool_of(1);
    PoolServer dead = pool_server("127.0.0.1:9").value();
    dead.id = ServerId{"dead"};
    ASSERT_TRUE(pool->add_server(dead));
    for (int i = 0; i < 1'000; ++i) enqueue(picture(i), on("dead"));
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(end_of(enqueue(picture(5'000))).status, JobStatus::completed);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
    EXPECT_EQ(pool->stats().waiting, 1'000U);
}

TEST_F(ParityPoolDefects, D17OneDeadHostRemovesNobody) {
    engine();
    pool = std::make_unique<WorkflowPool>(io.get_executor(), quick_options());
    PoolServer dead = pool_server("127.0.0.1:9").value();
    ASSERT_TRUE(pool->add_server(dead));
    ASSERT_TRUE(pool->add_server(server(0)));
    EXPECT_EQ(end_of(enqueue(picture(1))).status, JobStatus::completed);
    EXPECT_EQ(pool->servers().size(), 2U);
}

TEST_F(ParityPoolDefects, D21AHostThatHangsHoldsNobodyUp) {
    engine();
    engine();
    pool_of_engines();
    set_faults(0, "[[fault]]\nroute = \"POST /prompt\"\ndo = \"hang\"\n");
    const JobId stuck = enqueue(picture(1), on("a"));
    ASSERT_TRUE(until([&] { return pool->job(stuck)->status == JobStatus::assigned; }));
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(end_of(enqueue(picture(10 + i))).server, ServerId{"b"});
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 3s);
}

TEST_F(ParityPoolDefects, D24aACancelledRunningJobIsNeitherRunAgainNorBlocksItsServer) {
    pool_of(2);
    int blocked = 0;
    PoolEvents events;
    events.on_blocked = [&](const ServerId&, std::string_view, auto) { ++blocked; };
    const auto subscription = pool->watch(std::move(events));
    const JobId job = enqueue(sleepy(30, 100));
    ASSERT_TRUE(until([&] { return prompts_on(0) == 1; }));
    EXPECT_TRUE(pool->cancel(job));
    EXPECT_EQ(end_of(job).status, JobStatus::cancelled);
    settle_for(300ms);
    EXPECT_EQ(prompts_on(0) + prompts_on(1), 1U);
    EXPECT_EQ(blocked, 0);
    EXPECT_EQ(end_of(enqueue(sleepy(0.05, 4, 2), on("a"))).status, JobStatus::completed);
}

TEST_F(ParityPoolDefects, D26AWorkflowWithoutASavingNodeGivesItsOutputs) {
    pool_of(1);
    const Workflow shows = Workflow::parse(R"({
        "1": {"class_type": "TrapNaN", "inputs": {"value": 1.0}},
        "2": {"class_type": "TrapNaN", "inputs": {"value": 2.0}}})")
                               .value();
    const JobRecord record = end_of(enqueue(shows));
    ASSERT_EQ(record.status, JobStatus::completed);
    EXPECT_TRUE(record.result->find(NodeId{"1"}) && record.result->find(NodeId{"2"}));
}

TEST_F(ParityPoolDefects, D27SeedsOf64BitsArriveUnchanged) {
    tapped();
    Workflow workflow = sleepy(0.01, 1, 0);
    ASSERT_TRUE(workflow.set("1.seed", 18446744073709551615U));
    const JobRecord record = end_of(enqueue(workflow));
    ASSERT_EQ(record.status, JobStatus::completed) << (record.last_error ? describe(*record.last_error) : "");
    const auto request = run(fetch_api(visitor(0), net::HttpRequest{"GET", "/history"}, within(5s)));
    EXPECT_NE(request->body.find("18446744073709551615"), std::string::npos);
}

TEST_F(ParityPoolDefects, D31AFailedUploadFailsItsJobAndNothingElse) {
    pool_of(1);
    set_faults(0, "[[fault]]\nroute = \"POST /upload/image\"\ndo = \"status\"\nstatus = 500\ntimes = 1\n");
    Workflow with_picture = Workflow::parse(R"({
        "1": {"class_type": "LoadImage", "inputs": {"image": "x.png"}},
        "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})")
                                .value();
    ASSERT_TRUE(with_picture.attach("1.image", Attachment::from_bytes("no picture", "x.png")));
    const JobRecord record = end_of(enqueue(with_picture, one_attempt()));
    EXPECT_EQ(record.status, JobStatus::failed);
    EXPECT_EQ(record.last_error->code, Errc::unexpected_status);
    EXPECT_EQ(end_of(enqueue(picture(1))).status, JobStatus::completed) << "the server is usable";
}

TEST_F(ParityPoolDefects, D32BypassAndAttachmentsAreHonoured) {
    pool_of(1);
    const JobRecord drawn = end_of(enqueue(picture(0x00FF00)));
    ASSERT_EQ(drawn.result->files().size(), 1U);
    const protocol::OutputFile file = drawn.result->files()[0];
    const std::string place =
        "/view?filename=" + file.filename + "&type=" + file.type + "&subfolder=" + file.subfolder;
    const auto bytes = run(fetch_api(visitor(0), net::HttpRequest{"GET", place}, within(5s)));
    Workflow edit = Workflow::parse(R"({
        "1": {"class_type": "LoadImage", "inputs": {"image": "none.png"}},
        "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}},
        "9": {"class_type": "PreviewImage", "inputs": {"images": ["2", 0]}}})")
                        .value();
    ASSERT_TRUE(edit.attach("1.image", Attachment::from_bytes(bytes->body, "green.png")));
    ASSERT_TRUE(edit.bypass("2"));
    const JobRecord record = end_of(enqueue(edit));
    ASSERT_EQ(record.status, JobStatus::completed) << (record.last_error ? describe(*record.last_error) : "");
    const auto& ran = record.result->executed_nodes;
    EXPECT_EQ(std::ranges::count(ran, NodeId{"2"}), 0) << "it was left out";
    EXPECT_EQ(record.result->files().size(), 1U);
}

TEST_F(ParityPoolDefects, D34ProgressAndPreviewsStayWithTheirJob) {
    WorkflowPoolOptions options = quick_options();
    options.servers.depth = 2;
    pool_of(1, std::move(options));
    std::map<std::string, std::vector<double>> steps;
    PoolEvents events;
    events.on_progress = [&](const JobTry& one, const RunProgress& progress) {
        steps[one.job.str()].push_back(progress.max);
    };
    const auto subscription = pool->watch(std::move(events));
    enqueue(sleepy(0.15, 3, 1, true), named("three"));
    enqueue(sleepy(0.15, 5, 2, true), named("five"));
    end_of(JobId{"three"});
    end_of(JobId{"five"});
    EXPECT_EQ(std::ranges::count(steps["three"], 5.0), 0);
    EXPECT_EQ(std::ranges::count(steps["five"], 3.0), 0);
    EXPECT_GE(std::ranges::count(steps["three"], 3.0), 3);
    EXPECT_GE(std::ranges::count(steps["five"], 5.0), 5);
}

TEST_F(ParityPoolDefects, D46WaitingJobsEndWhenTheirLastServerGoes) {
    pool_of(2);
    const JobId busy = enqueue(sleepy(30, 100), on("a"));
    ASSERT_TRUE(until([&] { return pool->job(busy)->status == JobStatus::running; }));
    const JobId waits = enqueue(picture(1), on("a"));
    pool->remove_server(ServerId{"a"});
    const JobRecord record = end_of(waits);
    EXPECT_EQ(record.status, JobStatus::failed);
    EXPECT_EQ(record.last_error->code, Errc::no_server_fits);
    EXPECT_EQ(end_of(busy).status, JobStatus::failed) << "it asked for that server, too";
}

}  // namespace
}  // namespace divan
