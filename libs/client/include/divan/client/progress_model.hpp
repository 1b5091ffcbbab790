#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <divan/protocol/server_message.hpp>

namespace divan {

/// How far a run is, for people.
struct RunProgress {
    NodeId node;                                  ///< the node that computes; empty before the first one
    double value = 0, max = 0;                    ///< its steps; `max` 0 when it tells none
    std::size_t nodes_done = 0, nodes_total = 0;  ///< cached nodes count as done
    double fraction = 0;                          ///< of the whole run, 0 to 1; never goes back
    int percent = 0;                              ///< the fraction, rounded down

    RunProgress() = default;
    /// The node's own steps in percent, rounded down, 0 to 100; nothing when it tells none.
    std::optional<int> node_percent() const;
    bool operator==(const RunProgress&) const = default;
};

/// Adds up what the server's messages tell about one prompt. Every node weighs the same, a node that counts
/// steps by their share. Pure: no clock, no I/O.
class ProgressModel {
public:
    /// `nodes`: those that will run; nodes made by expansion count for the node that made them.
    explicit ProgressModel(std::vector<NodeId> nodes);

    /// Messages of other prompts must not come here. True when anything changed.
    bool on(const protocol::ServerMessage& message);
    /// The run ended well: everything is done.
    void complete();

    const RunProgress& now() const { return now_; }
    /// The percentage, once for each value: nothing when it is the one told before.
    std::optional<int> new_percent();
    /// The same for the node that computes.
    std::optional<int> new_node_percent();

    const std::set<NodeId>& cached() const { return cached_; }
    const std::set<NodeId>& executed() const { return executed_; }  ///< ran in this prompt, inner nodes too

private:
    void see(const protocol::ExecutionCached& message);
    void see(const protocol::Executing& message);
    void see(const protocol::Progress& message);
    void see(const protocol::ProgressState& message);
    void see(const protocol::Executed& message);
    template <class Other>
    void see(const Other&) {}
    void finish(const NodeId& node);
    void step(const NodeId& node, double value, double max);
    void add_up();

    std::set<NodeId> known_, done_, cached_, executed_;
    std::map<NodeId, double> shares_;  ///< of nodes that are running
    RunProgress now_;
    int told_percent_ = -1;
    std::pair<NodeId, int> told_node_percent_{NodeId{}, -1};
};

}  // namespace divan
