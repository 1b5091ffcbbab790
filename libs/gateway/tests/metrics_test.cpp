#include <gmock/gmock.h>

#include "support/gateway_fixture.hpp"

namespace divan::gateway {
namespace {

using testing::HasSubstr;

TEST_F(GatewayTest, TellsPrometheusOfJobsServersAndRequests) {
    config.dispatch.times.system_stats = 50ms;
    add_engine();
    start();
    const auto accepted = post("/api/v2/jobs", submission(red_fox()));
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    end_of(json::text_or(accepted.json(), "id"));
    test::settle(io, 600ms);
    const auto metrics = get("/metrics");
    EXPECT_EQ(metrics.status, 200);
    EXPECT_THAT(metrics.body, HasSubstr("divan_jobs{phase=\"succeeded\"} 1\n"));
    EXPECT_THAT(metrics.body, HasSubstr("divan_attempts_total{outcome=\"succeeded\"} 1\n"));
    EXPECT_THAT(metrics.body, HasSubstr("divan_jobs_measured_total 1\n"));
    EXPECT_THAT(metrics.body, HasSubstr("divan_job_seconds_total{part=\"execution\"} "));
    EXPECT_THAT(metrics.body, HasSubstr("divan_server_up{server=\"gpu-1\"} 1\n"));
    EXPECT_THAT(metrics.body,
                HasSubstr("divan_server_memory_bytes{server=\"gpu-1\",device=\"ram\",kind=\"total\"} "));
    EXPECT_THAT(metrics.body, HasSubstr("divan_store_up 1\n"));
    EXPECT_THAT(
        metrics.body,
        HasSubstr("divan_http_requests_total{method=\"POST\",route=\"/api/v2/jobs\",status=\"201\"} 1\n"));
    EXPECT_THAT(metrics.body, testing::Not(HasSubstr(json::text_or(accepted.json(), "id"))))
        << "ids would make the metrics grow without end";
}

}  // namespace
}  // namespace divan::gateway
