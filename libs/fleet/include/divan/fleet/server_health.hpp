#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include <divan/base/clock.hpp>
#include <divan/base/random.hpp>

namespace divan {

enum class HealthState {
    joining,  ///< never reached yet
    healthy,
    suspect,    ///< a probe failed: no new jobs until one is answered
    ejected,    ///< set aside for a time
    half_open,  ///< that time is over: one job at a time until some went well
};

std::string_view name(HealthState state);

struct HealthPolicy {
    int failed_probes = 3;  ///< in a row, of a server that has nothing to do: ejected. At least 1
    /// Unanswered probes of a server that works for us eject it after this long only: ComfyUI answers nothing
    /// while a node holds Python's lock (seen: 9 s; loading a model takes minutes).
    std::chrono::milliseconds busy_silence{120'000};
    int failures =
        5;  ///< of the server's own making, lost connections too, without a success: ejected. 0: never
    int trial_jobs =
        1;  ///< that must go well, one after the other, before an ejected server counts as healthy
    std::chrono::milliseconds ejection{
        30'000};  ///< times the number of ejections in a row, and up to 20 % more
    std::chrono::milliseconds ejection_cap{300'000};
    std::chrono::milliseconds stable_after{10'000};  ///< a server that came back is left alone for so long

    HealthPolicy() = default;
};

/// Whether one server is fit for jobs: reachable, not just come back, not failing all the time (a circuit
/// breaker). Evidence and time in, state out; no I/O, no clock. Threads: as a value.
class ServerHealth {
public:
    explicit ServerHealth(HealthPolicy policy = {}, std::uint64_t jitter_seed = 1);

    void on_online(Deadline now);   ///< reached, for the first time or again
    void on_offline(Deadline now);  ///< the connection was lost, or could not be made
    void on_probe(bool answered, bool works_for_us, Deadline now);
    void on_success(Deadline now);  ///< a job went well
    /// A job failed, and the server is to blame. `may_eject` false: so many others are set aside already that
    /// this one is kept; but a trial that fails always ends the trial.
    void on_server_fault(Deadline now, bool may_eject = true);
    void on_shut_out(Deadline now);  ///< it refuses our credentials, say: ejected at once

    HealthState state(Deadline now) const;
    bool online() const { return online_; }
    /// How many jobs it may have at once, as far as health goes: none, one on trial, or any number.
    int job_limit(Deadline now) const;
    /// When the answer may change by time alone; `kNever` when it does not.
    Deadline next_change(Deadline now) const;
    int ejections() const { return ejections_; }  ///< in a row

private:
    void eject(Deadline now);
    void count_failure(Deadline now, bool may_eject);

    HealthPolicy policy_;
    Rng jitter_;
    bool online_ = false, seen_ = false, suspect_ = false, on_trial_ = false;
    Deadline stable_at_{}, ejected_until_{}, silent_since_ = kNever;
    int failed_probes_ = 0, failures_ = 0, ejections_ = 0, trials_passed_ = 0;
};

}  // namespace divan
