#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/workflow/explain.hpp>
#include <divan/workflow/python_text.hpp>
#include <divan/workflow/structure.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

/// "between 1 and 10000", "at least 1", "at most 8"; empty without limits.
std::string range_words(const InputSpec& spec) {
    const auto *min = spec.option("min"), *max = spec.option("max");
    if (min && max) return fmt::format("between {} and {}", python_str(*min), python_str(*max));
    if (min) return "at least " + python_str(*min);
    return max ? "at most " + python_str(*max) : std::string{};
}

std::string default_words(const InputSpec& spec) {
    const auto* preset = spec.option("default");
    return preset && !json::array_of(*preset) ? fmt::format(" (default {})", python_repr(*preset))
                                              : std::string{};
}

class Explainer {
public:
    Explainer(const Workflow& workflow, const NodeCatalogue& catalogue)
        : workflow_{workflow}, catalogue_{catalogue} {}

    void node(const std::string& id, const json::Value& entry) {
        node_ = NodeId{id};
        class_type_ = json::text_or(entry, "class_type", workflow_.class_type(node_));
        const auto* errors = json::find(entry, "errors");
        if (const auto* listed = errors ? json::array_of(*errors) : nullptr)
            for (const auto& error : *listed) node_error(error);
    }

    /// An error of the prompt as a whole, unless the nodes' errors say it better.
    void prompt(const PromptVerdict& verdict) {
        const std::string type = json::text_or(verdict.error, "type");
        if (type.empty() || (type == "prompt_outputs_failed_validation" && !problems_.empty())) return;
        if (type == "prompt_outputs_failed_validation" && cycles()) return;
        const std::string details = json::text_or(verdict.error, "details");
        node_ = node_in(details);
        class_type_ = workflow_.class_type(node_);
        add(type, json::text_or(verdict.error, "message", type), prompt_hint(type));
    }

    void server_failed(int http_status) {
        node_ = NodeId{};
        class_type_.clear();
        add("server_error", fmt::format("ComfyUI answers HTTP {} to this prompt", http_status),
            "the prompt must be an object of nodes in the API format");
    }

    std::vector<Problem> take() { return std::move(problems_); }

private:
    void add(std::string code, std::string message, std::string hint, std::string input = {}) {
        problems_.push_back(Problem{std::move(code), node_, class_type_, workflow_.title(node_),
                                    std::move(message), std::move(hint), std::move(input)});
    }

    void node_error(const json::Value& error) {
        const std::string type = json::text_or(error, "type"), details = json::text_or(error, "details");
        const auto* extra = json::find(error, "extra_info");
        const std::string input = extra ? json::text_or(*extra, "input_name") : std::string{};
        const auto* received = extra ? json::find(*extra, "received_value") : nullptr;
        const auto* info = catalogue_.find(class_type_);
        add(type, words(type, input, details, json::text_or(error, "message"), received),
            hint(type, input, info ? info->input(input) : nullptr, received), input);
    }

    static std::string words(const std::string& type, const std::string& input, const std::string& details,
                             const std::string& message, const json::Value* received) {
        const std::string value = received ? python_repr(*received) : std::string{};
        if (type == "required_input_missing") return fmt::format("input '{}' is missing", input);
        if (type == "value_not_in_list")
            return fmt::format("input '{}' is {}, which the server does not offer", input, value);
        if (type == "value_smaller_than_min")
            return fmt::format("input '{}' is {}, which is too small", input, value);
        if (type == "value_bigger_than_max")
            return fmt::format("input '{}' is {}, which is too big", input, value);
        if (type == "invalid_input_type")
            return fmt::format("input '{}' is {}, which has the wrong type", input, value);
        if (type == "exception_during_inner_validation" || type == "exception_during_validation")
            return exception_words(details);
        return details.empty() ? message : message + ": " + details;
    }

    /// Python's KeyError shows only the key: the node that a link names, or `inputs`.
    static std::string exception_words(const std::string& details) {
        if (details == "'inputs'") return "the node has no 'inputs'";
        if (details.ends_with("index out of range")) return "a link names an output slot that does not exist";
        if (details.size() > 1 && details.front() == '\'' && details.back() == '\'')
            return fmt::format("a link names node {}, which does not exist", details);
        return "ComfyUI cannot check the node: " + details;
    }

    std::string hint(const std::string& type, const std::string& input, const InputSpec* spec,
                     const json::Value* received) const {
        if (type.starts_with("exception_during")) return link_hint();
        if (!spec) return {};
        if (type == "value_not_in_list") return choice_hint(input, *spec, received);
        if (type == "required_input_missing") return missing_hint(*spec);
        if (type == "value_smaller_than_min" || type == "value_bigger_than_max" ||
            type == "invalid_input_type") {
            const auto range = range_words(*spec);
            return fmt::format("it takes {}{}{}{}", spec->type_name(), range.empty() ? "" : " ", range,
                               default_words(*spec));
        }
        return type == "return_type_mismatch" ? fmt::format("link an output of type {}", spec->type_name())
                                              : std::string{};
    }

    std::string choice_hint(const std::string& input, const InputSpec& spec,
                            const json::Value* received) const {
        const auto* listed = spec.choices();
        if (!listed || listed->empty())
            return "the server has nothing to choose from here: is a model file missing?";
        const auto choices = catalogue_.choices(class_type_, input);
        const auto near = received ? did_you_mean(python_str(*received), choices) : std::string{};
        if (!near.empty()) return near;
        const std::vector<std::string> first(
            choices.begin(),
            choices.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(choices.size(), 5)));
        return fmt::format(
            "it offers {}{}", join(first, ", "),
            choices.size() > 5 ? fmt::format(" and {} more", choices.size() - 5) : std::string{});
    }

    static std::string missing_hint(const InputSpec& spec) {
        const bool is_value = spec.is_choice() || spec.option("default");
        if (!is_value) return fmt::format("link an output of type {}", spec.type_name());
        return fmt::format("ComfyUI fills in no defaults; set it{}", default_words(spec));
    }

    /// What our own check of the structure knows about the links of this node.
    std::string link_hint() const {
        const auto& all = structure();
        const auto first = first_problem_.find(node_);
        if (first == first_problem_.end()) return {};
        const Problem& problem = all[first->second];
        return problem.message + (problem.hint.empty() ? "" : "; " + problem.hint);
    }

    bool cycles() {
        for (const auto& problem : structure())
            if (problem.code == "cycle") problems_.push_back(problem);
        return !problems_.empty();
    }

    const std::vector<Problem>& structure() const {
        if (structure_) return *structure_;
        structure_ = check_structure(workflow_, catalogue_.size() > 0 ? &catalogue_ : nullptr);
        for (std::size_t i = 0; i < structure_->size(); ++i) first_problem_.emplace((*structure_)[i].node, i);
        return *structure_;
    }

    /// "Node ID '#6'" names node 6.
    static NodeId node_in(std::string_view details) {
        constexpr std::string_view kBefore = "Node ID '#";
        if (!details.starts_with(kBefore) || !details.ends_with('\'')) return NodeId{};
        return NodeId{std::string{details.substr(kBefore.size(), details.size() - kBefore.size() - 1)}};
    }

    std::string prompt_hint(const std::string& type) const {
        if (type == "prompt_no_outputs") return "add a node such as SaveImage";
        if ((type != "invalid_prompt" && type != "missing_node_type") || class_type_.empty()) return {};
        const auto near = did_you_mean(class_type_, catalogue_.classes());
        return near.empty() ? "install the custom node that brings it" : near;
    }

    const Workflow& workflow_;
    const NodeCatalogue& catalogue_;
    NodeId node_;
    std::string class_type_;
    std::vector<Problem> problems_;
    mutable std::optional<std::vector<Problem>> structure_;  // found when first asked for
    mutable std::map<NodeId, std::size_t> first_problem_;
};

}  // namespace

std::vector<Problem> explain(const PromptVerdict& verdict, const Workflow& workflow,
                             const NodeCatalogue& catalogue) {
    Explainer explainer{workflow, catalogue};
    for (const auto& member : verdict.node_errors)
        explainer.node(std::string{key_of(member)}, member.value());
    explainer.prompt(verdict);
    if (verdict.http_status >= 500) explainer.server_failed(verdict.http_status);
    return explainer.take();
}

}  // namespace divan
