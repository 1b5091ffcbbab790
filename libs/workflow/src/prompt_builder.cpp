#include <divan/workflow/prompt_builder.hpp>

#include <algorithm>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

namespace divan {
namespace {

template <class Keys>
auto find_key(Keys& keys, std::string_view key) {
    const auto found =
        std::find_if(keys.begin(), keys.end(), [&](const auto& entry) { return entry.key == key; });
    return found == keys.end() ? nullptr : &*found;
}

template <class Keys>
std::vector<std::string> key_names(const Keys& keys) {
    std::vector<std::string> names;
    for (const auto& entry : keys) names.push_back(entry.key);
    return names;
}

Error unknown_key(std::string_view kind, std::string_view key, const std::vector<std::string>& known) {
    std::string hint = did_you_mean(key, known);
    if (hint.empty() && !known.empty()) hint = "the keys are " + join(known, ", ");
    return Error{Errc::unknown_input,
                 "the builder has no " + std::string{kind} + " '" + printable(key, 200) + "'",
                 std::move(hint)};
}

json::Value spelled(json::Value value, PathStyle style) {
    const auto text = json::text_of(value);
    return text && style != PathStyle::as_given ? json::Value(encode_path(*text, style)) : value;
}

}  // namespace

PromptBuilder::PromptBuilder(Workflow workflow, std::vector<std::string> input_keys,
                             std::vector<std::string> output_keys)
    : workflow_{std::move(workflow)} {
    for (std::string& key : input_keys)
        if (!find_input(key)) inputs_.push_back({std::move(key), {}});
    for (std::string& key : output_keys)
        if (!find_output(key)) outputs_.push_back({std::move(key), {}});
    for (const DeclaredOutput& declared : std::vector(workflow_.declared_outputs())) {
        workflow_.undeclare_output(declared.alias);
        if (!find_output(declared.alias)) outputs_.push_back({declared.alias, {}});
        find_output(declared.alias)->node = declared.node.str();
    }
}

PromptBuilder::InputKey* PromptBuilder::find_input(std::string_view key) { return find_key(inputs_, key); }
PromptBuilder::OutputKey* PromptBuilder::find_output(std::string_view key) { return find_key(outputs_, key); }

void PromptBuilder::map_input(std::string_view key, const Names& paths, bool append) {
    auto* entry = find_input(key);
    if (!entry) return keep(unknown_key("input", key, input_keys()));
    if (!append) entry->paths.clear();
    entry->paths.insert(entry->paths.end(), paths.all().begin(), paths.all().end());
}

bool PromptBuilder::check_path(std::string_view path) {
    const auto present = workflow_.get(path);
    if (!present) keep(present.error());
    return present.has_value();
}

PromptBuilder PromptBuilder::set_raw_input_node(std::string_view key, const Names& paths) && {
    map_input(key, paths, false);
    return std::move(*this);
}

PromptBuilder PromptBuilder::append_raw_input_node(std::string_view key, const Names& paths) && {
    map_input(key, paths, true);
    return std::move(*this);
}

PromptBuilder PromptBuilder::set_input_node(std::string_view key, const Names& paths) && {
    bool good = true;
    for (const std::string& path : paths.all()) good = check_path(path) && good;
    if (good) map_input(key, paths, false);
    return std::move(*this);
}

PromptBuilder PromptBuilder::append_input_node(std::string_view key, const Names& paths) && {
    bool good = true;
    for (const std::string& path : paths.all()) good = check_path(path) && good;
    if (good) map_input(key, paths, true);
    return std::move(*this);
}

PromptBuilder PromptBuilder::set_raw_output_node(std::string_view key, std::string_view node) && {
    if (auto* entry = find_output(key))
        entry->node = node;
    else
        keep(unknown_key("output", key, output_keys()));
    return std::move(*this);
}

PromptBuilder PromptBuilder::set_output_node(std::string_view key, std::string_view node) && {
    auto found = workflow_.resolve(node);
    if (found) return std::move(*this).set_raw_output_node(key, found->str());
    keep(std::move(found).error());
    return std::move(*this);
}

/// All paths or none; checked before, since a copy to go back to would copy the graph.
void PromptBuilder::write(const InputKey& input, const json::Value& value) {
    bool good = true;
    for (const std::string& path : input.paths)
        if (auto checked = workflow_.check_address(path, NewInputs::allow_nodes); !checked) {
            keep(std::move(checked).error().with("input", input.key));
            good = false;
        }
    for (const std::string& path : input.paths)
        if (good) (void)workflow_.set(path, value, NewInputs::allow_nodes);
}

PromptBuilder PromptBuilder::input(std::string_view key, std::optional<json::Value> value,
                                   PathStyle style) && {
    if (!value) return std::move(*this);
    const auto* entry = find_input(key);
    if (!entry) {
        keep(unknown_key("input", key, input_keys()));
    } else if (entry->paths.empty()) {
        keep(Error{Errc::unknown_input, "the input '" + entry->key + "' is not mapped to a node",
                   "map it with set_input_node"});
    } else {
        write(*entry, spelled(std::move(*value), style));
    }
    return std::move(*this);
}

PromptBuilder PromptBuilder::input_raw(std::string_view path, std::optional<json::Value> value,
                                       PathStyle style) && {
    if (!value) return std::move(*this);
    if (auto set = workflow_.set(path, spelled(std::move(*value), style), NewInputs::allow_nodes); !set)
        keep(std::move(set).error());
    return std::move(*this);
}

PromptBuilder PromptBuilder::bypass(const Names& nodes) && {
    Workflow changed = workflow_;
    bool good = true;
    for (const std::string& node : nodes.all())
        if (auto marked = changed.bypass(node); !marked) {
            keep(std::move(marked).error());
            good = false;
        }
    if (good) workflow_ = std::move(changed);
    return std::move(*this);
}

PromptBuilder PromptBuilder::reinstate(const Names& nodes) && {
    for (const std::string& node : nodes.all()) (void)workflow_.reinstate(node);  // unknown: no effect
    return std::move(*this);
}

std::vector<std::string> PromptBuilder::input_keys() const { return key_names(inputs_); }
std::vector<std::string> PromptBuilder::output_keys() const { return key_names(outputs_); }

std::vector<std::string> PromptBuilder::input_paths(std::string_view key) const {
    const auto* entry = find_key(inputs_, key);
    return entry ? entry->paths : std::vector<std::string>{};
}

std::string PromptBuilder::output_node(std::string_view key) const {
    const auto* entry = find_key(outputs_, key);
    return entry ? entry->node : std::string{};
}

}  // namespace divan
