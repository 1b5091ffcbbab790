#pragma once

#include <string>
#include <vector>

#include "execution/dynamic_graph.hpp"
#include "execution/prompt_announcer.hpp"

namespace divan::engine {

/// How far each node of the prompt is; every change sends a `progress_state` with all nodes that have begun
/// (ComfyUI 0.3.64, comfy_execution/progress.py).
class ProgressRegistry {
public:
    ProgressRegistry(const DynamicGraph& graph, PromptAnnouncer& announcer)
        : graph_{graph}, announcer_{announcer} {}

    void start(const std::string& id);
    void update(const std::string& id, double value, double max);
    /// A node that was never started (a cached output node) becomes 1 of 1.
    void finish(const std::string& id);

    /// `node_id` and its relations, as previews (binary event 4) carry them.
    json::Object metadata_of(const std::string& id) const;

private:
    struct Entry {
        std::string id;
        json::Value value, max;
        bool finished = false;
    };
    Entry& entry(const std::string& id);
    void send() const;

    const DynamicGraph& graph_;
    PromptAnnouncer& announcer_;
    std::vector<Entry> entries_;  ///< in the order in which they began
};

/// 3.0 as the integer 3, 2.5 as a float: nodes report steps as integers.
json::Value step_number(double number);

}  // namespace divan::engine
