#include <set>

#include <divan/base/text.hpp>
#include <divan/workflow/workflow.hpp>

#include "combined_error.hpp"
#include "input_error.hpp"
#include "workflow_graph.hpp"

namespace divan {
namespace {

/// Collects the inputs of a batch and everything that is wrong with them, before anything is changed.
class Batch {
public:
    struct Edit {
        NodeId node;
        std::string_view input;
        const json::Value* value;
    };

    Batch(const Workflow& workflow, NewInputs new_inputs) : workflow_{workflow}, new_inputs_{new_inputs} {}

    void node(std::string_view reference, const json::Object& values) {
        auto found = workflow_.resolve(reference);
        if (!found && may_be_new(reference, found.error())) found = NodeId{std::string{reference}};
        if (!found) return problems_.push_back(std::move(found).error());
        for (const auto& member : values) input(*found, key_of(member), member.value());
    }

    void no_object(std::string_view reference, const json::Value& value) {
        refuse("the inputs of node '" + printable(reference, 200) + "' are no object but a " +
               std::string{json::kind_name(value)});
    }

    Result<std::vector<Edit>> take() {
        if (!problems_.empty()) return fail(combined_error(std::move(problems_)));
        return std::move(edits_);
    }

private:
    bool may_be_new(std::string_view reference, const Error& error) const {
        return new_inputs_ == NewInputs::allow_nodes && error.code == Errc::unknown_node &&
               !reference.empty() && !reference.starts_with('#');
    }

    void input(const NodeId& node, std::string_view name, const json::Value& value) {
        if (name.empty()) return refuse("an input of node '" + printable(node.str(), 200) + "' has no name");
        if (new_inputs_ == NewInputs::refuse && !workflow_.get(node, name))
            return problems_.push_back(unknown_input(node.str(), name, workflow_.inputs(node)));
        if (!places_.emplace(node, name).second)
            return refuse("input '" + printable(name, 200) + "' of node '" + printable(node.str(), 200) +
                          "' is set twice");
        edits_.push_back(Edit{node, name, &value});
    }

    void refuse(std::string message) {
        problems_.push_back(Error{Errc::invalid_argument, std::move(message)});
    }

    const Workflow& workflow_;
    NewInputs new_inputs_;
    std::set<std::pair<NodeId, std::string_view>> places_;
    std::vector<Edit> edits_;
    std::vector<Error> problems_;
};

}  // namespace

Result<> Workflow::set_inputs(std::string_view node, const json::Object& values, NewInputs new_inputs) {
    Batch batch{*this, new_inputs};
    batch.node(node, values);
    const auto edits = batch.take();
    if (!edits) return fail(edits.error());
    for (const auto& edit : *edits) writable_inputs(edit.node)[edit.input] = *edit.value;
    return {};
}

Result<> Workflow::set_inputs(const json::Object& by_node, NewInputs new_inputs) {
    Batch batch{*this, new_inputs};
    for (const auto& member : by_node)
        if (const auto* values = json::object_of(member.value()))
            batch.node(key_of(member), *values);
        else
            batch.no_object(key_of(member), member.value());
    const auto edits = batch.take();
    if (!edits) return fail(edits.error());
    for (const auto& edit : *edits) writable_inputs(edit.node)[edit.input] = *edit.value;
    return {};
}

}  // namespace divan
