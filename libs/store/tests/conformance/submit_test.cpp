#include <divan/base/random.hpp>

#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Submitting : public StoreTest {};

TEST_P(Submitting, AJobIsThereAsItWasGiven) {
    NewJob wanted{R"({"3":{"class_type":"KSampler"}})"};
    wanted.lane = "sdxl";
    wanted.details = R"({"name":"Füchsin"})";
    wanted.batch = "monday";
    wanted.priority = -3;
    wanted.webhooks = {{"https://example.org/hook", "main"}};
    const JobId id = put("ann", wanted);
    const Job found = job(id);
    EXPECT_EQ(found.owner, "ann");
    EXPECT_EQ(found.lane, "sdxl");
    EXPECT_EQ(found.details, wanted.details);
    EXPECT_EQ(found.batch, "monday");
    EXPECT_EQ(found.priority, -3);
    EXPECT_EQ(found.phase, Phase::queued);
    EXPECT_EQ(found.limits, JobLimits{});
    EXPECT_EQ(found.webhooks, wanted.webhooks);
    EXPECT_EQ(found.created_at, clock_.utc());
    EXPECT_EQ(get(graph_of(*store_, id, "ann")), wanted.graph);
    EXPECT_EQ(kinds(id), std::vector<std::string>{"queued"});
}

TEST_P(Submitting, AJobMayBringItsIdAndNobodyGetsItTwice) {
    NewJob wanted{"{}"};
    wanted.id = JobId{uuid4()};
    Submission submission{"ann", {wanted}};
    EXPECT_EQ(get(store::submit(*store_, submission)).jobs.front(), wanted.id);
    EXPECT_FALSE(ask(store::submit(*store_, submission)));
    EXPECT_EQ(get(count_jobs(*store_))[0], 1);
}

TEST_P(Submitting, JobsAreThereAfterTheStoreWasOpenedAgain) {
    const JobId id = put();
    store_.reset();
    store_ = open();
    EXPECT_EQ(job(id).phase, Phase::queued);
    EXPECT_EQ(claim_one().held.job.id, id);
}

TEST_P(Submitting, ABatchIsTakenWholeOrNotAtAll) {
    Submission good{"ann", {NewJob{"{}"}, NewJob{"{}"}, NewJob{"{}"}}};
    const auto submitted = get(submit(*store_, good));
    EXPECT_EQ(submitted.jobs.size(), 3u);
    Submission bad = good;
    bad.jobs.back().inputs = {AssetId{"nobody has this"}};
    const auto refused = ask(submit(*store_, bad));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::not_found);
    EXPECT_EQ(refused.error().fact("asset"), "nobody has this");
    EXPECT_EQ(get(count_jobs(*store_))[0], 3);
    EXPECT_EQ(get(list_jobs(*store_, JobFilter{})).jobs.size(), 3u);
}

TEST_P(Submitting, AnEarlierAnswerIsFoundWithoutHandingInAnything) {
    Submission submission{"ann", {NewJob{"{}"}}};
    submission.idempotency = IdempotencyKey{"POST /jobs", "key-1", "body"};
    EXPECT_FALSE(get(find_submission(*store_, "ann", *submission.idempotency)));
    const auto first = get(submit(*store_, submission));
    EXPECT_EQ(get(find_submission(*store_, "ann", *submission.idempotency))->jobs, first.jobs);
    EXPECT_FALSE(get(find_submission(*store_, "bob", *submission.idempotency)));
    const auto other = ask(find_submission(*store_, "ann", IdempotencyKey{"POST /jobs", "key-1", "other"}));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().fact("reason"), "idempotency_mismatch");
}

TEST_P(Submitting, TheSameIdempotencyKeyGivesTheFirstAnswer) {
    Submission submission{"ann", {NewJob{"{}"}, NewJob{"{}"}}};
    submission.idempotency = IdempotencyKey{"POST /jobs", "key-1", "body"};
    const auto first = get(submit(*store_, submission));
    const auto second = get(submit(*store_, submission));
    EXPECT_FALSE(first.replayed);
    EXPECT_TRUE(second.replayed);
    EXPECT_EQ(first.jobs, second.jobs);
    EXPECT_EQ(get(count_jobs(*store_))[0], 2);
}

TEST_P(Submitting, AnIdempotencyKeyBelongsToItsOwnerAndRoute) {
    Submission submission{"ann", {NewJob{"{}"}}};
    submission.idempotency = IdempotencyKey{"POST /jobs", "key-1", "body"};
    get(submit(*store_, submission));
    submission.owner = "bob";
    EXPECT_FALSE(get(submit(*store_, submission)).replayed);
    submission.idempotency->route = "POST /batches";
    EXPECT_FALSE(get(submit(*store_, submission)).replayed);
}

TEST_P(Submitting, AnotherBodyWithTheSameKeyIsAConflict) {
    Submission submission{"ann", {NewJob{"{}"}}};
    submission.idempotency = IdempotencyKey{"POST /jobs", "key-1", "body"};
    const auto first = get(submit(*store_, submission));
    submission.idempotency->body_hash = "another";
    const auto second = ask(submit(*store_, submission));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Errc::conflict);
    EXPECT_EQ(second.error().fact("reason"), "idempotency_mismatch");
    EXPECT_EQ(second.error().fact("job"), first.jobs[0].str());
}

TEST_P(Submitting, AKeyWhoseSubmissionFailedIsFreeAgain) {
    Submission submission{"ann", {NewJob{"{}"}}};
    submission.idempotency = IdempotencyKey{"POST /jobs", "key-1", "body"};
    submission.jobs[0].inputs = {AssetId{"missing"}};
    EXPECT_EQ(code(submit(*store_, submission)), Errc::not_found);
    submission.jobs[0].inputs.clear();
    EXPECT_FALSE(get(submit(*store_, submission)).replayed);
}

TEST_P(Submitting, EqualSubmissionsAtOnceMakeOneJob) {
    int answers = 0;
    std::vector<JobId> ids;
    for (int i = 0; i < 30; ++i) {
        Submission submission{"ann", {NewJob{"{}"}}};
        submission.idempotency = IdempotencyKey{"POST /jobs", "key-1", "body"};
        asio::co_spawn(io_, submit(*store_, submission), [&](std::exception_ptr, Result<Submitted> answer) {
            ++answers;
            if (answer) ids.push_back(answer->jobs[0]);
        });
    }
    ASSERT_TRUE(test::run_until(io_, [&] { return answers == 30; }));
    ASSERT_EQ(ids.size(), 30u);
    for (const JobId& id : ids) EXPECT_EQ(id, ids[0]);
    EXPECT_EQ(get(count_jobs(*store_))[0], 1);
}

TEST_P(Submitting, TheBoundsOfTheQueueAreKept) {
    Submission submission{"ann", {NewJob{"{}"}, NewJob{"{}"}}};
    submission.bounds.per_owner = 3;
    submission.bounds.total = 5;
    get(submit(*store_, submission));
    EXPECT_EQ(code(submit(*store_, submission)), Errc::quota_exceeded);
    submission.owner = "bob";
    get(submit(*store_, submission));
    submission.owner = "cem";
    EXPECT_EQ(code(submit(*store_, submission)), Errc::queue_full);
    EXPECT_EQ(get(count_jobs(*store_))[0], 4);
}

TEST_P(Submitting, WhatCannotBeStoredIsRefused) {
    EXPECT_EQ(code(submit(*store_, Submission{"ann", {}})), Errc::invalid_argument);
    EXPECT_EQ(code(submit(*store_, Submission{"ann", {NewJob{""}}})), Errc::invalid_argument);
    EXPECT_EQ(code(submit(*store_, Submission{"ann", {NewJob{std::string{"{\0}", 3}}}})),
              Errc::invalid_argument);
    EXPECT_EQ(code(submit(*store_, Submission{"ann", {NewJob{"\xff"}}})), Errc::invalid_argument);
    NewJob hasty{"{}"};
    hasty.limits.run_timeout = 0ms;
    EXPECT_EQ(code(submit(*store_, Submission{"ann", {hasty}})), Errc::invalid_argument);
    EXPECT_EQ(get(count_jobs(*store_)), Counts{});
}

DIVAN_STORE_TESTS(Submitting);

}  // namespace
}  // namespace divan::store
