#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "execution/dynamic_graph.hpp"
#include "execution/node.hpp"

namespace divan::engine {

/// How a cache sees the prompt of now. `key` makes a node's key: its signature, or its id and class.
struct CacheView {
    const DynamicGraph* graph = nullptr;
    std::function<std::string(const std::string& id)> key;

    CacheView() = default;
    CacheView(const DynamicGraph& shown, std::function<std::string(const std::string&)> make_key)
        : graph{&shown}, key{std::move(make_key)} {}
};

/// Values by node, kept over prompts by key (ComfyUI 0.3.64, caching.py). Pointers live until the next
/// change.
template <class Value>
class NodeCache {
public:
    virtual ~NodeCache() = default;
    /// Begins a prompt: gives every node its key and drops what this kind of cache does not keep.
    virtual void start_prompt(CacheView view, const std::vector<std::string>& ids) = 0;
    virtual Value* get(const std::string& id) = 0;
    virtual void set(const std::string& id, Value value) = 0;
    /// Makes room for the nodes that `parent` was expanded into. Fails where the mode cannot do that.
    virtual NodeResult<> open(const std::string& parent, const std::vector<std::string>& children) = 0;
    /// Nodes of the prompt, then nodes of kept expansions.
    virtual std::vector<std::string> node_ids() const = 0;
};

/// The values of one level of expansion, and the levels below it.
template <class Value>
struct CacheLevel {
    std::vector<std::string> ids;
    std::unordered_map<std::string, std::string> keys;  ///< id -> key
    std::unordered_map<std::string, Value> values;      ///< by key
    std::map<std::pair<std::string, std::string>, std::unique_ptr<CacheLevel>>
        below;  ///< by (id, class) of the parent

    void add_keys(const CacheView& view, const std::vector<std::string>& nodes) {
        for (const std::string& id : nodes)
            if (!keys.contains(id)) {
                keys.emplace(id, view.key(id));
                ids.push_back(id);
            }
    }
    void rekey(const CacheView& view, const std::vector<std::string>& nodes) {
        ids.clear();
        keys.clear();
        add_keys(view, nodes);
    }
    const std::string* key_of(const std::string& id) const {
        const auto found = keys.find(id);
        return found == keys.end() ? nullptr : &found->second;
    }
    Value* get(const std::string& id) {
        const std::string* key = key_of(id);
        const auto found = key ? values.find(*key) : values.end();
        return found == values.end() ? nullptr : &found->second;
    }
    void set(const std::string& id, Value value) {
        if (const std::string* key = key_of(id)) values.insert_or_assign(*key, std::move(value));
    }
    CacheLevel& open(const CacheView& view, const std::string& parent,
                     const std::vector<std::string>& children) {
        auto& level = below[{parent, view.graph->class_of(parent)}];
        if (!level) level = std::make_unique<CacheLevel>();
        level->rekey(view, children);
        return *level;
    }
    CacheLevel* find_below(const CacheView& view, const std::string& parent) {
        const auto found = below.find({parent, view.graph->class_of(parent)});
        return found == below.end() ? nullptr : found->second.get();
    }
    void drop_unused_values() {
        std::unordered_map<std::string, Value> kept;
        for (const auto& [id, key] : keys)
            if (auto node = values.extract(key); !node.empty()) kept.insert(std::move(node));
        values = std::move(kept);
    }
    void drop_unused_levels(const CacheView& view) {
        std::erase_if(below, [&](const auto& level) {
            return !keys.contains(level.first.first) ||
                   view.graph->class_of(level.first.first) != level.first.second;
        });
    }
    void collect_ids(std::vector<std::string>& all) const {
        for (const std::string& id : ids)
            if (std::find(all.begin(), all.end(), id) == all.end()) all.push_back(id);
        for (const auto& [parent, level] : below) level->collect_ids(all);
    }
};

}  // namespace divan::engine
