#include <divan/store/backup.hpp>
#include <divan/store/deliveries.hpp>

#include <map>
#include <set>

#include <divan/base/random.hpp>

#include "conformance/store_fixture.hpp"

namespace divan::store {
namespace {

using namespace std::chrono_literals;

/// What must be true of one job, kept in plain variables.
struct Known {
    Phase phase = Phase::queued;
    Fence fence;      ///< of its owner
    GatewayId owner;  ///< empty when none
    std::vector<Fence> stale;
    bool has_hook = false;
};

/// Random steps by three gateways (one, where only one is allowed), stale ones among them, beside a model.
/// The seed is in the trace; the order of every step follows from it.
class Story : public StoreTest {
protected:
    void tell(std::uint64_t seed, int steps) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        rng_ = Rng{seed};
        if (!store_->is_shared()) gateways_.resize(1);  // every other one would be dead by definition
        for (const GatewayId& gateway : gateways_) get(heartbeat(*store_, gateway, 24h * 365));
        for (int step = 0; step < steps && !HasFatalFailure(); ++step) one_step();
        finish();
    }

private:
    void one_step() {
        switch (rng_.upto(9)) {
            case 0:
            case 1:
                return add();
            case 2:
            case 3:
                return claim_some();
            case 4:
            case 5:
                return move_on();
            case 6:
                return set_one_back();
            case 7:
                return speak_as_former_owner();
            case 8:
                return cancel_one();
            default:
                return hand_over();
        }
    }

    void add() {
        NewJob wanted{"{}"};
        wanted.priority = static_cast<int>(rng_.upto(2));
        wanted.lane = rng_.upto(1) ? "a" : "b";
        wanted.limits.attempts = 3;
        Known known;
        known.has_hook = rng_.upto(1) == 1;
        if (known.has_hook) wanted.webhooks = {{"https://a.example", "s"}};
        const JobId id = put("owner-" + std::to_string(rng_.upto(2)), wanted);
        jobs_[id] = known;
        order_.push_back(id);
    }

    void claim_some() {
        ClaimRequest request{any_gateway(), ServerId{"gpu-" + std::to_string(rng_.upto(3))}};
        request.slots = request.most = 4;
        request.lanes = ClaimRequest::Lanes{{"a", {}}, {"b", {}}};  // there is no other server
        for (const Claimed& claimed : get(claim(*store_, request))) {
            Known& known = jobs_.at(claimed.held.job.id);
            ASSERT_EQ(known.phase, Phase::queued) << "handed out while it does not wait";
            known.phase = Phase::assigned;
            known.fence = claimed.fence();
            known.owner = request.gateway;
        }
    }

    void move_on() {
        Known* known = one_where([](const Known& job) { return is_active(job.phase); });
        if (!known) return;
        if (known->phase == Phase::collecting) {
            get(succeed(*store_, Success{known->fence}));
            return end(*known, Phase::succeeded);
        }
        const auto to = static_cast<Phase>(2 + rng_.upto(3));
        const auto answer = ask(advance(*store_, known->fence, to));
        ASSERT_EQ(answer.has_value(), can_move(known->phase, to));
        if (answer) known->phase = to;
    }

    void set_one_back() {
        Known* known = one_where([](const Known& job) { return is_active(job.phase); });
        if (!known) return;
        Setback setback{known->fence, JobError{"node_transient", "again"}};
        setback.counted = rng_.upto(1) == 1;
        setback.server_free = rng_.upto(1) == 1;
        const Phase phase = get(set_back(*store_, setback));
        if (phase == Phase::failed) return end(*known, Phase::failed);
        known->stale.push_back(known->fence);
        known->phase = Phase::queued;
        known->owner = GatewayId{};
    }

    void speak_as_former_owner() {
        Known* known = one_where([](const Known& job) { return !job.stale.empty(); });
        if (!known) return;
        const Fence fence = known->stale[rng_.upto(known->stale.size() - 1)];
        ASSERT_EQ(code(succeed(*store_, Success{fence})), Errc::lease_lost);
        ASSERT_EQ(code(give_up(*store_, fence, JobError{"x", "x"})), Errc::lease_lost);
    }

    void cancel_one() {
        if (order_.empty()) return;
        const JobId& id = order_[rng_.upto(order_.size() - 1)];
        Known& known = jobs_.at(id);
        const auto answer = ask(cancel(*store_, id, std::nullopt));
        ASSERT_EQ(answer.has_value(), !is_final(known.phase));
        if (answer) end(known, Phase::cancelled);
    }

    /// A gateway leaves, another takes its jobs, and a successor of the first comes.
    void hand_over() {
        const std::size_t who = rng_.upto(gateways_.size() - 1);
        get(leave(*store_, gateways_[who]));
        const GatewayId left = gateways_[who];
        gateways_[who] = GatewayId{"gateway-of-" + std::to_string(++generation_)};
        get(heartbeat(*store_, gateways_[who], 24h * 365));
        for (const HeldJob& held : get(take_over(*store_, gateways_[who]))) {
            Known& known = jobs_.at(held.job.id);
            ASSERT_TRUE(!store_->is_shared() || known.owner == left) << "taken from one that lives";
            ASSERT_EQ(known.phase, held.job.phase);
            known.stale.push_back(known.fence);
            known.fence = held.fence();
            known.owner = gateways_[who];
        }
    }

    void end(Known& known, Phase phase) {
        if (!known.owner.empty()) known.stale.push_back(known.fence);
        known.phase = phase;
        known.owner = GatewayId{};
    }

    /// Everything is as the model says, and nothing contradicts itself.
    void finish() {
        std::size_t deliveries = 0;
        for (const auto& [id, known] : jobs_) {
            EXPECT_EQ(job(id).phase, known.phase) << id.str();
            int ends = 0;
            for (const std::string& kind : kinds(id))
                ends += kind == "succeeded" || kind == "failed" || kind == "cancelled";
            EXPECT_EQ(ends, is_final(known.phase) ? 1 : 0);
            deliveries += is_final(known.phase) && known.has_hook ? 1 : 0;
        }
        EXPECT_EQ(get(claim_deliveries(*store_, 1'000)).size(), deliveries);
        for (const Problem& problem : get(check(*store_, nullptr)))
            ADD_FAILURE() << problem.what << ": " << problem.where;
    }

    template <class Condition>
    Known* one_where(Condition condition) {
        std::vector<Known*> fitting;
        for (const JobId& id : order_)
            if (condition(jobs_.at(id))) fitting.push_back(&jobs_.at(id));
        return fitting.empty() ? nullptr : fitting[rng_.upto(fitting.size() - 1)];
    }
    const GatewayId& any_gateway() { return gateways_[rng_.upto(gateways_.size() - 1)]; }

    Rng rng_{0};
    std::vector<GatewayId> gateways_{GatewayId{"a"}, GatewayId{"b"}, GatewayId{"c"}};
    int generation_ = 0;
    std::map<JobId, Known> jobs_;
    std::vector<JobId> order_;
};

TEST_P(Story, EveryJobEndsOnceWhateverGatewaysDo) {
    const std::uint64_t first = random_upto(1'000'000'000);
    const char* wanted = std::getenv("DIVAN_SEED");
    tell(wanted ? std::strtoull(wanted, nullptr, 10) : first, 400);
}

TEST_P(Story, TheSameStoriesAsAlways) { tell(20'261'125, 400); }

DIVAN_STORE_TESTS(Story);

}  // namespace
}  // namespace divan::store
