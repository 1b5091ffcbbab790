#pragma once

#include <concepts>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/typed_group.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// How an added node is called: a title for people, an id for the workflow. Without an id: the next free
/// number.
class NodeLabel {
public:
    NodeLabel() = default;
    NodeLabel(const char* title) : title_{title} {}
    NodeLabel(std::string title) : title_{std::move(title)} {}
    NodeLabel(NodeId id, std::string title = {}) : id_{std::move(id)}, title_{std::move(title)} {}

    const NodeId& id() const { return id_; }
    const std::string& title() const { return title_; }

private:
    NodeId id_;
    std::string title_;
};

/// A type that `divan codegen` wrote for a node class.
template <class Node>
concept TypedNode = requires(const Node& node, typed::NodeInputs& inputs) {
    { Node::kClassType } -> std::convertible_to<std::string_view>;
    typename Node::Outputs;
    node.write_to(inputs);
};

/// Builds a workflow from typed nodes (`divan/workflow/builtin_nodes.hpp`, or a header of `divan codegen`):
/// what does not fit together does not compile. Links go to nodes that were added before, so there are no
/// cycles.
///
///     namespace n = divan::nodes;
///     divan::TypedGraph graph;
///     const auto source = graph.add(n::LoadImage{.image = "fox.png"});
///     const auto large = graph.add("Double", n::ImageScaleBy{.image = source.image,
///                                                            .upscale_method =
///                                                            n::ImageScaleBy::UpscaleMethod::lanczos,
///                                                            .scale_by = 2.0});
///     graph.add(n::SaveImage{.images = large.image});
///     const divan::Result<divan::Workflow> workflow = graph.workflow();
///
/// Nodes are aggregates, whose temporaries g++ 12 destroys twice where they stand in one expression with
/// `co_await`: build the graph in a function that does not wait. A value: copies are independent and keep
/// their original's handles. Threads: distinct objects are independent; sharing one for writing is not safe.
class TypedGraph {
public:
    /// Returns a `Node::Outputs`: the node's outputs as members, and its id.
    template <TypedNode Node>
    auto add(const Node& node) {
        return add(NodeLabel{}, node);
    }
    template <TypedNode Node>
    auto add(const NodeLabel& label, const Node& node) {
        typed::NodeInputs inputs;
        node.write_to(inputs);
        return typename Node::Outputs{place(label, Node::kClassType, inputs)};
    }

    /// Wants the results of a node collected under a name, which must be new and not empty: the workflow
    /// takes it along. Returns what finds them in the result of a run.
    DeclaredOutput declare_output(std::string_view alias, const typed::AddedNode& node);

    /// The graph as built so far. Errors, the first of those that `add` and `declare_output` met:
    /// `unknown_node` for an output or node of another graph; `invalid_argument` for an id that was taken, a
    /// list of inputs that is too short or too long, a text that is no UTF-8, and an alias that is empty or
    /// taken. The fact `problems` counts them.
    Result<Workflow> workflow() const;

private:
    typed::AddedNode place(const NodeLabel& label, std::string_view class_type,
                           const typed::NodeInputs& inputs);
    NodeId new_node(const NodeLabel& label, std::string_view class_type);
    json::Value value_of(const typed::InputValue& input, const std::string& where);

    Workflow workflow_;
    std::map<std::uint64_t, NodeId> nodes_;  // by serial
    std::vector<Error> problems_;
};

}  // namespace divan
