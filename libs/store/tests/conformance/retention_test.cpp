#include <divan/store/deliveries.hpp>
#include <divan/store/retention.hpp>

#include "conformance/assets_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;
constexpr auto kDay = 24h;

class Retaining : public AssetsTest {
protected:
    Swept sweep_all(Retention rules = {}) {
        Swept all;
        for (;;) {
            const Swept swept = get(sweep(*store_, rules, 2));
            all.jobs += swept.jobs, all.results += swept.results, all.uploads += swept.uploads;
            all.submissions += swept.submissions, all.graphs += swept.graphs;
            if (swept.total() == 0) return all;
        }
    }
};

TEST_P(Retaining, ResultsGoBeforeTheirJobs) {
    const JobId id = succeeded_with("picture");
    pass(7 * kDay);
    EXPECT_EQ(sweep_all().results, 1);
    const auto outputs = get(outputs_of(*store_, id));
    ASSERT_EQ(outputs.size(), 1u) << "what a job made is not forgotten with the file";
    EXPECT_EQ(code(find_asset(*store_, outputs[0].asset, "ann")), Errc::not_found);
    EXPECT_EQ(get(clean_blobs(*store_, *assets_)).blobs, 1);
    pass(23 * kDay);
    EXPECT_EQ(sweep_all().jobs, 1);
    EXPECT_EQ(code(find_job(*store_, id, std::nullopt)), Errc::not_found);
    EXPECT_EQ(get(count_jobs(*store_)), Counts{});
}

TEST_P(Retaining, JobsThatHaveNotEndedStay) {
    NewJob patient{"{}"};
    patient.limits.queue_ttl = patient.limits.total_timeout = 100 * kDay;
    const JobId waiting = put("ann", patient), running = put("ann", patient);
    get(advance(*store_, claim_one().fence(), Phase::submitted));
    pass(90 * kDay);
    EXPECT_EQ(sweep_all().total(), 0);
    EXPECT_EQ(job(waiting).phase, Phase::submitted);
    EXPECT_EQ(job(running).phase, Phase::queued);
}

TEST_P(Retaining, AWebhookOnItsWayKeepsItsJob) {
    NewJob wanted{"{}"};
    wanted.webhooks = {{"https://a.example", "s"}};
    const JobId id = put("ann", wanted);
    get(cancel(*store_, id, std::nullopt));
    pass(31 * kDay);
    EXPECT_EQ(sweep_all().jobs, 0);
    const auto due = get(claim_deliveries(*store_, 1));
    get(mark_delivered(*store_, due.at(0).id, "200"));
    EXPECT_EQ(sweep_all().jobs, 1);
}

TEST_P(Retaining, BySizeTheOldestResultsGoFirst) {
    const JobId old = succeeded_with(std::string(100, 'a'));
    pass(1s);
    const JobId middle = succeeded_with(std::string(100, 'b'));
    pass(1s);
    const JobId fresh = succeeded_with(std::string(100, 'c'));
    Retention rules;
    rules.result_bytes = 250;
    EXPECT_EQ(sweep_all(rules).results, 1);
    EXPECT_EQ(code(find_asset(*store_, get(outputs_of(*store_, old))[0].asset, "ann")), Errc::not_found);
    for (const JobId& id : {middle, fresh})
        get(find_asset(*store_, get(outputs_of(*store_, id))[0].asset, "ann"));
}

TEST_P(Retaining, AnIdempotencyKeyLivesADayBeyondItsJob) {
    Submission submission{"ann", {NewJob{"{}"}}};
    submission.idempotency = IdempotencyKey{"POST /jobs", "key", "body"};
    submission.jobs[0].limits.queue_ttl = 10 * kDay;
    submission.jobs[0].limits.total_timeout = 10 * kDay;
    const JobId id = get(submit(*store_, submission)).jobs[0];
    pass(3 * kDay);
    EXPECT_EQ(sweep_all().submissions, 0);
    get(cancel(*store_, id, std::nullopt));
    pass(kDay - 1s);
    sweep_all();
    EXPECT_TRUE(get(submit(*store_, submission)).replayed);
    pass(1s);
    EXPECT_EQ(sweep_all().submissions, 1);
    EXPECT_FALSE(get(submit(*store_, submission)).replayed);
}

TEST_P(Retaining, GraphsThatNobodyNeedsGo) {
    const JobId first = put("ann", NewJob{R"({"a":1})"}), second = put("ann", NewJob{R"({"a":1})"});
    for (const JobId& id : {first, second}) get(cancel(*store_, id, std::nullopt));
    get(remove_job(*store_, first, "ann"));
    pass(1h);
    EXPECT_EQ(sweep_all().graphs, 0);
    get(remove_job(*store_, second, "ann"));
    EXPECT_EQ(sweep_all().graphs, 1);
    put("ann", NewJob{R"({"a":1})"});
}

TEST_P(Retaining, AnUploadWithAnEndGoesUnlessAJobNeedsIt) {
    NewAsset wanted{"ann", kept("bytes").hash, "name"};
    wanted.keep_for = 1h;
    const AssetId id = get(add_asset(*store_, wanted)).asset.id;
    NewJob job{"{}"};
    job.inputs = {id};
    const JobId user = put("ann", job);
    pass(2h);
    EXPECT_EQ(sweep_all().uploads, 0);
    EXPECT_EQ(get(inputs_of(*store_, user)).size(), 1u);
    get(cancel(*store_, user, std::nullopt));
    EXPECT_EQ(sweep_all().uploads, 1);
}

TEST_P(Retaining, ACallerRemovesAJobWithAllThatBelongsToIt) {
    const JobId id = succeeded_with("picture");
    const AssetId file = get(outputs_of(*store_, id))[0].asset;
    EXPECT_EQ(code(remove_job(*store_, id, "bob")), Errc::not_found);
    get(remove_job(*store_, id, "ann"));
    EXPECT_EQ(code(find_job(*store_, id, "ann")), Errc::not_found);
    EXPECT_EQ(code(find_asset(*store_, file, "ann")), Errc::not_found);
    EXPECT_TRUE(get(events_after(*store_, id, 0)).empty());
    const JobId waiting = put();
    EXPECT_EQ(code(remove_job(*store_, waiting, "ann")), Errc::conflict);
}

DIVAN_STORE_TESTS(Retaining);

}  // namespace
}  // namespace divan::store
