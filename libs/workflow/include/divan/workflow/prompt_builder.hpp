#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/path_spelling.hpp>
#include <divan/workflow/problem.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// One text or several: `"6.text"`, `{"6.text", "7.text"}`.
class Names {
public:
    Names(const char* name) : all_{name} {}
    Names(std::string name) : all_{std::move(name)} {}
    Names(std::initializer_list<std::string> names) : all_{names} {}
    Names(std::vector<std::string> names) : all_{std::move(names)} {}
    const std::vector<std::string>& all() const { return all_; }

private:
    std::vector<std::string> all_;
};

/// A workflow with named inputs and outputs: a program says `input("positive", …)` and need not know which
/// nodes that means. A value: every call returns a new builder and leaves the one it was called on as it was;
/// in a chain of calls on a temporary nothing is copied.
///
/// What goes wrong in a chain is kept (`errors`) and reported by the calls that end it: `to_workflow`,
/// `to_json` and the validations. A call that goes wrong changes nothing else.
///
/// Paths are addresses as `Workflow::set` takes them (`6.text`, `6.inputs.text`, `#Title.text`).
class PromptBuilder {
public:
    /// The keys are not mapped yet. What the workflow declares becomes further, mapped outputs; bypassed
    /// nodes and attachments stay.
    PromptBuilder(Workflow workflow, std::vector<std::string> input_keys,
                  std::vector<std::string> output_keys);
    PromptBuilder() : PromptBuilder(Workflow{}, {}, {}) {}

    /// Maps a key to one path or several, in place of earlier ones. Kept errors: `unknown_input` for a key
    /// that the builder does not have, and for a path without an input that exists; `unknown_node`.
    PromptBuilder set_input_node(std::string_view key, const Names& paths) &&;
    PromptBuilder set_raw_input_node(std::string_view key, const Names& paths) &&;  ///< paths are not checked
    /// Adds paths, also to a key that is not mapped yet. Kept errors: as above.
    PromptBuilder append_input_node(std::string_view key, const Names& paths) &&;
    PromptBuilder append_raw_input_node(std::string_view key, const Names& paths) &&;
    /// Maps a key to a node: any reference that `Workflow::resolve` takes. Kept errors: as `resolve`;
    /// `unknown_input` for an unknown key.
    PromptBuilder set_output_node(std::string_view key, std::string_view node) &&;
    PromptBuilder set_raw_output_node(std::string_view key,
                                      std::string_view node) &&;  ///< the id is not checked

    /// Writes a value to every path of the key; nothing for `std::nullopt`. `style` spells the folders of a
    /// model name in a text. What is missing on a raw path is made, as `NewInputs::allow_nodes` does. Kept
    /// errors: `unknown_input` for a key that is unknown or not mapped; as `Workflow::set`.
    PromptBuilder input(std::string_view key, std::optional<json::Value> value,
                        PathStyle style = PathStyle::as_given) &&;
    /// Writes a value to a path.
    PromptBuilder input_raw(std::string_view path, std::optional<json::Value> value,
                            PathStyle style = PathStyle::as_given) &&;

    PromptBuilder bypass(const Names& nodes) &&;     ///< kept errors: as `Workflow::resolve`
    PromptBuilder reinstate(const Names& nodes) &&;  ///< what is unknown or not bypassed stays as it is

    PromptBuilder set_input_node(std::string_view key, const Names& paths) const& {
        return PromptBuilder{*this}.set_input_node(key, paths);
    }
    PromptBuilder set_raw_input_node(std::string_view key, const Names& paths) const& {
        return PromptBuilder{*this}.set_raw_input_node(key, paths);
    }
    PromptBuilder append_input_node(std::string_view key, const Names& paths) const& {
        return PromptBuilder{*this}.append_input_node(key, paths);
    }
    PromptBuilder append_raw_input_node(std::string_view key, const Names& paths) const& {
        return PromptBuilder{*this}.append_raw_input_node(key, paths);
    }
    PromptBuilder set_output_node(std::string_view key, std::string_view node) const& {
        return PromptBuilder{*this}.set_output_node(key, node);
    }
    PromptBuilder set_raw_output_node(std::string_view key, std::string_view node) const& {
        return PromptBuilder{*this}.set_raw_output_node(key, node);
    }
    PromptBuilder input(std::string_view key, std::optional<json::Value> value,
                        PathStyle style = PathStyle::as_given) const& {
        return PromptBuilder{*this}.input(key, std::move(value), style);
    }
    PromptBuilder input_raw(std::string_view path, std::optional<json::Value> value,
                            PathStyle style = PathStyle::as_given) const& {
        return PromptBuilder{*this}.input_raw(path, std::move(value), style);
    }
    PromptBuilder bypass(const Names& nodes) const& { return PromptBuilder{*this}.bypass(nodes); }
    PromptBuilder reinstate(const Names& nodes) const& { return PromptBuilder{*this}.reinstate(nodes); }

    const Workflow& workflow() const { return workflow_; }        ///< as it is now, without the named outputs
    const std::vector<Error>& errors() const { return errors_; }  ///< of the calls so far, in their order
    std::vector<std::string> input_keys() const;
    std::vector<std::string> output_keys() const;
    std::vector<std::string> input_paths(std::string_view key) const;  ///< empty: unknown, or not mapped
    std::string output_node(std::string_view key) const;               ///< empty: unknown, or not mapped

    /// Every output is mapped to a node that exists. Errors: the kept ones; `invalid_argument` with all
    /// others: "unmapped or missing outputs: images:UNMAPPED, mask:99".
    Result<> validate_output_mappings() const;
    /// No nodes feed each other, over any number of hops. Errors: the kept ones; `malformed_workflow` with
    /// the way.
    Result<> validate_no_cycles() const;
    /// Everything that a server with this catalogue would refuse: classes, links, types, ranges, choices,
    /// missing inputs. Bypassed nodes are taken out before. Errors: the kept ones; as `apply_bypass`.
    Result<std::vector<Problem>> check(const NodeCatalogue& catalogue) const;

    /// The workflow with the named outputs declared. Errors: as `validate_output_mappings`.
    Result<Workflow> to_workflow() const;

    /// `{"prompt": …, "mapInputKeys": …, "mapOutputKeys": …, "bypassNodes": …}`, the form of comfyui-node,
    /// numbers exact. Errors: the kept ones; `invalid_argument` when there are attachments, which have no
    /// place in it.
    Result<std::string> to_json() const;
    /// Reads that form, also as comfyui-node writes it. Errors: `malformed_json`; `malformed_workflow` with
    /// the fact `member`; `unknown_node` for a bypassed node that the prompt does not have.
    static Result<PromptBuilder> from_json(std::string_view text);

    bool operator==(const PromptBuilder&) const = default;

private:
    struct InputKey {
        std::string key;
        std::vector<std::string> paths;
        bool operator==(const InputKey&) const = default;
    };
    struct OutputKey {
        std::string key, node;
        bool operator==(const OutputKey&) const = default;
    };
    friend class BuilderState;

    InputKey* find_input(std::string_view key);
    OutputKey* find_output(std::string_view key);
    void keep(Error error) { errors_.push_back(std::move(error)); }
    bool check_path(std::string_view path);
    void map_input(std::string_view key, const Names& paths, bool append);
    void write(const InputKey& input, const json::Value& value);
    Result<> check_kept() const;

    Workflow workflow_;
    std::vector<InputKey> inputs_;
    std::vector<OutputKey> outputs_;
    std::vector<Error> errors_;
};

}  // namespace divan
