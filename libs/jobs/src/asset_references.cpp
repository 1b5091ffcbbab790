#include <divan/jobs/asset_references.hpp>

#include <algorithm>
#include <functional>

namespace divan::durable {
namespace {

bool is_reference(const json::Value& value) { return json::text_or(value, "__type") == "core/ASSET"; }

store::AssetId id_in(const json::Value& reference) {
    const json::Value* info = json::find(reference, "info");
    return store::AssetId{std::string{info ? json::text_or(*info, "id") : std::string_view{}}};
}

/// Calls `seen` for every reference in a value. Graphs are at most 64 levels deep (`check_graph`).
bool walk(const json::Value& value, const std::function<bool(const json::Value&)>& seen) {
    if (is_reference(value)) return seen(value);
    if (const json::Object* object = json::object_of(value))
        return std::ranges::all_of(*object, [&](const auto& member) { return walk(member.value(), seen); });
    if (const json::Array* array = json::array_of(value))
        return std::ranges::all_of(*array, [&](const json::Value& one) { return walk(one, seen); });
    return true;
}

json::Value replaced(const json::Value& value, const std::map<store::AssetId, std::string>& texts) {
    if (is_reference(value)) {
        const auto text = texts.find(id_in(value));
        return text == texts.end() ? value : json::Value(text->second);
    }
    json::Value copy = value;
    if (const json::Object* object = json::object_of(value)) {
        json::Object& inner = copy.as_object();
        for (const auto& member : *object) inner[member.key()] = replaced(member.value(), texts);
    } else if (const json::Array* array = json::array_of(value)) {
        json::Array& inner = copy.as_array();
        for (std::size_t i = 0; i < array->size(); ++i) inner[i] = replaced((*array)[i], texts);
    }
    return copy;
}

bool has_reference(const json::Value& value) {
    return !walk(value, [](const json::Value&) { return false; });
}

Error bad_reference(const NodeId& node, std::string_view input) {
    return Error{Errc::malformed_workflow, "an asset reference has no 'info.id'",
                 "upload the file, and put its id there"}
        .with("reason", "bad_asset")
        .with("node", node.str())
        .with("input", std::string{input});
}

}  // namespace

Result<std::vector<store::AssetId>> asset_references(const Workflow& workflow) {
    std::vector<store::AssetId> found;
    for (const NodeId& node : workflow.node_ids()) {
        const json::Object* inputs = workflow.inputs(node);
        if (!inputs) continue;
        for (const auto& input : *inputs) {
            const bool sound = walk(input.value(), [&](const json::Value& reference) {
                store::AssetId id = id_in(reference);
                if (id.empty()) return false;
                if (std::ranges::find(found, id) == found.end()) found.push_back(std::move(id));
                return true;
            });
            if (!sound) return fail(bad_reference(node, input.key()));
        }
    }
    return found;
}

Workflow replace_references(Workflow workflow, const std::map<store::AssetId, std::string>& texts) {
    if (texts.empty()) return workflow;
    for (const NodeId& node : workflow.node_ids()) {
        std::vector<std::pair<std::string, json::Value>> changed;
        for (const auto& input : *workflow.inputs(node))
            if (has_reference(input.value()))
                changed.emplace_back(input.key(), replaced(input.value(), texts));
        for (auto& [name, value] : changed) (void)workflow.set(node, name, std::move(value));
    }
    return workflow;
}

}  // namespace divan::durable
