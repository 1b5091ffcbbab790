#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "execution/class_facts.hpp"
#include "execution/dynamic_graph.hpp"

namespace divan::engine {

/// A text that is equal for values which Python's `==` calls equal inside a cache key: 1, 1.0 and true are
/// one value, an empty list and an empty object too (ComfyUI 0.3.64, caching.py `to_hashable`). NaN equals
/// only itself: `place` must name where it stands, so that no other NaN gets the same text.
std::string canonical_text(const json::Value& value, std::string_view place);

/// What decides whether two nodes have the same result: class, IS_CHANGED value and inputs of the node and of
/// all its ancestors, these in an order that depends on the links only and not on ids (ComfyUI 0.3.64,
/// caching.py `CacheKeySetInputSignature`).
class SignatureMaker {
public:
    using IsChanged = std::function<json::Value(const std::string& id)>;
    /// `run` differs from prompt to prompt, so that a NaN of one is not equal to a NaN of the next.
    SignatureMaker(const DynamicGraph& graph, const ClassBook& classes, IsChanged is_changed,
                   std::uint64_t run)
        : graph_{graph}, classes_{classes}, is_changed_{std::move(is_changed)}, run_{run} {}

    /// 64 hexadecimal digits.
    std::string of(const std::string& id) const;

private:
    struct Ancestry;
    Ancestry ancestry_of(const std::string& id) const;
    std::string immediate(const std::string& id, const Ancestry& ancestry) const;

    const DynamicGraph& graph_;
    const ClassBook& classes_;
    IsChanged is_changed_;
    std::uint64_t run_;
};

}  // namespace divan::engine
