#include <gmock/gmock.h>

#include "support/additions_fixture.hpp"

namespace divan::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST_F(AdditionsTest, APausedQueueKeepsItsJobs) {
    add_engine();
    start();
    EXPECT_EQ(post("/api/v2/divan/queue/pause", "").status, 200);
    const std::string job = submit(wish());
    test::settle(io, 500ms);
    const json::Value queue = get("/api/v2/divan/queue").json();
    EXPECT_EQ(at(queue, "paused"), true);
    EXPECT_EQ(at(queue, "phases.queued"), 1);
    EXPECT_EQ(at(queue, "counts.total"), 1);
    EXPECT_EQ(at(post("/api/v2/divan/queue/resume", "").json(), "paused"), false);
    EXPECT_EQ(at(end_of(job), "status"), "succeeded");
}

TEST_F(AdditionsTest, ShowsTheFleetWithItsMemory) {
    config.dispatch.times.system_stats = 50ms;
    add_engine();
    start();
    end_of(submit(wish()));
    test::settle(io, 600ms);
    const json::Value server = get("/api/v2/divan/fleet/gpu-1").json();
    EXPECT_EQ(at(server, "health"), "healthy");
    EXPECT_EQ(at(server, "succeeded"), 1);
    EXPECT_GT(json::to_int64(at(server, "system.ram_total_bytes")), 0);
    EXPECT_GT(json::to_int64(at(server, "node_classes")), 10);
    EXPECT_EQ(list(get("/api/v2/divan/fleet").json(), "servers").size(), 1u);
}

TEST_F(AdditionsTest, AServerCanComeAndGo) {
    add_engine();
    const std::string url = engines.front()->url();
    config.dispatch.servers.clear();
    start();
    const std::string job = submit(wish());
    const auto added =
        post("/api/v2/divan/fleet",
             R"({"id": "new", "slots": 3, "exclusive": true, "bearer": "hush-hush", "url": ")" + url + "\"}");
    ASSERT_EQ(added.status, 201) << added.body;
    EXPECT_EQ(at(added.json(), "slots"), 3);
    EXPECT_EQ(at(end_of(job), "status"), "succeeded");
    EXPECT_EQ(post("/api/v2/divan/fleet", R"({"id": "new", "url": ")" + url + "\"}").code(), "conflict");
    EXPECT_EQ(at(post("/api/v2/divan/fleet/new/drain", R"({"draining": true})").json(), "draining"), true);
    EXPECT_EQ(at(post("/api/v2/divan/fleet/new/drain", R"({"draining": false})").json(), "draining"), false);
    EXPECT_THAT(get("/api/v2/divan/fleet").body, Not(HasSubstr("hush-hush")));
    EXPECT_EQ(remove("/api/v2/divan/fleet/new").status, 204);
    EXPECT_EQ(remove("/api/v2/divan/fleet/new").status, 404);
}

TEST_F(AdditionsTest, ADrainedServerTakesNoJobs) {
    add_engine();
    start();
    EXPECT_EQ(post("/api/v2/divan/fleet/gpu-1/drain", "{}").status, 200);
    const std::string job = submit(wish());
    test::settle(io, 500ms);
    EXPECT_EQ(at(get(path(job)).json(), "status"), "queued");
    post("/api/v2/divan/fleet/gpu-1/drain", R"({"draining": false})");
    EXPECT_EQ(at(end_of(job), "status"), "succeeded");
}

TEST_F(AdditionsTest, SaysWhatIsWrongWithAServer) {
    start();
    for (const char* bad :
         {R"({})", R"({"url": 5})", R"({"url": "ftp://x"})", R"({"url": "http://x", "slots": 0})",
          R"({"url": "http://x", "id": "a b"})", R"({"url": "http://x", "exclusive": 1})",
          R"({"url": "http://x", "basic": "nocolon"})"})
        EXPECT_EQ(post("/api/v2/divan/fleet", bad).status, 422) << bad;
    EXPECT_EQ(post("/api/v2/divan/fleet", R"({"url": "http://x", "ca_file": "/etc/passwd"})").status, 400);
    EXPECT_EQ(post("/api/v2/divan/fleet/none/drain", "{}").status, 404);
    EXPECT_EQ(post("/api/v2/divan/fleet/none/drain", R"({"running_seconds": -1})").status, 422);
    EXPECT_EQ(get("/api/v2/divan/fleet/none").status, 404);
}

TEST_F(AdditionsTest, BacksTheStoreUpWhileItWorks) {
    add_engine();
    start();
    end_of(submit(wish()));
    const auto made = post("/api/v2/divan/store/backup", R"({"name": "nightly"})");
    ASSERT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(at(made.json(), "files"), 1);
    EXPECT_TRUE(std::filesystem::exists(config.data_folder / "backups" / "nightly" / "store.ndjson"));
    EXPECT_EQ(list(post("/api/v2/divan/store/check", "").json(), "problems").size(), 0u);
    for (const char* bad :
         {R"({})", R"({"name": "../x"})", R"({"name": ".."})", R"({"name": "a/b"})", R"({"name": 1})"})
        EXPECT_EQ(post("/api/v2/divan/store/backup", bad).status, 422) << bad;
}

TEST_F(AdditionsTest, CountsJobsRatesAndWhereTheirTimeWent) {
    add_engine();
    start();
    end_of(submit(wish()));
    end_of(submit(wish()));  // from the cache
    job_of_another();
    const json::Value stats = get("/api/v2/divan/stats").json();
    EXPECT_EQ(at(stats, "jobs.succeeded"), 2);
    EXPECT_EQ(at(stats, "jobs.total"), 2);
    EXPECT_EQ(at(get("/api/v2/divan/stats?all=true").json(), "jobs.total"), 3);
    EXPECT_EQ(at(stats, "service.attempts.cache_hits"), 1);
    EXPECT_EQ(at(stats, "service.seconds_per_job.jobs"), 1);
    EXPECT_GT(json::to_double(at(stats, "service.seconds_per_job.execution")), 0);
    EXPECT_EQ(at(stats, "service.rates.success"), 1.0);
    EXPECT_EQ(at(stats, "service.fleet.servers"), 1);
}

}  // namespace
}  // namespace divan::gateway
