#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <divan/fleet/ids.hpp>

namespace divan {

/// A server that could take the job now, as a placement sees it.
struct ServerView {
    ServerId id;
    int in_flight = 0;       ///< jobs of ours that it has
    int queue_length = 0;    ///< everything that it has, other people's prompts too
    double priority = 0;     ///< its own, or what the job says instead; high first
    bool preferred = false;  ///< by the job, or by the affinity of its workflow
    std::optional<std::chrono::milliseconds>
        mean_duration;  ///< of this workflow there; empty: never ran there

    ServerView() = default;
};

struct JobView {
    JobId id;
    std::string_view workflow_hash;  ///< borrowed for the call
    int priority = 0, attempt = 1;

    JobView() = default;
};

/// Chooses the server for one job. Pure but for what it remembers of its own choices: no I/O, no clock.
class Placement {
public:
    virtual ~Placement() = default;
    /// The servers stand in the order in which they were added; there is at least one. Nothing: the job
    /// waits.
    virtual std::optional<ServerId> choose(std::span<const ServerView> servers, const JobView& job) = 0;
};

enum class PlacementMode {
    idle_first,    ///< the first server that has nothing at all to do
    lowest_queue,  ///< the shortest queue, other people's prompts counted
    round_robin,   ///< one after the other
};

std::string_view name(PlacementMode mode);

/// Preferred servers first; of those the ones of the highest priority; of those, with `by_duration`, the one
/// where this workflow ran fastest on average (one where it never ran comes first); the rest is for the mode.
std::unique_ptr<Placement> make_placement(PlacementMode mode, bool by_duration = false);

/// A caller's own choice. An id that is not among the servers counts as nothing.
using ChooseServer =
    std::function<std::optional<ServerId>(std::span<const ServerView> servers, const JobView& job)>;
std::unique_ptr<Placement> make_placement(ChooseServer choose);

}  // namespace divan
