#include "pool_defects_stage.hpp"

// parity table, section 22: defects of comfyui-node 1.10.0's pools, by their number; each is right here
// (connections and requests)
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::sleepy;

TEST_F(ParityPoolDefects, D07APoolSurvivesAHundredDrops) {
    WorkflowPoolOptions options = quick_options();
    options.servers.health.failures = 0;  // it is the drops that are looked at, not the circuit breaker
    tapped(std::move(options));
    const auto subscription = pool->watch(diary());
    for (int drop = 0; drop < 100; ++drop) {
        tap->drop();
        ASSERT_TRUE(until([&] { return std::ranges::count(told, "reconnected a") == drop + 1; })) << drop;
    }
    EXPECT_EQ(end_of(enqueue(picture(1))).status, JobStatus::completed);
}

TEST_F(ParityPoolDefects, D13ASlowAcceptanceRunsTheJobOnce) {
    test::EngineTraits slow;
    slow.faults = "[[fault]]\nroute = \"POST /prompt\"\ndo = \"delay\"\nfor = \"900ms\"\n";
    engine(slow);
    engine();
    WorkflowPoolOptions options = quick_options();
    options.jobs.start_timeout = 200ms;
    pool_of_engines(std::move(options));
    const JobRecord record = end_of(enqueue(picture(1)));
    EXPECT_EQ(record.status, JobStatus::completed);
    settle_for(300ms);
    EXPECT_EQ(prompts_on(0) + prompts_on(1), 1U);
}

TEST_F(ParityPoolDefects, D39ALostAnswerRunsTheJobOnce) {
    test::EngineTraits traits;
    traits.faults = "[[fault]]\nroute = \"POST /prompt\"\ndo = \"accept_then_reset\"\ntimes = 1\n";
    engine(traits);
    pool_of_engines();
    EXPECT_EQ(end_of(enqueue(picture(1))).status, JobStatus::completed);
    settle_for(200ms);
    EXPECT_EQ(prompts_on(0), 1U);
}

TEST_F(ParityPoolDefects, D42RequestsAreJson) {
    tapped();
    end_of(enqueue(picture(1)));
    const auto post = std::ranges::find_if(
        tap->heads(), [](const std::string& head) { return head.starts_with("POST /prompt"); });
    ASSERT_NE(post, tap->heads().end());
    EXPECT_NE(post->find("Content-Type: application/json"), std::string::npos) << *post;
}

TEST_F(ParityPoolDefects, D44AnIntervalOfZeroIsOff) {
    WorkflowPoolOptions options = quick_options();
    options.servers.health_check_interval = 0ms;
    tapped(std::move(options));
    tap->clear();
    settle_for(2s);
    EXPECT_EQ(tap->requests().size(), 0U) << "comfyui-node 1.10.0 sends about 1,700";
}

TEST_F(ParityPoolDefects, D48NothingIsDownloadedToBegin) {
    tapped();
    EXPECT_EQ(tap->count("GET /object_info"), 0);
    end_of(enqueue(picture(1)));
    EXPECT_EQ(tap->count("GET /object_info"), 0);
}

TEST_F(ParityPoolDefects, D02RequestsPerJobDoNotGrowWithTheJobsInFlight) {
    const auto requests_per_job = [&](int depth, int first) {
        WorkflowPoolOptions options = quick_options();
        options.servers.depth = depth;
        pool.reset();
        tap.reset();
        tapped(std::move(options));
        tap->clear();
        std::vector<JobId> jobs;
        for (int i = 0; i < 64; ++i) jobs.push_back(enqueue(picture(first + i)));
        for (const JobId& job : jobs) EXPECT_EQ(end_of(job).status, JobStatus::completed);
        return static_cast<double>(tap->requests().size()) / 64;
    };
    const double alone = requests_per_job(1, 1'000), together = requests_per_job(32, 2'000);
    EXPECT_LE(alone, 4) << "POST /prompt, history, and little else";
    EXPECT_LE(together, alone + 0.5);
}

/// By the server's own clock: from the end of one prompt to the start of the next.
TEST_F(ParityPoolDefects, D49AServerDoesNotPauseBetweenTwoJobs) {
    WorkflowPoolOptions options = quick_options();
    options.servers.depth = 2;
    pool_of(1, std::move(options));
    std::optional<std::int64_t> ended;
    std::vector<std::int64_t> gaps;
    PoolEvents events;
    events.on_message = [&](const ServerId&, const protocol::ServerMessage& message) {
        if (const auto* end = std::get_if<protocol::ExecutionSuccess>(&message)) ended = end->timestamp;
        const auto* start = std::get_if<protocol::ExecutionStart>(&message);
        if (start && ended && start->timestamp) gaps.push_back(*start->timestamp - *ended);
    };
    const auto subscription = pool->watch(std::move(events));
    std::vector<JobId> jobs;
    for (int i = 0; i < 21; ++i) jobs.push_back(enqueue(sleepy(0.03, 1, i)));
    for (const JobId& job : jobs) EXPECT_EQ(end_of(job).status, JobStatus::completed);
    ASSERT_EQ(gaps.size(), 20U);
    std::ranges::sort(gaps);
    EXPECT_LE(gaps[10], 1) << "milliseconds; half of the gaps are shorter";
}

}  // namespace
}  // namespace divan
