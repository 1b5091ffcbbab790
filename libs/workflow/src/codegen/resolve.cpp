#include "resolve.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "cpp_text.hpp"
#include "node_builder.hpp"

namespace divan::codegen {
namespace {

std::vector<const NodeInfo*> sorted_nodes(const NodeCatalogue& catalogue) {
    std::vector<const NodeInfo*> nodes;
    for (const NodeInfo& node : catalogue.all()) nodes.push_back(&node);
    std::sort(nodes.begin(), nodes.end(),
              [](const auto* left, const auto* right) { return left->class_type < right->class_type; });
    return nodes;
}

/// Classes whose name is an identifier keep it, whatever the others are called.
std::map<std::string, std::string> class_names(const std::vector<const NodeInfo*>& nodes, NameScope& scope) {
    std::map<std::string, std::string> names;
    for (const bool exact : {true, false})
        for (const NodeInfo* node : nodes)
            if (const std::string name = identifier(node->class_type); (name == node->class_type) == exact)
                names[node->class_type] = scope.take(name);
    return names;
}

}  // namespace

HeaderModel resolve(const NodeCatalogue& catalogue, const std::string& name_space,
                    const std::function<bool(const NodeInfo&)>& wanted) {
    HeaderModel model;
    const auto nodes = sorted_nodes(catalogue);
    NameScope scope{kOwnNames};
    auto names = class_names(nodes, scope);
    const auto choices = std::make_shared<const ChoiceTypes>(nodes, scope);
    InputTypes types{nodes, *choices, name_space};
    for (const NodeInfo* node : nodes) {
        if (!wanted(*node)) continue;
        if (!string_literal(node->class_type)) {
            model.skipped.push_back({node->class_type, "the name holds a NUL"});
            continue;
        }
        NodeBuilder builder{*node, names[node->class_type], *choices, types, model.skipped};
        model.nodes.push_back(builder.build());
    }
    model.types = choices;
    model.choices = types.shared_choices();
    model.tags.assign(types.tags().begin(), types.tags().end());
    return model;
}

}  // namespace divan::codegen
