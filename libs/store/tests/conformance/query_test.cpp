#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Listing : public StoreTest {
protected:
    std::vector<JobId> ids(JobFilter filter) {
        std::vector<JobId> found;
        for (const Job& job : get(list_jobs(*store_, std::move(filter))).jobs) found.push_back(job.id);
        return found;
    }
    JobId put_in(const std::string& owner, const std::string& batch) {
        NewJob job{"{}"};
        job.batch = batch;
        return put(owner, job);
    }
};

TEST_P(Listing, PagesHoldEveryJobOnceTheNewestFirst) {
    std::vector<JobId> all;
    for (int i = 0; i < 25; ++i) all.insert(all.begin(), put(i % 3 ? "ann" : "bob"));
    claim_up_to(4);
    JobFilter filter;
    filter.most = 10;
    std::vector<JobId> seen;
    int pages = 0;
    for (;;) {
        const JobPage page = get(list_jobs(*store_, filter));
        ++pages;
        for (const Job& job : page.jobs) seen.push_back(job.id);
        if (!page.next) break;
        filter.before = page.next;
        put("late");  // does not move what comes after the cursor
    }
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen, all);
}

TEST_P(Listing, FiltersByOwnerPhaseAndBatch) {
    const JobId a = put_in("ann", "x"), b = put_in("ann", ""), c = put_in("bob", "x");
    get(cancel(*store_, a, std::nullopt));
    JobFilter filter;
    filter.owner = "ann";
    EXPECT_EQ(ids(filter), (std::vector<JobId>{b, a}));
    filter.phases = {Phase::cancelled};
    EXPECT_EQ(ids(filter), std::vector<JobId>{a});
    filter.owner.reset();
    filter.phases = {Phase::queued, Phase::cancelled};
    EXPECT_EQ(ids(filter), (std::vector<JobId>{c, b, a}));
    filter.phases.clear();
    filter.batch = "x";
    EXPECT_EQ(ids(filter), (std::vector<JobId>{c, a}));
    filter.owner = "bob";
    EXPECT_EQ(ids(filter), std::vector<JobId>{c});
}

TEST_P(Listing, ALongBatchIsWalkedToItsEnd) {
    Submission submission{"ann", std::vector<NewJob>(1'203, NewJob{"{}"})};
    for (NewJob& job : submission.jobs) job.batch = "long";
    const auto submitted = get(submit(*store_, submission));
    get(cancel(*store_, submitted.jobs.front(), std::nullopt));
    JobFilter filter;
    filter.batch = "long";
    filter.phases = {Phase::cancelled};
    EXPECT_EQ(ids(filter), std::vector<JobId>{submitted.jobs.front()});
    const Counts counts = get(count_batch(*store_, "long", "ann"));
    EXPECT_EQ(counts[static_cast<int>(Phase::queued)], 1'202);
    EXPECT_EQ(counts[static_cast<int>(Phase::cancelled)], 1);
    EXPECT_EQ(get(count_batch(*store_, "long", "bob")), Counts{});
}

TEST_P(Listing, CountsFollowEveryMove) {
    put("ann"), put("ann"), put("bob");
    const Fence fence = claim_one().fence();
    get(advance(*store_, fence, Phase::submitted));
    Counts expected{};
    expected[static_cast<int>(Phase::queued)] = 2;
    expected[static_cast<int>(Phase::submitted)] = 1;
    EXPECT_EQ(get(count_jobs(*store_)), expected);
    const std::string owner = job(fence.job).owner;
    EXPECT_EQ(get(count_jobs(*store_, owner))[static_cast<int>(Phase::submitted)], 1);
    EXPECT_EQ(get(count_jobs(*store_, "nobody")), Counts{});
}

TEST_P(Listing, AWaitingJobKnowsHowManyAreBeforeIt) {
    put("ann");
    const JobId second = put("ann");
    NewJob urgent{"{}"};
    urgent.priority = 1;
    put("ann", urgent), put("bob");
    EXPECT_EQ(get(jobs_before(*store_, second)), 2);
    EXPECT_EQ(get(jobs_before(*store_, claim_one().held.job.id)), std::nullopt);
    EXPECT_EQ(code(jobs_before(*store_, JobId{"nothing"})), Errc::not_found);
}

TEST_P(Listing, ListenersHearOfWhatWasWritten) {
    std::vector<JobId> heard;
    int work = 0, slots = 0;
    auto listening = store_->subscribe([&](const Change& change) {
        heard.insert(heard.end(), change.jobs.begin(), change.jobs.end());
        work += change.work, slots += change.slots;
    });
    const JobId id = put();
    EXPECT_EQ(heard, std::vector<JobId>{id});
    EXPECT_EQ(work, 1);
    claim_one();
    get(cancel(*store_, id, std::nullopt));
    EXPECT_EQ(heard.size(), 3u);
    EXPECT_EQ(slots, 1);
    EXPECT_EQ(code(cancel(*store_, id, std::nullopt)), Errc::already_finished);
    EXPECT_EQ(heard.size(), 3u) << "what failed was told";
    listening = Subscription{};
    put();
    EXPECT_EQ(heard.size(), 3u);
}

TEST_P(Listing, AClosedStoreRefuses) {
    store_->close();
    EXPECT_EQ(code(count_jobs(*store_)), Errc::cancelled);
    EXPECT_EQ(code(submit(*store_, Submission{"ann", {NewJob{"{}"}}})), Errc::cancelled);
}

DIVAN_STORE_TESTS(Listing);

}  // namespace
}  // namespace divan::store
