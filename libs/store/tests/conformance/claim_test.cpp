#include <algorithm>
#include <set>

#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

class Claiming : public StoreTest {
protected:
    NewJob with(int priority, const std::string& lane = "") {
        NewJob job{"{}"};
        job.priority = priority;
        job.lane = lane;
        return job;
    }
    JobId put_bounded(const std::string& owner, std::int64_t in_flight) {
        Submission submission{owner, {NewJob{"{}"}}};
        submission.bounds.in_flight = in_flight;
        return get(submit(*store_, std::move(submission))).jobs.front();
    }
    /// The one job of the owner that is under way.
    Job under_way_of(const std::string& owner) {
        JobFilter filter;
        filter.owner = owner;
        filter.phases = {Phase::assigned};
        return get(list_jobs(*store_, filter)).jobs.at(0);
    }
    /// The owners of the next jobs, in the order in which they are handed out.
    std::string owners_of_next(int most) {
        std::string owners;
        for (int i = 0; i < most; ++i) owners += claim_one().held.job.owner.substr(0, 1);
        return owners;
    }
};

TEST_P(Claiming, AClaimedJobHasAnAttemptOfItsOwn) {
    const JobId id = put("ann", NewJob{R"({"a":1})"});
    const Claimed claimed = claim_one("gpu-7");
    EXPECT_EQ(claimed.held.job.id, id);
    EXPECT_EQ(claimed.graph, R"({"a":1})");
    const Job now = job(id);
    EXPECT_EQ(now.phase, Phase::assigned);
    EXPECT_EQ(now.gateway, gateway_);
    EXPECT_EQ(now.fence(), claimed.fence());
    const auto attempts = get(attempts_of(*store_, id));
    ASSERT_EQ(attempts.size(), 1u);
    EXPECT_EQ(attempts[0], claimed.held.attempt);
    EXPECT_EQ(attempts[0].server, ServerId{"gpu-7"});
    EXPECT_EQ(attempts[0].prompt.str().size(), 36u);
    EXPECT_TRUE(attempts[0].holds_slot);
}

TEST_P(Claiming, HigherPriorityComesFirstThenTheOrderOfSubmission) {
    const JobId a = put("ann", with(0)), b = put("ann", with(5)), c = put("ann", with(0)),
                d = put("ann", with(5));
    std::vector<JobId> order;
    for (const Claimed& claimed : claim_up_to(10)) order.push_back(claimed.held.job.id);
    EXPECT_EQ(order, (std::vector<JobId>{b, d, a, c}));
}

TEST_P(Claiming, OwnersTakeTurnsHoweverManyJobsOneHas) {
    for (int i = 0; i < 20; ++i) put("ann");
    for (int i = 0; i < 3; ++i) put("bob");
    put("cem");
    EXPECT_EQ(owners_of_next(8), "abcababa");
}

TEST_P(Claiming, TurnsAreTakenByWeight) {
    for (int i = 0; i < 30; ++i) put("ann"), put("bob");
    get(set_weight(*store_, "ann", 3));
    const std::string order = owners_of_next(20);
    EXPECT_EQ(std::ranges::count(order, 'a'), 15) << order;
}

TEST_P(Claiming, NobodySavesUpTurnsWhileHavingNothingToDo) {
    for (int i = 0; i < 50; ++i) put("ann");
    EXPECT_EQ(owners_of_next(20), std::string(20, 'a'));
    for (int i = 0; i < 10; ++i) put("bob");
    EXPECT_LE(std::ranges::count(owners_of_next(6), 'b'), 3);
}

TEST_P(Claiming, AnOwnersOwnOrderHoldsOverItsLanes) {
    const JobId a = put("ann", with(0, "b")), b = put("ann", with(0, "a")), c = put("ann", with(0, "b"));
    EXPECT_EQ(claim_one().held.job.id, a);
    EXPECT_EQ(claim_one().held.job.id, b);
    EXPECT_EQ(claim_one().held.job.id, c);
}

TEST_P(Claiming, AServerGetsOnlyLanesThatItCanRun) {
    put("ann", with(9, "video"));
    const JobId image = put("ann", with(0, "image"));
    ClaimRequest request{gateway_, ServerId{"gpu-1"}};
    request.lanes = ClaimRequest::Lanes{{"image", {}}, {"audio", {}}};
    request.most = 5;
    const auto claimed = get(claim(*store_, request));
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].held.job.id, image);
    const auto lanes = get(waiting_lanes(*store_));
    ASSERT_EQ(lanes.size(), 1u);
    EXPECT_EQ(lanes[0].lane, "video");
    EXPECT_EQ(lanes[0].highest_priority, 9);
}

TEST_P(Claiming, SlotsOfAServerAreCountedOverAllGateways) {
    for (int i = 0; i < 5; ++i) put();
    const GatewayId other{"gateway-2"};
    get(heartbeat(*store_, other));
    ClaimRequest request{gateway_, ServerId{"gpu-1"}};
    request.slots = 2;
    EXPECT_EQ(get(claim(*store_, request)).size(), 1u);
    request.gateway = other;
    request.most = 5;
    EXPECT_EQ(get(claim(*store_, request)).size(), 1u);
    EXPECT_EQ(get(claim(*store_, request)).size(), 0u);
    request.server = ServerId{"gpu-2"};
    EXPECT_EQ(get(claim(*store_, request)).size(), 2u);
}

TEST_P(Claiming, AJobWaitsForItsTime) {
    NewJob later{"{}"};
    later.not_before = clock_.utc() + 1h;
    const JobId id = put("ann", later);
    EXPECT_TRUE(claim_up_to(5).empty());
    EXPECT_TRUE(get(waiting_lanes(*store_)).empty());
    pass(1h);
    const auto claimed = claim_up_to(5);
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].held.job.id, id);
}

TEST_P(Claiming, APausedQueueHandsNothingOutAlsoAfterARestart) {
    put();
    get(set_paused(*store_, true));
    EXPECT_TRUE(claim_up_to(5).empty());
    store_.reset();
    store_ = open();
    EXPECT_TRUE(get(is_paused(*store_)));
    EXPECT_TRUE(claim_up_to(5).empty());
    get(set_paused(*store_, false));
    EXPECT_EQ(claim_up_to(5).size(), 1u);
}

TEST_P(Claiming, OnlyAGatewayWithAValidHeartbeatClaims) {
    put();
    ClaimRequest request{GatewayId{"late"}, ServerId{"gpu-1"}};
    EXPECT_EQ(code(claim(*store_, request)), Errc::lease_lost);
    get(heartbeat(*store_, request.gateway));
    pass(kLease);
    EXPECT_EQ(code(claim(*store_, request)), Errc::lease_lost);
    get(heartbeat(*store_, request.gateway));
    EXPECT_EQ(get(claim(*store_, request)).size(), 1u);
}

TEST_P(Claiming, AServerToAvoidIsAvoidedWhileAnotherIsLeft) {
    const JobId first = put(), second = put();
    Setback setback{claim_one("gpu_1").fence(), JobError{"oom", "out of memory"}};
    setback.avoid = {ServerId{"gpu_1"}};
    setback.server_free = true;
    get(set_back(*store_, setback));
    ClaimRequest request{gateway_, ServerId{"gpu_1"}};
    request.most = request.slots = 5;
    auto claimed = get(claim(*store_, request));
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].held.job.id, second);
    request.lanes = ClaimRequest::Lanes{{"", {ServerId{"gpu_2"}}}};
    EXPECT_TRUE(get(claim(*store_, request)).empty()) << "the other one can take it";
    request.lanes = ClaimRequest::Lanes{{"", std::vector<ServerId>(9, ServerId{"gpu_1"})}};
    EXPECT_TRUE(get(claim(*store_, request)).empty()) << "of so many one can";
    request.lanes = ClaimRequest::Lanes{{"", {}}};
    EXPECT_EQ(get(claim(*store_, request)).at(0).held.job.id, first);
}

TEST_P(Claiming, AJobThatAvoidsEveryServerThereIsGoesToAnyOfThem) {
    const JobId first = put();
    Setback setback{claim_one("a").fence(), JobError{"oom", "out of memory"}};
    setback.avoid = {ServerId{"a"}, ServerId{"b_"}, ServerId{"c"}};
    setback.server_free = true;
    get(set_back(*store_, setback));
    ClaimRequest request{gateway_, ServerId{"a"}};
    request.lanes = ClaimRequest::Lanes{{"", {ServerId{"b_"}, ServerId{"bx"}}}};
    EXPECT_TRUE(get(claim(*store_, request)).empty()) << "bx is left";
    request.lanes = ClaimRequest::Lanes{{"", {ServerId{"b_"}, ServerId{"c"}}}};
    EXPECT_EQ(get(claim(*store_, request)).at(0).held.job.id, first);
}

TEST_P(Claiming, AServersNameIsOneWord) {
    for (const std::string name : {"", "two words", "a\tb"})
        EXPECT_EQ(code(claim(*store_, ClaimRequest{gateway_, ServerId{name}})), Errc::invalid_argument);
}

TEST_P(Claiming, AnUnderscoreInAServersNameIsNoWildcard) {
    put();
    Setback setback{claim_one("gpu_1").fence(), JobError{"oom", "out of memory"}};
    setback.avoid = {ServerId{"gpu_1"}};
    get(set_back(*store_, setback));
    EXPECT_EQ(claim_up_to(1, "gpux1").size(), 1u);
}

TEST_P(Claiming, AJobWithAStrikeRunsAlone) {
    const JobId poisonous = put(), other = put(), third = put();
    Setback setback{claim_one().fence(), JobError{"server_restart", "the server died"}};
    setback.strike = setback.server_free = true;
    get(set_back(*store_, setback));
    ASSERT_EQ(claim_one("busy").held.job.id, poisonous);  // the server holds nothing
    EXPECT_TRUE(claim_up_to(5, "busy").empty());
    ASSERT_EQ(claim_one("gpu-2").held.job.id, other);
    setback.fence = job(poisonous).fence();
    get(give_up(*store_, setback.fence, JobError{"node_error", "wrong"}, true));
    EXPECT_EQ(claim_up_to(5, "busy").at(0).held.job.id, third);
}

TEST_P(Claiming, ManyClaimsAtOnceHandEachJobOutOnce) {
    for (int i = 0; i < 40; ++i) put(i % 2 ? "ann" : "bob");
    std::multiset<std::string> seen;
    int answers = 0;
    for (int i = 0; i < 20; ++i) {
        ClaimRequest request{gateway_, ServerId{"gpu-" + std::to_string(i % 7)}};
        request.most = 3;
        request.slots = 100;
        asio::co_spawn(io_, claim(*store_, std::move(request)), [&](std::exception_ptr, auto claimed) {
            ++answers;
            ASSERT_TRUE(claimed) << describe(claimed.error());
            for (const Claimed& one : *claimed) seen.insert(one.held.job.id.str());
        });
    }
    ASSERT_TRUE(test::run_until(io_, [&] { return answers == 20; }));
    EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), seen.size());
    for (const Claimed& rest : claim_up_to(100, "rest")) seen.insert(rest.held.job.id.str());
    EXPECT_EQ(seen.size(), 40u);
}

TEST_P(Claiming, S10AnOwnerAtItsBoundWaitsWhileOthersGoOn) {
    for (int i = 0; i < 4; ++i) put_bounded("ann", 2);
    for (int i = 0; i < 3; ++i) put("bob");
    const auto claimed = claim_up_to(10);
    std::string owners;
    for (const Claimed& one : claimed) owners += one.held.job.owner.substr(0, 1);
    EXPECT_EQ(owners, "ababb");
    EXPECT_TRUE(claim_up_to(10, "gpu-2").empty());  // nor on another server
    EXPECT_EQ(get(waiting_lanes(*store_)).size(), 1u);
}

TEST_P(Claiming, S10AJobThatEndsMakesRoomForTheOwnersNextOne) {
    for (int i = 0; i < 3; ++i) put_bounded("ann", 1);
    const Claimed first = claim_one();
    EXPECT_TRUE(claim_up_to(5, "gpu-2").empty());
    get(give_up(*store_, first.fence(), JobError{"node_error", "wrong"}, true));
    EXPECT_EQ(claim_up_to(5, "gpu-2").size(), 1u);
    // A retry waits again, and is not under way meanwhile.
    Setback setback{under_way_of("ann").fence(), JobError{"oom", "out of memory"}};
    setback.server_free = true;
    get(set_back(*store_, setback));
    EXPECT_EQ(claim_up_to(5, "gpu-3").size(), 1u);
}

TEST_P(Claiming, S10TheBoundIsTheJobsOwnAndZeroLetsNothingBegin) {
    put_bounded("ann", 0);
    put("bob");
    const auto claimed = claim_up_to(10);
    ASSERT_EQ(claimed.size(), 1u);
    EXPECT_EQ(claimed[0].held.job.owner, "bob");
}

TEST_P(Claiming, S10ManyClaimsAtOnceKeepTheBound) {
    for (int i = 0; i < 30; ++i) put_bounded("ann", 7);
    int answers = 0;
    std::size_t taken = 0;
    for (int i = 0; i < 12; ++i) {
        ClaimRequest request{gateway_, ServerId{"gpu-" + std::to_string(i)}};
        request.most = 2;
        request.slots = 100;
        asio::co_spawn(io_, claim(*store_, std::move(request)), [&](std::exception_ptr, auto claimed) {
            ++answers;
            ASSERT_TRUE(claimed) << describe(claimed.error());
            taken += claimed->size();
        });
    }
    ASSERT_TRUE(test::run_until(io_, [&] { return answers == 12; }));
    EXPECT_EQ(taken, 7u);
}

DIVAN_STORE_TESTS(Claiming);

}  // namespace
}  // namespace divan::store
