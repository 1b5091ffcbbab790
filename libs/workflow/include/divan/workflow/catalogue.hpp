#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan {

enum class InputSection { required, optional };

/// One input of a node class. The pointers borrow from the catalogue and its copies.
struct InputSpec {
    std::string name;
    InputSection section = InputSection::required;
    const json::Value* type =
        nullptr;  ///< a text ("INT", "STRING,INT", "*", "COMBO") or, V1, the list of choices
    const json::Object* options =
        nullptr;  ///< default, min, max, step, tooltip …; empty when there are none, never null

    InputSpec() = default;

    std::string type_name() const;  ///< "INT", …; "COMBO" for every choice
    bool is_choice() const;         ///< V1 list, or V3 "COMBO"
    const json::Array* choices()
        const;  ///< nullptr when it is no choice, or the choices come from a remote route
    const json::Value* option(
        std::string_view key) const;  ///< e.g. "default", "min", "max"; nullptr when absent
    std::string tooltip() const;
};

struct OutputSpec {
    std::string name;
    const json::Value* type = nullptr;  ///< a text, or a list where the output feeds a choice
    bool is_list = false;
    std::string tooltip;

    OutputSpec() = default;
};

/// One node class, as `/object_info` tells it (ComfyUI 0.3.64, server.py `node_info`).
struct NodeInfo {
    std::string class_type, display_name, category, description, python_module;
    bool output_node = false, deprecated = false, experimental = false, api_node = false;
    bool v3 = false;  ///< written against the V3 schema: the entry then holds every key
    std::vector<InputSpec>
        inputs;  ///< required ones first, in declared order; hidden inputs are not among them
    std::vector<OutputSpec> outputs;
    const json::Object* raw = nullptr;  ///< the whole entry

    NodeInfo() = default;

    const InputSpec* input(std::string_view name) const;  ///< nullptr when the class does not declare it
    const json::Object* hidden() const;  ///< name → "PROMPT", … ; nullptr without hidden inputs
};

/// An entry, or one input of it, that was left out because it has no form that ComfyUI knows.
struct SkippedEntry {
    std::string class_type;
    std::string reason;

    bool operator==(const SkippedEntry&) const = default;
};

/// What a server can run: the answer of `GET /object_info`. Immutable; copies share one tree.
/// Custom nodes write odd entries: what cannot be read is left out and listed under `skipped`, the rest is
/// kept. Threads: safe for any number of readers.
class NodeCatalogue {
public:
    NodeCatalogue();  ///< knows no class

    /// Errors: `malformed_reply` where the answer is no object, `malformed_json`.
    static Result<NodeCatalogue> parse(std::string_view object_info);
    /// Errors: `malformed_reply`.
    static Result<NodeCatalogue> from_json(json::Value object_info);

    const NodeInfo* find(std::string_view class_type) const;  ///< nullptr when unknown
    const std::vector<NodeInfo>& all() const;                 ///< in the order of the answer
    std::vector<std::string> classes() const;                 ///< in the order of the answer
    std::size_t size() const { return all().size(); }
    const std::vector<SkippedEntry>& skipped() const;
    const json::Value& to_value() const;  ///< the whole answer, borrowed

    /// The choices of one input as texts, e.g. ("CheckpointLoaderSimple", "ckpt_name"). Empty when there are
    /// none.
    std::vector<std::string> choices(std::string_view class_type, std::string_view input) const;

    /// Classes in which every word occurs (class, display name, category, description, aliases; case does not
    /// count). Hits in the names come first. Without words: every class.
    std::vector<const NodeInfo*> search(std::string_view words) const;

private:
    struct Data;
    explicit NodeCatalogue(std::shared_ptr<const Data> data);
    std::shared_ptr<const Data> data_;
};

}  // namespace divan
