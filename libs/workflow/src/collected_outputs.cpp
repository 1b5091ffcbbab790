#include <divan/workflow/collected_outputs.hpp>

#include <map>
#include <set>

#include <divan/workflow/structure.hpp>

#include "combined_error.hpp"

namespace divan {
namespace {

class Collection {
public:
    explicit Collection(const Workflow& workflow) : workflow_{workflow} {}

    void add(DeclaredOutput output) {
        if (workflow_.is_bypassed(output.node))
            return refuse(
                "the output '" + output.alias + "' is node '" + output.node.str() + "', which is bypassed",
                "reinstate the node, or leave the output out");
        const auto [named, is_new] = by_alias_.emplace(output.alias, output.node);
        if (!is_new)
            return refuse("the output '" + output.alias + "' means two nodes, '" + named->second.str() +
                              "' and '" + output.node.str() + "'",
                          "write alias:id with another alias");
        nodes_.insert(output.node);
        all_.push_back(std::move(output));
    }

    void add_unless_there(std::string_view text) {
        auto output = workflow_.declared_output(text);
        if (!output) return problems_.push_back(std::move(output).error());
        if (!nodes_.contains(output->node)) add(std::move(*output));
    }

    Result<std::vector<DeclaredOutput>> take() {
        if (!problems_.empty()) return fail(combined_error(std::move(problems_)));
        return std::move(all_);
    }

private:
    void refuse(std::string message, std::string hint) {
        problems_.push_back(Error{Errc::invalid_argument, std::move(message), std::move(hint)});
    }

    const Workflow& workflow_;
    std::map<std::string, NodeId> by_alias_;
    std::set<NodeId> nodes_;
    std::vector<DeclaredOutput> all_;
    std::vector<Error> problems_;
};

}  // namespace

Result<std::vector<DeclaredOutput>> collected_outputs(const Workflow& workflow,
                                                      const std::vector<std::string>& also,
                                                      const NodeCatalogue* catalogue) {
    Collection collection{workflow};
    for (const DeclaredOutput& output : workflow.declared_outputs()) collection.add(output);
    if (workflow.declared_outputs().empty())
        for (const NodeId& node : output_nodes(workflow, catalogue))
            if (!workflow.is_bypassed(node)) collection.add(DeclaredOutput{node.str(), node});
    for (const std::string& text : also) collection.add_unless_there(text);
    return collection.take();
}

}  // namespace divan
