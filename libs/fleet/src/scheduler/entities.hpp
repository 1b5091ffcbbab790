#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/container/small_vector.hpp>

#include <divan/fleet/pool_scheduler.hpp>

#include "scheduler/server_set.hpp"

namespace divan::scheduler {

/// Smaller is earlier. No two jobs share one.
struct Rank {
    int priority = 0;
    double weight = 0;
    std::uint64_t place = 0;  ///< first come, first served

    bool same_class(const Rank& other) const { return priority == other.priority && weight == other.weight; }
    friend bool operator<(const Rank& left, const Rank& right) {
        if (left.priority != right.priority) return left.priority > right.priority;
        if (left.weight != right.weight) return left.weight < right.weight;
        return left.place < right.place;
    }
};

struct Job;
struct Lane;
struct Group;

/// A lane or group by its first job. The number tells apart what the variants of one job head at once.
using Place = std::pair<Rank, std::uint64_t>;

/// Which servers a job takes: what its rules and its past failures say.
struct LaneKey {
    std::vector<ServerId> only;  ///< empty: any
    std::vector<ServerId> excluded;
    std::vector<ServerId> avoided;  ///< it failed there: only when nothing else is usable
    bool own_list = false;          ///< the affinity of the workflow does not count

    auto operator<=>(const LaneKey&) const = default;
};

/// What is known about one workflow (by its hash).
struct WorkflowState {
    std::string hash;
    std::map<LaneKey, std::unique_ptr<Lane>> lanes;
    std::optional<Affinity> affinity;
    std::map<ServerId, std::string> unfit;  ///< with the reason
    std::map<ServerId, Deadline> blocked;
    std::size_t jobs = 0, waiting = 0;

    bool forgettable() const { return jobs == 0 && !affinity && blocked.empty(); }
};

/// Waiting jobs of one workflow that take the same servers.
struct Lane {
    WorkflowState* workflow = nullptr;
    LaneKey key;
    std::map<Rank, Job*> jobs;
    Group* group = nullptr;
    std::uint64_t number = 0;

    Place place() const { return {jobs.begin()->first, number}; }
};

/// Lanes that the same servers can take now.
struct Group {
    ServerSet able;
    std::map<Place, Lane*> lanes;
    std::uint64_t number = 0;

    Place place() const { return {lanes.begin()->first.first, number}; }
};

/// A job that failed carries more; most never do.
struct Trouble {
    std::vector<ServerId> avoided, excluded;
    std::map<ServerId, std::string> reasons;
};

struct Entry {
    WorkflowState* workflow = nullptr;
    Lane* lane = nullptr;  ///< while it waits
    std::size_t variant = 0;
};

struct Job {
    JobId id;
    std::shared_ptr<const JobRules> rules;
    boost::container::small_vector<Entry, 1> entries;  ///< one for each variant, until one is chosen
    Rank rank;
    Deadline due{};             ///< while delayed
    Deadline give_up = kNever;  ///< while waiting
    std::unique_ptr<Trouble> trouble;
    JobPhase phase = JobPhase::waiting;
    StopReason stop = StopReason::cancelled;
    int attempts = 0, uncounted = 0;
    std::size_t server = 0;  ///< while running
    ServerId last_server;

    int tries() const { return attempts + uncounted; }
};

struct Server {
    ServerId id;
    double priority = 0;
    int depth = 1;
    ServerStatus status;
    std::uint64_t order = 0;
    bool leaving = false;
    std::map<Rank, Job*> running;

    int in_flight() const { return static_cast<int>(running.size()); }
    bool usable() const { return !leaving && status.job_limit > 0; }
};

}  // namespace divan::scheduler
