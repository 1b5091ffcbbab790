#include <divan/workflow/bypass.hpp>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

#include "combined_error.hpp"
#include "slot_type.hpp"
#include "workflow_graph.hpp"

namespace divan {
namespace {

/// Output `slot` of a node.
struct Source {
    NodeId node;
    std::int64_t slot = 0;
};

/// An input of a bypassed node that holds a link.
struct Passage {
    const InputSpec* spec = nullptr;
    std::size_t number = 0;  ///< as the front end counts
    Source source;
};

struct BypassedNode {
    const NodeInfo* info = nullptr;
    std::vector<Passage> passages;
};

bool has_widget(const InputSpec& spec) {
    const auto* force = spec.option("forceInput");
    if (force && json::to_bool(*force).value_or(false)) return false;
    const std::string type = spec.type_name();
    return type == "INT" || type == "FLOAT" || type == "STRING" || type == "BOOLEAN" || type == "COMBO";
}

/// What an output leads to: another output, or nothing that fits.
using Resolved = std::optional<Source>;

class BypassResolver {
public:
    BypassResolver(const Workflow& workflow, const NodeCatalogue& catalogue)
        : workflow_{workflow}, catalogue_{catalogue} {}

    Result<> read_bypassed() {
        std::vector<Error> problems;
        for (const NodeId& id : workflow_.bypassed())
            if (const auto* info = catalogue_.find(workflow_.class_type(id)))
                nodes_.emplace(id, BypassedNode{info, passages(id, *info)});
            else
                problems.push_back(unknown_class(id));
        if (!problems.empty()) return fail(combined_error(std::move(problems)));
        return {};
    }

    bool is_bypassed(const NodeId& node) const { return nodes_.contains(node); }

    /// Follows a link into a node that stays, through bypassed nodes, to a node that stays.
    Result<Resolved> resolve(const Link& link) {
        const json::Value* type = input_type(link.to, link.input);
        Source at{link.from, link.slot};
        std::vector<const Passage*> way;
        std::unordered_set<const Passage*> on_way;
        for (auto found = nodes_.find(at.node); found != nodes_.end(); found = nodes_.find(at.node)) {
            const Passage* passage = choose(found->second, at.slot, type);
            if (!passage) return remember(way, std::nullopt);
            if (const auto known = resolved_.find(passage); known != resolved_.end())
                return remember(way, known->second);
            if (!on_way.insert(passage).second) return fail(circle(way));
            way.push_back(passage);
            type = passage->spec->type;
            at = passage->source;
        }
        return remember(way, at);
    }

private:
    std::vector<Passage> passages(const NodeId& id, const NodeInfo& info) const {
        std::unordered_map<std::string, Source> sources;
        for (const Link& link : workflow_.links_into(id)) sources[link.input] = Source{link.from, link.slot};
        std::vector<Passage> found;
        std::size_t number = 0;
        for (const bool with_widget : {false, true})
            for (const InputSpec& spec : info.inputs) {
                if (has_widget(spec) != with_widget) continue;
                if (const auto source = sources.find(spec.name); source != sources.end())
                    found.push_back(Passage{&spec, number, source->second});
                ++number;
            }
        return found;
    }

    Error unknown_class(const NodeId& id) const {
        const std::string class_type = workflow_.class_type(id);
        auto hint = did_you_mean(class_type, catalogue_.classes());
        if (hint.empty()) hint = "reinstate the node, or use a server that has the class";
        return Error{Errc::unknown_node,
                     "node '" + printable(id.str(), 200) +
                         "' is bypassed, but the server has no node class '" + printable(class_type, 200) +
                         "'",
                     std::move(hint)}
            .with("node", id.str())
            .with("class_type", class_type);
    }

    Error circle(const std::vector<const Passage*>& way) const {
        std::vector<std::string> ids;
        for (const Passage* passage : way) ids.push_back(passage->source.node.str());
        return Error{Errc::malformed_workflow,
                     "bypassed nodes feed each other in a circle: " + printable(join(ids, " ← ")),
                     "reinstate one of them, or cut one of the links"};
    }

    const json::Value* input_type(const NodeId& node, const std::string& input) const {
        const auto* info = catalogue_.find(workflow_.class_type(node));
        const auto* spec = info ? info->input(input) : nullptr;
        return spec ? spec->type : nullptr;
    }

    static const Passage* choose(const BypassedNode& node, std::int64_t slot, const json::Value* wanted) {
        const auto count = static_cast<std::int64_t>(node.info->outputs.size());
        if (slot < 0) slot += count;
        if (slot < 0 || slot >= count) return nullptr;
        const json::Value& output = *node.info->outputs[static_cast<std::size_t>(slot)].type;
        const json::Value& target = wanted && !is_any_type(*wanted) ? *wanted : output;
        const auto fits = [&](const Passage& passage) {
            return types_fit(*passage.spec->type, output) && types_fit(*passage.spec->type, target);
        };
        const auto opposite = [&](const Passage& passage) {
            return static_cast<std::int64_t>(passage.number) == slot && fits(passage);
        };
        const auto exact = [&](const Passage& passage) { return is_same_type(*passage.spec->type, target); };
        if (const auto* found = first(node, opposite)) return found;
        if (const auto* found = first(node, exact)) return found;
        return first(node, fits);
    }

    template <class Matches>
    static const Passage* first(const BypassedNode& node, Matches matches) {
        const auto found = std::find_if(node.passages.begin(), node.passages.end(), matches);
        return found == node.passages.end() ? nullptr : &*found;
    }

    Resolved remember(const std::vector<const Passage*>& way, const Resolved& end) {
        for (const Passage* passage : way) resolved_.emplace(passage, end);
        return end;
    }

    const Workflow& workflow_;
    const NodeCatalogue& catalogue_;
    std::unordered_map<NodeId, BypassedNode> nodes_;
    std::unordered_map<const Passage*, Resolved> resolved_;
};

}  // namespace

Result<BypassOutcome> apply_bypass(const Workflow& workflow, const NodeCatalogue& catalogue) {
    BypassOutcome outcome;
    outcome.workflow = workflow;
    BypassResolver resolver{workflow, catalogue};
    if (auto read = resolver.read_bypassed(); !read) return fail(std::move(read).error());
    for (Link& link : workflow.links()) {
        if (!resolver.is_bypassed(link.from) || resolver.is_bypassed(link.to)) continue;
        const auto source = resolver.resolve(link);
        if (!source) return fail(source.error());
        if (!*source) continue;  // it is cut with the node below
        link.from = (*source)->node;
        link.slot = (*source)->slot;
        if (auto linked = outcome.workflow.link(link.from, link.slot, link.to, link.input); linked)
            outcome.rewired.push_back(std::move(link));
    }
    auto cut = outcome.workflow.remove_nodes(workflow.bypassed());
    if (!cut) return fail(std::move(cut).error());
    outcome.cut = std::move(*cut);
    return outcome;
}

}  // namespace divan
