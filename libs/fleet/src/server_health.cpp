#include <divan/fleet/server_health.hpp>

#include <algorithm>
#include <limits>

namespace divan {

std::string_view name(HealthState state) {
    switch (state) {
        case HealthState::joining:
            return "joining";
        case HealthState::healthy:
            return "healthy";
        case HealthState::suspect:
            return "suspect";
        case HealthState::ejected:
            return "ejected";
        case HealthState::half_open:
            return "half_open";
    }
    return "unknown";
}

ServerHealth::ServerHealth(HealthPolicy policy, std::uint64_t jitter_seed)
    : policy_{policy}, jitter_{jitter_seed} {}

void ServerHealth::on_online(Deadline now) {
    if (online_) return;
    online_ = true;
    suspect_ = false;
    failed_probes_ = 0;
    silent_since_ = kNever;
    stable_at_ = seen_ ? now + policy_.stable_after : now;
    seen_ = true;
}

void ServerHealth::on_offline(Deadline now) {
    if (!online_) return;
    online_ = false;
    count_failure(now, true);
}

void ServerHealth::on_probe(bool answered, bool works_for_us, Deadline now) {
    if (answered) {
        suspect_ = false;
        failed_probes_ = 0;
        silent_since_ = kNever;
        return;
    }
    suspect_ = true;
    ++failed_probes_;
    if (silent_since_ == kNever) silent_since_ = now;
    const bool over = works_for_us ? now - silent_since_ >= policy_.busy_silence
                                   : failed_probes_ >= std::max(1, policy_.failed_probes);
    if (over) eject(now);
}

void ServerHealth::on_success(Deadline) {
    failures_ = 0;
    if (!on_trial_) return;
    if (++trials_passed_ < policy_.trial_jobs) return;
    on_trial_ = false;
    ejections_ = 0;
}

void ServerHealth::on_server_fault(Deadline now, bool may_eject) { count_failure(now, may_eject); }
void ServerHealth::on_shut_out(Deadline now) { eject(now); }

void ServerHealth::count_failure(Deadline now, bool may_eject) {
    ++failures_;
    const bool failed_its_trial = on_trial_ && now >= ejected_until_;
    const bool too_many = policy_.failures > 0 && failures_ >= policy_.failures;
    if (failed_its_trial || (too_many && may_eject)) eject(now);
}

void ServerHealth::eject(Deadline now) {
    if (now < ejected_until_) return;
    ++ejections_;
    failures_ = failed_probes_ = trials_passed_ = 0;
    silent_since_ = kNever;
    on_trial_ = true;
    suspect_ = false;
    const auto span =
        std::min<std::chrono::milliseconds>(policy_.ejection * ejections_, policy_.ejection_cap);
    const double spread = 1 + 0.2 * jitter_.unit();  // many pools come back to a server spread out
    ejected_until_ = now + std::chrono::duration_cast<Deadline::duration>(span * spread);
}

HealthState ServerHealth::state(Deadline now) const {
    if (!seen_) return HealthState::joining;
    if (on_trial_) return now < ejected_until_ ? HealthState::ejected : HealthState::half_open;
    return suspect_ ? HealthState::suspect : HealthState::healthy;
}

int ServerHealth::job_limit(Deadline now) const {
    if (!online_ || suspect_ || now < stable_at_ || now < ejected_until_) return 0;
    return on_trial_ ? 1 : std::numeric_limits<int>::max();
}

Deadline ServerHealth::next_change(Deadline now) const {
    Deadline next = kNever;
    for (const Deadline time : {stable_at_, ejected_until_})
        if (time > now) next = std::min(next, time);
    return next;
}

}  // namespace divan
