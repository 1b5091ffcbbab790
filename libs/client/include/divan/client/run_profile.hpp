#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/protocol/history.hpp>
#include <divan/protocol/server_message.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

enum class NodeState { pending, executing, completed, cached, failed };

std::string_view name(NodeState state);

/// One step that a node told.
struct NodeStep {
    std::chrono::milliseconds at{0};  ///< since the prompt was sent
    double value = 0, max = 0;

    NodeStep() = default;
    bool operator==(const NodeStep&) const = default;
};

/// How one node of a run fared, by our clock, from the server's messages. Nodes that an expansion made count
/// for the node that made them.
struct NodeProfile {
    NodeId node;
    std::string class_type, title;
    NodeState state = NodeState::pending;
    std::optional<std::chrono::milliseconds> started, ended;  ///< since the prompt was sent
    std::chrono::milliseconds duration{0};                    ///< 0 while pending or cached
    std::vector<NodeStep> steps;                              ///< at most the first 1,000
    std::string error;  ///< of a failed node: exception type and message

    NodeProfile() = default;
    bool operator==(const NodeProfile&) const = default;
};

/// Where the time of a run went. The parts are measured apart and need not add up to `total`.
struct RunProfile {
    protocol::PromptId prompt_id;
    Timestamp queued_at{};                    ///< when the prompt was sent
    std::optional<Timestamp> started_at;      ///< its first sign of execution
    std::chrono::milliseconds total{0};       ///< from sending to the end
    std::chrono::milliseconds queue{0};       ///< from sending to the start
    std::chrono::milliseconds execution{0};   ///< from the start to the end
    std::chrono::milliseconds model_load{0};  ///< in nodes that load models (`is_model_loading_node`)
    std::chrono::milliseconds upload{0};      ///< of the workflow's attachments, before sending
    std::chrono::milliseconds download{0};    ///< filled by `save_outputs` callers; see `SavedOutputs`
    std::vector<NodeProfile> nodes;           ///< in the order of the workflow

    RunProfile() = default;
    bool operator==(const RunProfile&) const = default;

    const NodeProfile* find(const NodeId& node) const;  ///< nullptr when unknown
    std::size_t count(NodeState state) const;
    std::vector<NodeProfile> slowest(std::size_t most = 5) const;  ///< longest first; executed ones only
    std::vector<NodeProfile> with_steps() const;                   ///< nodes that told their steps
};

/// As an object with `prompt_id`, `total_ms`, …, `nodes` and a `summary`.
json::Value to_json(const RunProfile& profile);

/// Adds up the messages of one prompt. Pure: the time comes from outside. Messages of other prompts must not
/// come here.
class RunProfiler {
public:
    RunProfiler(const Workflow& workflow, Deadline sent_at, Timestamp sent_at_utc);

    void on(const protocol::ServerMessage& message, Deadline now);
    /// The prompt ended, well or not. What the history knows and no message told (a lost socket, a cached
    /// node) is filled in from `entry`, which may be null.
    RunProfile finish(const protocol::HistoryEntry* entry, Deadline now);

private:
    void see(const protocol::ExecutionStart& message, Deadline now);
    void see(const protocol::ExecutionCached& message, Deadline now);
    void see(const protocol::Executing& message, Deadline now);
    void see(const protocol::Progress& message, Deadline now);
    void see(const protocol::ProgressState& message, Deadline now);
    void see(const protocol::ExecutionError& message, Deadline now);
    template <class Other>
    void see(const Other&, Deadline) {}

    NodeProfile* known(const NodeId& node);
    void mark_started(Deadline now);
    void begin(NodeProfile& node, Deadline now);
    void end(NodeProfile& node, NodeState state, Deadline now);
    void step(NodeProfile& node, double value, double max, Deadline now);
    std::chrono::milliseconds since_sent(Deadline now) const;
    void add_up(Deadline now);

    RunProfile profile_;
    std::map<NodeId, std::size_t> places_;
    Deadline sent_at_;
    std::optional<NodeId> current_;  ///< by `executing`: the next one ends it
    bool by_state_ = false;          ///< `progress_state` tells the ends, and knows parallel nodes
};

}  // namespace divan
