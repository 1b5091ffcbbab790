#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "execution/node_cache.hpp"

namespace divan::engine {

/// `--cache-classic`: keeps what the last prompt used. Expanded nodes live below their parent (ComfyUI
/// 0.3.64, caching.py `HierarchicalCache`).
template <class Value>
class ClassicCache final : public NodeCache<Value> {
public:
    void start_prompt(CacheView view, const std::vector<std::string>& ids) override {
        view_ = std::move(view);
        top_.rekey(view_, ids);
        top_.drop_unused_values();
        top_.drop_unused_levels(view_);
    }
    Value* get(const std::string& id) override {
        auto* level = level_of(id);
        return level ? level->get(id) : nullptr;
    }
    void set(const std::string& id, Value value) override {
        if (auto* level = level_of(id)) level->set(id, std::move(value));
    }
    NodeResult<> open(const std::string& parent, const std::vector<std::string>& children) override {
        auto& level = level_of(parent)->open(view_, parent, children);
        level.drop_unused_values();
        level.drop_unused_levels(view_);
        return {};
    }
    std::vector<std::string> node_ids() const override {
        std::vector<std::string> all;
        top_.collect_ids(all);
        return all;
    }

private:
    CacheLevel<Value>* level_of(const std::string& id) {
        std::vector<std::string> parents;
        for (const std::string* parent = view_.graph ? view_.graph->parent_of(id) : nullptr; parent;
             parent = view_.graph->parent_of(*parent))
            parents.push_back(*parent);
        CacheLevel<Value>* level = &top_;
        for (auto parent = parents.rbegin(); level && parent != parents.rend(); ++parent)
            level = level->find_below(view_, *parent);
        return level;
    }

    CacheView view_;
    CacheLevel<Value> top_;
};

/// `--cache-lru N`: drops the values that were not used for the longest time once there are more than N, and
/// never those of the present prompt (ComfyUI 0.3.64, caching.py `LRUCache`).
template <class Value>
class LruCache final : public NodeCache<Value> {
public:
    explicit LruCache(std::size_t size) : size_{size} {}

    void start_prompt(CacheView view, const std::vector<std::string>& ids) override {
        view_ = std::move(view);
        top_.rekey(view_, ids);
        ++generation_;
        for (const std::string& id : ids) mark_used(id);
        drop_old();
    }
    Value* get(const std::string& id) override {
        mark_used(id);
        return top_.get(id);
    }
    void set(const std::string& id, Value value) override {
        mark_used(id);
        top_.set(id, std::move(value));
    }
    NodeResult<> open(const std::string& parent, const std::vector<std::string>& children) override {
        top_.open(view_, parent, children);  // only remembers the ids; the values stand beside all others
        top_.add_keys(view_, children);
        mark_used(parent);
        for (const std::string& child : children) mark_used(child);
        drop_old();
        return {};
    }
    std::vector<std::string> node_ids() const override {
        std::vector<std::string> all;
        top_.collect_ids(all);
        return all;
    }

private:
    void mark_used(const std::string& id) {
        if (const std::string* key = top_.key_of(id)) used_[*key] = generation_;
    }
    void drop_old() {
        while (top_.values.size() > size_ && oldest_ < generation_) {
            ++oldest_;
            std::erase_if(top_.values, [&](const auto& value) { return used_[value.first] < oldest_; });
            std::erase_if(used_, [&](const auto& use) { return use.second < oldest_; });
        }
        top_.drop_unused_levels(view_);
    }

    std::size_t size_;
    CacheView view_;
    CacheLevel<Value> top_;
    std::uint64_t generation_ = 0, oldest_ = 0;
    std::unordered_map<std::string, std::uint64_t> used_;  ///< by key: the prompt that last used it
};

/// `--cache-none`: drops a value as soon as everything that consumes it has one, and everything with the next
/// prompt (ComfyUI 0.3.64, caching.py `DependencyAwareCache`).
template <class Value>
class DependencyCache final : public NodeCache<Value> {
public:
    void start_prompt(CacheView view, const std::vector<std::string>& ids) override {
        view_ = std::move(view);
        top_ = {};
        consumers_.clear();
        sources_.clear();
        done_.clear();
        top_.rekey(view_, ids);
        for (const std::string& id : ids)
            for (const auto& input : view_.graph->inputs_of(id))
                if (const auto link = link_of(input.value())) {
                    consumers_[link->node].insert(id);
                    sources_[id].insert(link->node);
                }
    }
    Value* get(const std::string& id) override { return top_.get(id); }
    void set(const std::string& id, Value value) override {
        top_.set(id, std::move(value));
        done_.insert(id);
        for (const std::string& source : sources_[id])
            if (source != id && done_.contains(source) && all_done(consumers_[source])) drop(source);
    }
    /// ComfyUI has the same defect: it looks up an entry for the new node that nobody made.
    NodeResult<> open(const std::string&, const std::vector<std::string>& children) override {
        if (children.empty()) return {};
        return raise("KeyError", "'" + children.front() + "'");
    }
    std::vector<std::string> node_ids() const override { return top_.ids; }

private:
    bool all_done(const std::set<std::string>& ids) const {
        return std::all_of(ids.begin(), ids.end(),
                           [this](const std::string& id) { return done_.contains(id); });
    }
    void drop(const std::string& id) {
        if (const std::string* key = top_.key_of(id)) top_.values.erase(*key);
    }

    CacheView view_;
    CacheLevel<Value> top_;
    std::map<std::string, std::set<std::string>> consumers_, sources_;
    std::set<std::string> done_;
};

}  // namespace divan::engine
