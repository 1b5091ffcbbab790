#include "conformance/store_fixture.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Moving : public StoreTest {};

TEST_P(Moving, AJobGoesThroughItsPhasesToSuccess) {
    const JobId id = put();
    const Fence fence = claim_one().fence();
    pass(1s);
    get(advance(*store_, fence, Phase::submitted));
    pass(1s);
    get(advance(*store_, fence, Phase::running, json::Object{{"seen", "in the queue"}}));
    pass(5s);
    get(advance(*store_, fence, Phase::collecting));
    get(succeed(*store_, Success{fence}));
    const Job done = job(id);
    EXPECT_EQ(done.phase, Phase::succeeded);
    EXPECT_EQ(done.finished_at, clock_.utc());
    EXPECT_EQ(done.started_at, clock_.utc() - 5s);
    const Attempt attempt = get(attempts_of(*store_, id)).at(0);
    EXPECT_EQ(attempt.submitted_at, clock_.utc() - 6s);
    EXPECT_EQ(attempt.outcome, "succeeded");
    EXPECT_FALSE(attempt.holds_slot);
    EXPECT_EQ(kinds(id), (std::vector<std::string>{"queued", "assigned", "submitted", "running", "collecting",
                                                   "succeeded"}));
    EXPECT_EQ(get(count_jobs(*store_))[static_cast<int>(Phase::succeeded)], 1);
}

/// A job in that phase, and the fence of its owner.
Fence in_phase(Phase phase, const std::function<Fence()>& assigned,
               const std::function<void(const Fence&, Phase)>& go) {
    const Fence fence = assigned();
    if (phase == Phase::assigned) return fence;
    if (phase == Phase::in_doubt) return go(fence, Phase::in_doubt), fence;
    for (const Phase step : {Phase::submitted, Phase::running, Phase::collecting}) {
        go(fence, step);
        if (step == phase) break;
    }
    return fence;
}

TEST_P(Moving, OnlyMovesOfTheTableAreMade) {
    for (int from = 1; from <= 5; ++from)
        for (const Phase to : {Phase::submitted, Phase::running, Phase::collecting, Phase::in_doubt}) {
            const auto phase = static_cast<Phase>(from);
            put();
            const Fence fence = in_phase(
                phase, [&] { return claim_one().fence(); },
                [&](const Fence& at, Phase step) { get(advance(*store_, at, step)); });
            const auto answer = ask(advance(*store_, fence, to));
            EXPECT_EQ(answer.has_value(), can_move(phase, to)) << name(phase) << " to " << name(to);
            if (!answer) EXPECT_EQ(answer.error().code, Errc::conflict);
            EXPECT_EQ(job(fence.job).phase, answer ? to : phase);
        }
}

TEST_P(Moving, AStaleFenceChangesNothing) {
    const JobId id = put();
    const Fence fence = claim_one().fence();
    const Fence stale{id, fence.epoch - 1};
    const JobError error{"node_error", "wrong"};
    EXPECT_EQ(code(advance(*store_, stale, Phase::submitted)), Errc::lease_lost);
    EXPECT_EQ(code(succeed(*store_, Success{stale})), Errc::lease_lost);
    EXPECT_EQ(code(set_back(*store_, Setback{stale, error})), Errc::lease_lost);
    EXPECT_EQ(code(give_up(*store_, stale, error)), Errc::lease_lost);
    EXPECT_EQ(code(add_event(*store_, stale, "output", "{}")), Errc::lease_lost);
    EXPECT_EQ(code(advance(*store_, Fence{JobId{"unknown"}, 1}, Phase::submitted)), Errc::lease_lost);
    EXPECT_EQ(job(id).phase, Phase::assigned);
    EXPECT_EQ(kinds(id).size(), 2u);
}

TEST_P(Moving, ASetbackPutsTheJobBackToItsPlaceAfterADelay) {
    const JobId first = put(), second = put();
    const Claimed claimed = claim_one();
    Setback setback{claimed.fence(), JobError{"unreachable", "connection refused"}};
    setback.counted = false;
    setback.delay = 10s;
    setback.server_free = true;
    EXPECT_EQ(get(set_back(*store_, setback)), Phase::queued);
    const Job back = job(first);
    EXPECT_EQ(back.attempts, 0);
    EXPECT_EQ(back.redispatches, 1);
    EXPECT_TRUE(back.gateway.empty());
    EXPECT_EQ(code(advance(*store_, claimed.fence(), Phase::submitted)), Errc::lease_lost);
    EXPECT_EQ(get(attempts_of(*store_, first)).at(0).outcome, "unreachable");
    pass(10s);
    const auto next = claim_up_to(5);
    ASSERT_EQ(next.size(), 2u);
    EXPECT_EQ(next[0].held.job.id, first);
    EXPECT_EQ(next[0].held.attempt.number, 2);
    EXPECT_NE(next[0].held.attempt.prompt, claimed.held.attempt.prompt);
    EXPECT_EQ(next[1].held.job.id, second);
}

TEST_P(Moving, AJobFailsWhenItsAttemptsAreUsedUp) {
    NewJob wanted{"{}"};
    wanted.limits.attempts = 2;
    const JobId id = put("ann", wanted);
    const JobError error{"oom", "out of memory", R"({"node":"3"})", true};
    EXPECT_EQ(get(set_back(*store_, Setback{claim_one().fence(), error})), Phase::queued);
    EXPECT_EQ(get(set_back(*store_, Setback{claim_one().fence(), error})), Phase::failed);
    const Job failed = job(id);
    EXPECT_EQ(failed.phase, Phase::failed);
    EXPECT_EQ(failed.error, error);
    EXPECT_EQ(kinds(id).back(), "failed");
    EXPECT_EQ(get(attempts_of(*store_, id)).size(), 2u);
}

TEST_P(Moving, AServersBrokenWordsDoNotKeepAJobFromFailing) {
    const JobId id = put();
    get(advance(*store_, claim_one().fence(), Phase::submitted));
    const JobError error{"node_error", std::string{"a\0b\xc3", 4}, "\xed\xa0\x80"};
    get(give_up(*store_, job(id).fence(), error));
    EXPECT_EQ(job(id).error->message,
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD");
}

TEST_P(Moving, TwoStrikesArePoison) {
    const JobId id = put();
    Setback setback{claim_one("a").fence(), JobError{"server_restart", "the server died"}};
    setback.counted = false;
    setback.strike = true;
    EXPECT_EQ(get(set_back(*store_, setback)), Phase::queued);
    setback.fence = claim_one("b").fence();
    EXPECT_EQ(get(set_back(*store_, setback)), Phase::failed);
    EXPECT_EQ(job(id).error->code, "poison");
}

TEST_P(Moving, UncountedRedispatchesEndToo) {
    NewJob wanted{"{}"};
    wanted.limits.redispatches = 3;
    const JobId id = put("ann", wanted);
    Phase phase = Phase::queued;
    int tries = 0;
    while (phase == Phase::queued) {
        Setback setback{claim_one().fence(), JobError{"unreachable", "refused"}};
        setback.counted = false;
        phase = get(set_back(*store_, setback));
        ++tries;
    }
    EXPECT_EQ(tries, 4);
    EXPECT_EQ(job(id).error->code, "unreachable");
}

TEST_P(Moving, NothingChangesAFinishedJob) {
    const JobId id = put();
    const Fence fence = claim_one().fence();
    const JobError error{"node_error", "wrong"};
    get(give_up(*store_, fence, error));
    const Job before = job(id);
    EXPECT_EQ(code(advance(*store_, before.fence(), Phase::submitted)), Errc::already_finished);
    EXPECT_EQ(code(succeed(*store_, Success{before.fence()})), Errc::already_finished);
    EXPECT_EQ(code(cancel(*store_, id, std::nullopt)), Errc::already_finished);
    EXPECT_EQ(code(advance(*store_, fence, Phase::submitted)), Errc::lease_lost);
    EXPECT_TRUE(claim_up_to(5).empty());
    const Job after = job(id);
    EXPECT_EQ(after.finished_at, before.finished_at);
    EXPECT_EQ(after.last_event, before.last_event);
}

TEST_P(Moving, EventsAreGapFreeAndReadFromAnyPosition) {
    const JobId id = put();
    const Fence fence = claim_one().fence();
    get(add_event(*store_, fence, "output", R"({"node":"9"})"));
    run_through(fence);
    const auto all = get(events_after(*store_, id, 0));
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(all[2].data, R"({"node":"9"})");
    const auto rest = get(events_after(*store_, id, 4));
    EXPECT_EQ(rest, (std::vector<Event>{all.begin() + 4, all.end()}));
    EXPECT_EQ(get(events_after(*store_, id, 0, 2)).size(), 2u);
    EXPECT_EQ(code(add_event(*store_, fence, "output", "[1]")), Errc::invalid_argument);
}

TEST_P(Moving, ARerunOfAFinishedJobIsANewJobThatNamesTheOldOne) {
    NewJob wanted{R"({"x":1})"};
    wanted.lane = "sdxl", wanted.details = "d", wanted.priority = 4;
    const JobId old = put("ann", wanted);
    EXPECT_EQ(code(run_again(*store_, old, std::nullopt)), Errc::conflict);
    get(give_up(*store_, claim_one().fence(), JobError{"node_error", "wrong"}));
    EXPECT_EQ(code(run_again(*store_, old, "bob")), Errc::not_found);
    const JobId fresh = get(run_again(*store_, old, "ann"));
    const Job again = job(fresh);
    EXPECT_EQ(again.retry_of, old);
    EXPECT_EQ(again.phase, Phase::queued);
    EXPECT_EQ(again.lane, "sdxl");
    EXPECT_EQ(again.priority, 4);
    EXPECT_EQ(get(graph_of(*store_, fresh, "ann")), wanted.graph);
    EXPECT_EQ(job(old).phase, Phase::failed);
}

TEST_P(Moving, TheDatabaseItselfRefusesToChangeAFinishedJob) {
    const JobId id = put();
    get(cancel(*store_, id, std::nullopt));
    const auto revived = ask(store_->write([](Transaction& transaction) -> Result<void> {
        auto changed = sql::change(transaction.sql, "UPDATE job SET phase = 0");
        if (!changed) return fail(std::move(changed).error());
        return {};
    }));
    ASSERT_FALSE(revived);
    EXPECT_EQ(revived.error().code, Errc::conflict);
    EXPECT_EQ(job(id).phase, Phase::cancelled);
}

DIVAN_STORE_TESTS(Moving);

}  // namespace
}  // namespace divan::store
