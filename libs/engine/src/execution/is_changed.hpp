#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "execution/class_facts.hpp"
#include "execution/dynamic_graph.hpp"

namespace divan::engine {

/// The IS_CHANGED values of one prompt, each asked for once and written into its node as `is_changed`: a list
/// with the result, or a bare NaN when asking failed. A value that the client sent is taken instead of
/// asking. Classes without IS_CHANGED count as `false`, whatever the client sent (ComfyUI 0.3.64,
/// execution.py `IsChangedCache`).
class IsChangedValues {
public:
    using Log = std::function<void(std::string_view line)>;
    IsChangedValues(DynamicGraph& graph, const ClassBook& classes, const Folders& folders, Log log)
        : graph_{graph}, classes_{classes}, folders_{folders}, log_{std::move(log)} {}

    json::Value get(const std::string& id);

private:
    json::Value ask(const std::string& id, const ClassFacts& facts);

    DynamicGraph& graph_;
    const ClassBook& classes_;
    const Folders& folders_;
    Log log_;
    std::map<std::string, json::Value> values_;
};

}  // namespace divan::engine
