#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/workflow/resource_name.hpp>

#include "js_json.hpp"
#include "structure_hash_rules.hpp"
#include "workflow_graph.hpp"

namespace divan {
namespace {

/// Sorted as JavaScript's `sort()` does, then enumerated as the object that is built from them. Assigning a
/// member
/// `__proto__` makes none.
Members canonical_order(const json::Object& object) {
    Members members;
    for (const auto& member : object)
        if (key_of(member) != "__proto__") members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const auto* left, const auto* right) { return js_less(key_of(*left), key_of(*right)); });
    return js_enumerated(std::move(members));
}

/// Writes what comfyui-node hashes, a piece at a time.
class CanonicalGraph {
public:
    std::string hash(const json::Object& nodes) {
        members(nodes, [this](const json::Value& value) { node(value); });
        return hash_.hex();
    }

private:
    template <class Write>
    void members(const json::Object& object, Write write) {
        const char* separator = "{";
        for (const auto* member : canonical_order(object)) {
            hash_.update(separator + js_quote(key_of(*member)) + ":");
            write(member->value());
            separator = ",";
        }
        hash_.update(*separator == '{' ? "{}" : "}");
    }

    void node(const json::Value& node) {
        const auto *class_type = json::find(node, "class_type"), *inputs = json::find(node, "inputs");
        hash_.update("{\"class_type\":" + (class_type ? js_stringify(*class_type) : "null") + ",\"inputs\":");
        if (const auto* named = inputs ? json::object_of(*inputs) : nullptr)
            object(*named);
        else
            numbered(inputs ? json::array_of(*inputs) : nullptr);
        hash_.update("}");
    }

    void object(const json::Object& object) {
        members(object, [this](const json::Value& inner) { value(inner); });
    }

    /// An array is an object, too: its keys are 0, 1, 2 …
    void numbered(const json::Array* inputs) {
        json::Object object_like;
        for (std::size_t i = 0; inputs && i < inputs->size(); ++i)
            object_like[std::to_string(i)] = (*inputs)[i];
        object(object_like);
    }

    void value(const json::Value& value) {
        if (json::array_of(value)) return hash_.update(js_stringify(value));
        if (const auto* members = json::object_of(value)) return object(*members);
        if (const auto text = json::text_of(value))
            return hash_.update(is_resource_name(*text) ? js_quote(*text) : "\"\"");
        if (json::is_number(value)) return hash_.update("\"number\"");
        hash_.update(json::to_bool(value) ? "\"boolean\"" : "null");
    }

    Sha256 hash_;
};

}  // namespace

std::string comfyui_node_structure_hash(const Workflow& workflow) {
    return CanonicalGraph{}.hash(workflow.graph());
}

}  // namespace divan
