#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "execution/node.hpp"

namespace divan::engine {

/// What `/object_info` says of one declared input, as far as running it needs that.
struct InputFacts {
    bool hidden = false;
    bool lazy = false;      ///< evaluated only when `check_lazy_status` asks for it
    bool raw_link = false;  ///< the node gets the link itself instead of the value
};

/// What running a node needs to know of its class, read once from the class's `info`.
struct ClassFacts {
    const NodeClass* node = nullptr;
    bool output_node = false;
    std::vector<bool> output_is_list;  ///< one element an output
    std::map<std::string, InputFacts, std::less<>> inputs;
    std::vector<std::string> required;                        ///< in the order of declaration
    std::vector<std::pair<std::string, std::string>> hidden;  ///< name and kind: {"prompt", "PROMPT"}
    bool id_in_signature = false;  ///< hidden UNIQUE_ID, or not idempotent (ComfyUI 0.3.64, caching.py)

    const InputFacts* input(std::string_view name) const;
};

ClassFacts read_facts(const NodeClass& node);

/// The facts of all classes, read when first asked for. Threads: the worker's only.
class ClassBook {
public:
    explicit ClassBook(const NodeRegistry& registry) : registry_{registry} {}
    /// nullptr when the registry has no such class.
    const ClassFacts* find(std::string_view class_type) const;

private:
    const NodeRegistry& registry_;
    mutable std::map<const NodeClass*, ClassFacts> read_;
};

}  // namespace divan::engine
