#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include <divan/json/value.hpp>

#include <divan/engine/image.hpp>
#include "execution/datum.hpp"

namespace divan::engine {

/// Why a node did not finish: ComfyUI's exception, or an interruption.
struct NodeFailure {
    std::string type =
        "RuntimeError";   ///< e.g. "ValueError", "torch.OutOfMemoryError"; as `exception_type` shows it
    std::string message;  ///< `str(exception)`
    bool interrupted = false;

    NodeFailure() = default;
    NodeFailure(std::string exception_type, std::string text)
        : type{std::move(exception_type)}, message{std::move(text)} {}
};

template <class T = void>
using NodeResult = tl::expected<T, NodeFailure>;

inline tl::unexpected<NodeFailure> raise(std::string type, std::string message) {
    return tl::unexpected<NodeFailure>{NodeFailure{std::move(type), std::move(message)}};
}

/// The folders of one engine; all exist.
struct Folders {
    std::filesystem::path input, output, temp, user;
};

/// What a running node may ask of the engine.
class NodeHost {
public:
    virtual ~NodeHost() = default;

    /// Reports a step. It is where interruptions (and injected faults) strike: hand a failure on at once.
    /// `preview`: shown to clients; ignored when previews are off. Its first batch element counts.
    virtual NodeResult<> progress(double value, double max, const Image* preview = nullptr) = 0;
    virtual bool previews_wanted() const = 0;
    /// Waits like work would; ends early with the interruption.
    virtual NodeResult<> wait(std::chrono::nanoseconds span) = 0;
    /// Binary event 3: a text shown at the node.
    virtual void progress_text(std::string_view text) = 0;

    virtual const Folders& folders() const = 0;
    virtual const std::string& unique_id() const = 0;      ///< execution id of the node, e.g. "12.0.0.3"
    virtual const json::Object& prompt() const = 0;        ///< hidden PROMPT: with `is_changed` keys
    virtual const json::Value& extra_pnginfo() const = 0;  ///< null when absent
    /// Per node instance (id and class, kept while prompts hold it): random suffixes of temporary files and
    /// alike.
    virtual std::map<std::string, std::string>& instance_memory() = 0;
    virtual void log(std::string_view line) = 0;  ///< shown by /internal/logs
};

/// The inputs of one call. Optional inputs that were not given are absent; a linked input whose source has no
/// value (a lazy one that was not asked for) is None.
class NodeInputs {
public:
    void set(std::string name, Datum datum) { values_.insert_or_assign(std::move(name), std::move(datum)); }
    const Datum* find(std::string_view name) const {
        const auto found = values_.find(name);
        return found == values_.end() ? nullptr : &found->second;
    }
    const std::map<std::string, Datum, std::less<>>& all() const { return values_; }

private:
    std::map<std::string, Datum, std::less<>> values_;
};

/// What a call made. `slots[i]` belongs to output i; a slot whose class says `output_is_list` holds an array
/// of data.
struct NodeOutputs {
    std::vector<std::vector<Datum>> slots;  ///< one element, or the whole list for an `output_is_list` slot
    std::optional<json::Object> ui;         ///< every member is an array
    /// A graph in API format that takes the node's place; `slots` may then hold links into it (literals [id,
    /// slot]). Its ids are local: the executor makes "<unique_id>.<call>.0.<id>" of them, in links between
    /// its nodes too. Links to nodes outside the graph (of `rawLink` inputs) stay as they are.
    std::optional<json::Object> expand;

    NodeOutputs() = default;
};

/// One node class: what `/object_info` says of it, and what it does.
struct NodeClass {
    std::string name;
    json::Object info;  ///< the entry of /object_info; lists of files are filled by `refresh`

    /// Brings file and model lists in `info` up to date. Optional.
    std::function<void(json::Object& info, const Folders&)> refresh;
    std::function<NodeResult<NodeOutputs>(const NodeInputs&, NodeHost&)> run;
    /// IS_CHANGED: literals only (linked inputs are null). Optional. A failure counts as NaN: never equal.
    std::function<NodeResult<json::Value>(const NodeInputs&, const Folders&)> is_changed;
    /// VALIDATE_INPUTS over `validated_inputs`: true, or false / a text with the reason. Optional.
    std::function<json::Value(const NodeInputs&, const Folders&)> validate;
    std::vector<std::string> validated_inputs;
    /// check_lazy_status: the names of lazy inputs that are needed now. Optional.
    std::function<std::vector<std::string>(const NodeInputs&)> lazy;
    /// INPUT_IS_LIST: `run` gets every input as an array of data — one call for all. Used by `run_lists`
    /// instead of `run`.
    std::function<NodeResult<NodeOutputs>(const std::map<std::string, std::vector<Datum>>&, NodeHost&)>
        run_lists;
    bool not_idempotent = false;  ///< the node id is part of the cache signature
};

/// All classes of one engine, in the order of /object_info.
class NodeRegistry {
public:
    void add(NodeClass node);
    const NodeClass* find(std::string_view name) const;
    const std::vector<std::unique_ptr<NodeClass>>& classes() const { return classes_; }

private:
    std::vector<std::unique_ptr<NodeClass>> classes_;
    std::map<std::string, std::size_t, std::less<>> by_name_;
};

}  // namespace divan::engine
