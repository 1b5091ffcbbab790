#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <divan/json/value.hpp>

namespace divan::engine {

/// A link `["4", 0]`: output `slot` of node `node`.
struct Link {
    std::string node;
    std::size_t slot = 0;
    bool operator==(const Link&) const = default;
};

/// A list of exactly a text and a number is a link, everything else a literal (ComfyUI 0.3.64, graph_utils.py
/// `is_link`). A slot that no output can have (negative, fractional) becomes a slot that does not exist.
std::optional<Link> link_of(const json::Value& value);

/// The prompt of now, together with the nodes that expansions added to it (ComfyUI 0.3.64, graph.py
/// `DynamicPrompt`).
class DynamicGraph {
public:
    /// `prompt` is borrowed and may gain `is_changed` members; entries that are no objects count as missing.
    explicit DynamicGraph(json::Object& prompt) : prompt_{prompt} {}

    bool has(const std::string& id) const { return node(id) != nullptr; }
    const json::Object* node(const std::string& id) const;
    json::Object* node(const std::string& id);
    std::string class_of(const std::string& id) const;  ///< empty when the node is missing or has no class
    /// Empty when the node has none: a real server's worker dies of that, ours does not.
    const json::Object& inputs_of(const std::string& id) const;

    void add(const std::string& id, json::Object node, const std::string& parent, const std::string& display);
    const std::string* parent_of(const std::string& id) const;  ///< nullptr for nodes of the prompt itself
    std::string display_of(const std::string& id) const;        ///< the node that clients know it by
    std::string real_of(const std::string& id) const;           ///< its ancestor in the prompt itself

    const json::Object& prompt() const { return prompt_; }
    std::vector<std::string> prompt_ids() const;  ///< in the prompt's key order

private:
    struct Added {
        json::Object node;
        std::string parent, display;
    };
    json::Object& prompt_;
    std::map<std::string, Added> added_;
};

}  // namespace divan::engine
