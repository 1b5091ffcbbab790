#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "execution/class_facts.hpp"
#include "execution/dynamic_graph.hpp"
#include "execution/node.hpp"

namespace divan::engine {

/// Which node comes next (ComfyUI 0.3.64, graph.py `ExecutionList`). Pure: no I/O, no clock, no messages.
/// Nodes wait for their sources, except for sources that are cached and for lazy inputs that nobody asked
/// for.
class GraphOrder {
public:
    using IsCached = std::function<bool(const std::string& id)>;
    /// All arguments outlive the order.
    GraphOrder(const DynamicGraph& graph, const ClassBook& classes, IsCached is_cached)
        : graph_{graph}, classes_{classes}, is_cached_{std::move(is_cached)} {}

    /// Adds a node and everything it needs, also when it is cached itself.
    /// Errors: NodeNotFoundError, where a link leads nowhere.
    NodeResult<> add(const std::string& id);
    /// Makes `node` wait for the source of one of its (lazy) inputs.
    /// Errors: NodeInputError when there is no such input, it is a constant, or its source has run already;
    /// NodeNotFoundError.
    NodeResult<> require(const std::string& node, const std::string& input);
    /// Makes `to` wait for `from`, which is added when it is not there yet. Errors: NodeNotFoundError.
    NodeResult<> add_link(const std::string& from, const std::string& to);

    bool empty() const { return order_.empty(); }
    /// Of the nodes that wait for nothing: an output node; else one that feeds an output node; else one that
    /// feeds such a feeder; else the first. Nothing while `!empty()`: the rest is a circle.
    std::optional<std::string> next() const;
    void complete(const std::string& id);
    std::vector<std::string> in_cycle() const;  ///< the nodes that only a circle keeps waiting

private:
    struct Pending {
        int waits_for = 0;
        std::vector<std::string> feeds;  ///< who waits for it
    };
    struct Edge {
        std::string from, to;
    };
    NodeResult<> add_one(const std::string& id, std::vector<std::string>& stack, std::vector<Edge>& edges);
    void connect(const Edge& edge);
    bool is_output(const std::string& id) const;
    bool feeds_output(const std::string& id) const;
    bool feeds_feeder(const std::string& id) const;

    const DynamicGraph& graph_;
    const ClassBook& classes_;
    IsCached is_cached_;
    std::vector<std::string> order_;  ///< pending ids in the order of insertion
    std::map<std::string, Pending> pending_;
};

}  // namespace divan::engine
