#include <algorithm>

#include <fmt/format.h>

#include <divan/workflow/python_text.hpp>
#include <divan/workflow/validate.hpp>

#include "validate_error.hpp"
#include "validate_graph.hpp"
#include "workflow_graph.hpp"

namespace divan {
namespace {

/// ComfyUI raises outside of every handler: its web server answers 500 with a plain text.
PromptVerdict server_error() {
    PromptVerdict verdict;
    verdict.http_status = 500;
    return verdict;
}

PromptVerdict refused(json::Object error) {
    PromptVerdict verdict;
    verdict.http_status = 400;
    verdict.error = std::move(error);
    return verdict;
}

PromptVerdict invalid_prompt(std::string_view message, std::string_view id) {
    return refused(error_object("invalid_prompt", message, fmt::format("Node ID '#{}'", id)));
}

PromptVerdict no_class_type(std::string_view id) {
    return invalid_prompt("Cannot execute because a node is missing the class_type property.", id);
}

PromptVerdict no_outputs() { return refused(error_object("prompt_no_outputs", "Prompt has no outputs", "")); }

bool contains_text(const json::Array& items, std::string_view wanted) {
    return std::any_of(items.begin(), items.end(),
                       [&](const auto& item) { return json::text_of(item) == wanted; });
}

/// Python's `id in targets`; nothing where that raises.
std::optional<bool> is_target(const json::Value& targets, std::string_view id) {
    if (python_type_name(targets) == "NoneType") return true;
    if (const auto* items = json::array_of(targets)) return contains_text(*items, id);
    if (const auto* members = json::object_of(targets)) return json::find(*members, id) != nullptr;
    if (const auto text = json::text_of(targets)) return text->find(id) != std::string_view::npos;
    return std::nullopt;
}

/// Python's `'class_type' in node` for what is no object; nothing where that, or the reading after it,
/// raises.
bool lacks_class_quietly(const json::Value& node) {
    if (const auto* items = json::array_of(node)) return !contains_text(*items, "class_type");
    if (const auto text = json::text_of(node)) return text->find("class_type") == std::string_view::npos;
    return false;
}

/// One node in the first pass over a prompt.
struct Look {
    const NodeInfo* info = nullptr;
    std::optional<PromptVerdict> stop;
};

Look look_at(std::string_view id, const json::Value& node, const NodeCatalogue& catalogue) {
    Look look;
    const auto* members = json::object_of(node);
    const auto* class_type = members ? json::find(*members, "class_type") : nullptr;
    if (!members)
        look.stop = lacks_class_quietly(node) ? no_class_type(id) : server_error();
    else if (!class_type)
        look.stop = no_class_type(id);
    else if (json::array_of(*class_type) || json::object_of(*class_type))
        look.stop = server_error();
    else if (const auto name = json::text_of(*class_type))
        look.info = catalogue.find(*name);
    if (!look.stop && !look.info)
        look.stop = invalid_prompt(
            fmt::format("Cannot execute because node {} does not exist.", python_str(*class_type)), id);
    return look;
}

/// A list as prompt: Python takes its elements for indices into itself.
PromptVerdict judge_list(const json::Array& prompt, const NodeCatalogue& catalogue) {
    const auto count = static_cast<std::int64_t>(prompt.size());
    for (const json::Value& key : prompt) {
        const auto flag = json::to_bool(key);
        const auto number = flag ? std::optional<std::int64_t>{*flag} : json::to_int64(key);
        if ((!flag && !json::is_integer(key)) || !number || *number >= count || *number < -count)
            return server_error();
        const auto place = static_cast<std::size_t>(*number < 0 ? *number + count : *number);
        if (auto look = look_at(python_str(key), prompt[place], catalogue); look.stop)
            return std::move(*look.stop);
    }
    return prompt.empty() ? no_outputs() : server_error();
}

PromptVerdict judge_odd_prompt(const json::Value& prompt, const NodeCatalogue& catalogue) {
    if (const auto* items = json::array_of(prompt)) return judge_list(*items, catalogue);
    return json::text_of(prompt) == "" ? no_outputs() : server_error();
}

class PromptJudge {
public:
    PromptJudge(const json::Object& prompt, const NodeCatalogue& catalogue, const ValidateOptions& options)
        : prompt_(prompt),
          catalogue_{catalogue},
          options_{options},
          graph_{prompt_, catalogue, options_.custom} {}

    PromptVerdict judge() {
        if (auto stop = find_outputs()) return std::move(*stop);
        if (candidates_.empty()) return no_outputs();
        for (const auto& output : candidates_) judge_output(output);
        if (verdict_.outputs.empty()) {
            verdict_.http_status = 400;
            verdict_.error = error_object("prompt_outputs_failed_validation",
                                          "Prompt outputs failed validation", details_);
        } else {
            verdict_.accepted = true;
            verdict_.prompt = std::move(prompt_);
        }
        return std::move(verdict_);
    }

private:
    std::optional<PromptVerdict> find_outputs() {
        for (const auto& member : prompt_) {
            auto look = look_at(key_of(member), member.value(), catalogue_);
            if (look.stop) return std::move(look.stop);
            if (!look.info->output_node) continue;
            const auto wanted = is_target(options_.partial_execution_targets, key_of(member));
            if (!wanted) return server_error();
            if (*wanted) candidates_.emplace_back(key_of(member));
        }
        return std::nullopt;
    }

    void judge_output(const std::string& output) {
        const NodeOutcome& outcome = graph_.validate(output);
        if (outcome.valid) return void(verdict_.outputs.emplace_back(output));
        for (const auto& error : outcome.errors) add_details(error);
        const auto& all = graph_.outcomes();
        for (; seen_ < all.size(); ++seen_)
            if (!all[seen_].valid && !all[seen_].errors.empty()) bad_.push_back(seen_);
        for (const std::size_t bad : bad_) blame(all[bad], output);
    }

    void add_details(const json::Value& error) {
        if (!details_.empty()) details_ += '\n';
        details_ += json::text_or(error, "message") + ": " + json::text_or(error, "details");
    }

    /// Every node found bad so far is said to spoil the output, related or not, as ComfyUI says it.
    void blame(const NodeOutcome& bad, const std::string& output) {
        auto& entry = verdict_.node_errors[bad.id];
        if (!entry.if_object()) {
            json::Object fresh;
            fresh["errors"] = bad.errors;
            fresh["dependent_outputs"] = json::Array{};
            fresh["class_type"] = *json::find(*json::find(prompt_, bad.id), "class_type");
            entry = std::move(fresh);
        }
        entry.get_object()["dependent_outputs"].get_array().emplace_back(output);
    }

    json::Object prompt_;
    const NodeCatalogue& catalogue_;
    const ValidateOptions& options_;
    GraphValidator graph_;
    std::vector<std::string> candidates_;
    std::vector<std::size_t> bad_;
    std::size_t seen_ = 0;
    std::string details_;
    PromptVerdict verdict_;
};

}  // namespace

json::Value PromptVerdict::error_body() const {
    json::Object body;
    body["error"] = error;
    body["node_errors"] = node_errors;
    return body;
}

PromptVerdict validate_prompt(const json::Value& prompt, const NodeCatalogue& catalogue,
                              const ValidateOptions& options) {
    const auto* nodes = json::object_of(prompt);
    return nodes ? PromptJudge{*nodes, catalogue, options}.judge() : judge_odd_prompt(prompt, catalogue);
}

PromptVerdict validate_request(const json::Value& body, const NodeCatalogue& catalogue,
                               const ValidateOptions& options) {
    const auto no_prompt = [] {
        return refused(error_object("no_prompt", "No prompt provided", "No prompt provided"));
    };
    const auto holds = [&](std::string_view key) {  // Python's `in`, for a list or a text
        if (const auto* items = json::array_of(body)) return contains_text(*items, key);
        return json::text_of(body).value_or("").find(key) != std::string_view::npos;
    };
    const auto* members = json::object_of(body);
    if (!members && !json::array_of(body) && !json::is_text(body)) return server_error();
    if (!members) return holds("number") || holds("front") || holds("prompt") ? server_error() : no_prompt();
    const auto* prompt = json::find(*members, "prompt");
    if (!prompt) return no_prompt();
    ValidateOptions with_targets = options;
    const auto* targets = json::find(*members, "partial_execution_targets");
    with_targets.partial_execution_targets = targets ? *targets : json::Value(nullptr);
    return validate_prompt(*prompt, catalogue, with_targets);
}

PromptVerdict read_verdict(int http_status, const json::Value& body) {
    PromptVerdict verdict;
    verdict.http_status = http_status;
    verdict.accepted = http_status == 200;
    if (const auto* error = json::find(body, "error"); error && json::object_of(*error))
        verdict.error = *error;
    const auto* errors = json::find(body, "node_errors");
    if (const auto* nodes = errors ? json::object_of(*errors) : nullptr) verdict.node_errors = *nodes;
    return verdict;
}

}  // namespace divan
