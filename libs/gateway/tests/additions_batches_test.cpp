#include <gmock/gmock.h>

#include "support/additions_fixture.hpp"

namespace divan::gateway {
namespace {

using testing::HasSubstr;

class BatchTest : public AdditionsTest {
protected:
    static std::string batch(int jobs, const std::string& members = {}, const std::string& more = {}) {
        std::string list;
        for (int i = 0; i < jobs; ++i) list += (i ? ", " : "") + wish(more, i);
        return R"({"jobs": [)" + list + "]" + (members.empty() ? "" : ", " + members) + "}";
    }
    static constexpr const char* kBatches = "/api/v2/divan/batches";
    std::size_t jobs_there() { return list(get(std::string{kJobs} + "?limit=1000").json(), "jobs").size(); }
};

TEST_F(BatchTest, TakesHundredsOfJobsInOneRequest) {
    config.dispatch.cache = false;
    start();
    const auto accepted = post(kBatches, batch(300, R"("name": "chapter 3")"));
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    EXPECT_EQ(list(accepted.json(), "jobs").size(), 300u);
    const json::Value view = get(std::string{kBatches} + "/chapter%203").json();
    EXPECT_EQ(at(view, "counts.queued"), 300);
    EXPECT_EQ(at(view, "progress"), 0.0);
    EXPECT_EQ(at(view, "ended"), false);
}

TEST_F(BatchTest, ShowsHowFarItIs) {
    add_engine();
    start();
    const auto accepted = post(kBatches, batch(3, R"("name": "three")"));
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    for (const json::Value& job : list(accepted.json(), "jobs")) end_of(std::string{*json::text_of(job)});
    const json::Value view = get(std::string{kBatches} + "/three").json();
    EXPECT_EQ(at(view, "counts.succeeded"), 3);
    EXPECT_EQ(at(view, "progress"), 1.0);
    EXPECT_EQ(at(view, "ended"), true);
}

TEST_F(BatchTest, IsAllOrNothing) {
    start();
    const std::string good = wish(), bad = R"({"workflow": {"1": {"inputs": {}}}})";
    const auto refused = post(kBatches, R"({"jobs": [)" + good + "," + good + "," + bad + "]}");
    EXPECT_EQ(refused.status, 422) << refused.body;
    EXPECT_EQ(refused.code(), "invalid_workflow");
    EXPECT_THAT(refused.body, HasSubstr(R"("job":2)"));
    const auto unread = post(kBatches, R"({"jobs": [)" + good + R"(, {"workflow": {}, "prio": 1}]})");
    EXPECT_EQ(unread.status, 400);
    EXPECT_THAT(unread.body, HasSubstr("'jobs[1].prio'"));
    EXPECT_THAT(unread.body, HasSubstr(R"("job":1)"));
    EXPECT_EQ(jobs_there(), 0u);
}

TEST_F(BatchTest, HasBoundsAndAShape) {
    config.caller.batch_jobs = 3;
    config.queue.per_owner = 5;
    start();
    EXPECT_EQ(post(kBatches, batch(4)).code(), "batch_too_large");
    EXPECT_EQ(post(kBatches, batch(3)).status, 201);
    const auto full = post(kBatches, batch(3));
    EXPECT_EQ(full.status, 429);
    EXPECT_EQ(full.code(), "queue_full");
    EXPECT_TRUE(full.headers.contains("Retry-After"));
    for (const char* bad : {R"({})", R"({"jobs": []})", R"({"jobs": {}})", R"({"jobs": [1]})",
                            R"({"jobs": [{"workflow": 1}]})"})
        EXPECT_EQ(post(kBatches, bad).status, 422) << bad;
    EXPECT_EQ(post(kBatches, batch(1, {}, R"("batch": "own")")).status, 400) << "the batch has one name";
    EXPECT_EQ(jobs_there(), 3u);
}

TEST_F(BatchTest, GivesTheFirstAnswerToTheSameKey) {
    start();
    headers.set("Idempotency-Key", "night run");
    const json::Value first = post(kBatches, batch(3)).json();
    const json::Value again = post(kBatches, batch(3)).json();
    EXPECT_EQ(at(again, "jobs"), at(first, "jobs"));
    EXPECT_EQ(at(again, "name"), at(first, "name")) << "also a name that was drawn";
    EXPECT_EQ(at(again, "replayed"), true);
    EXPECT_EQ(post(kBatches, batch(2)).code(), "idempotency_key_reuse");
    EXPECT_EQ(jobs_there(), 3u);
}

TEST_F(BatchTest, CancelsEverythingThatHasNotEnded) {
    start();
    const json::Value accepted = post(kBatches, batch(3, R"("name": "b")")).json();
    const std::string first{*json::text_of(list(accepted, "jobs").at(0))};
    post(path(first, "/cancel"), "");
    const std::string other = submit(wish());
    const auto cancelled = remove(std::string{kBatches} + "/b");
    EXPECT_EQ(cancelled.status, 200) << cancelled.body;
    EXPECT_EQ(at(cancelled.json(), "cancelled_now"), 2);
    EXPECT_EQ(at(cancelled.json(), "counts.canceled"), 3);
    EXPECT_EQ(at(post(std::string{kBatches} + "/b/cancel", "").json(), "cancelled_now"), 0) << "repeatable";
    EXPECT_EQ(at(get(path(other)).json(), "status"), "queued");
    EXPECT_EQ(get(std::string{kBatches} + "/unknown").status, 404);
    EXPECT_EQ(remove(std::string{kBatches} + "/unknown").status, 404);
}

TEST_F(BatchTest, S5TwoOwnersMayUseOneName) {
    start();
    std::vector<durable::SubmitRequest> jobs;
    jobs.emplace_back(json::parse(red_fox()).value());
    jobs.back().batch = "b";
    value_of(durable::submit(gateway->store(), std::move(jobs), durable::Submitter{"other"}));
    EXPECT_EQ(get(std::string{kBatches} + "/b").status, 404);
    EXPECT_EQ(remove(std::string{kBatches} + "/b").status, 404);
    EXPECT_EQ(post(kBatches, batch(2, R"("name": "b")")).status, 201);
    EXPECT_EQ(at(get(std::string{kBatches} + "/b").json(), "counts.total"), 2);
    EXPECT_EQ(at(get(std::string{kBatches} + "/b?all=true").json(), "counts.total"), 3);
}

TEST_F(BatchTest, GivesItsWebhooksToEachJob) {
    config.webhooks.secrets = [](const std::string&) {
        return std::vector<std::string>{"whsec_MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"};
    };
    start();
    const std::string hook = R"({"url": "https://hooks.example", "secret": "s"})";
    const auto accepted =
        post(kBatches, batch(1, R"("webhooks": [)" + hook + "]", R"("webhooks": [)" + hook + "]"));
    ASSERT_EQ(accepted.status, 201) << accepted.body;
    const JobId job{std::string{*json::text_of(list(accepted.json(), "jobs").at(0))}};
    EXPECT_EQ(value_of(store::find_job(gateway->store(), job, std::nullopt)).webhooks.size(), 2u);
    const std::string four = R"("webhooks": [)" + hook + "," + hook + "," + hook + "," + hook + "]";
    EXPECT_EQ(post(kBatches, batch(1, R"("webhooks": [)" + hook + "]", four)).status, 422);
}

}  // namespace
}  // namespace divan::gateway
