#include <divan/workflow/token_template.hpp>

#include <algorithm>
#include <optional>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>

#include "combined_error.hpp"
#include "loader_removal.hpp"
#include "token_slots.hpp"

namespace divan {
namespace {

Result<TokenValues> upper_case(const TokenValues& values) {
    TokenValues upper;
    for (const auto& [token, value] : values)
        if (!upper.emplace(to_upper(token), value).second)
            return fail(
                Error{Errc::invalid_argument, "the token " + to_upper(token) + " is given in two spellings"}
                    .with("token", printable(token, 200)));
    return upper;
}

Error with_facts(Error error, const std::string& name, const std::vector<std::string>& tokens) {
    for (const auto& token : tokens) error = std::move(error).with(name, token);
    return error;
}

Error unknown_tokens(const std::vector<std::string>& unknown, const std::vector<std::string>& slots) {
    const std::string there =
        slots.empty() ? "the template has no slots" : "its slots are " + join(slots, ", ");
    const std::string near = unknown.size() == 1 ? did_you_mean(unknown[0], slots) : "";
    return with_facts(Error{Errc::invalid_argument, "the template has no slot for " + join(unknown, ", "),
                            near.empty() ? there : near + "; " + there},
                      "unknown", unknown);
}

Error unfilled_slots(const std::vector<std::string>& unfilled) {
    return with_facts(
        Error{Errc::invalid_argument, "no value was given for the slots " + join(unfilled, ", "),
              "give each slot a value; an empty text is one"},
        "unfilled", unfilled);
}

/// The value as a part of a text; nothing for objects, arrays and null, which have no one way to be written.
std::optional<std::string> as_text(const json::Value& value) {
    if (const auto text = json::text_of(value)) return std::string{*text};
    if (json::is_number(value)) return json::number_text(value);
    if (const auto flag = json::to_bool(value)) return std::string{*flag ? "true" : "false"};
    return std::nullopt;
}

/// Fills the slots of one text. Every token has a value.
Result<json::Value> filled(std::string_view text, const TokenValues& values) {
    auto slot = next_slot(text);
    if (slot && slot->begin == 0 && slot->end == text.size()) return values.at(slot->token);
    std::string out;
    std::size_t at = 0;
    for (; slot; slot = next_slot(text, at)) {
        const json::Value& value = values.at(slot->token);
        const auto part = as_text(value);
        if (!part)
            return fail(Error{Errc::invalid_argument,
                              "the value of " + slot->token + " stands inside a text, but is a" +
                                  (json::array_of(value) || json::object_of(value) ? "n " : " ") +
                                  std::string{json::kind_name(value)}}
                            .with("token", slot->token));
        out.append(text, at, slot->begin - at).append(*part);
        at = slot->end;
    }
    out += text.substr(at);
    return json::Value(std::string_view{out});
}

std::vector<std::string> tokens_of(json::Value value) {
    std::vector<std::string> tokens;
    for_each_text(value, [&](json::Value& text) {
        const std::string_view all = *json::text_of(text);
        for (auto slot = next_slot(all); slot; slot = next_slot(all, slot->end))
            if (std::ranges::find(tokens, slot->token) == tokens.end()) tokens.push_back(slot->token);
        return true;
    });
    return tokens;
}

/// The loaders whose `lora_name` is a slot with an empty value.
std::vector<NodeId> unused_loaders(const Workflow& workflow, const TokenValues& values) {
    std::vector<NodeId> unused;
    for (const NodeId& node : workflow.node_ids()) {
        const json::Value* name = workflow.get(node, "lora_name");
        const auto text = name ? json::text_of(*name) : std::nullopt;
        const auto slot = text ? next_slot(*text) : std::nullopt;
        if (!slot || slot->begin != 0 || slot->end != text->size()) continue;
        const auto value = values.find(slot->token);
        if (value != values.end() && json::text_of(value->second) == "") unused.push_back(node);
    }
    return unused;
}

}  // namespace

TokenTemplate::TokenTemplate(Workflow workflow)
    : workflow_{std::move(workflow)}, tokens_{tokens_of(workflow_.to_value())} {}

Result<TokenTemplate> TokenTemplate::parse(std::string_view text) {
    auto value = json::parse(quote_bare_slots(text));
    if (!value) return fail(std::move(value).error());
    if (const auto key = key_with_slot(*value))
        return fail(Error{Errc::malformed_workflow, "a slot stands in a name, not in a value",
                          "put slots into the values of inputs only"}
                        .with("name", printable(*key, 200)));
    auto workflow = Workflow::from_json(std::move(*value));
    if (!workflow) return fail(std::move(workflow).error());
    return TokenTemplate{std::move(*workflow)};
}

bool TokenTemplate::has(std::string_view token) const {
    return std::ranges::find(tokens_, to_upper(token)) != tokens_.end();
}

Result<Workflow> TokenTemplate::fill(const TokenValues& wanted, const TokenValues& otherwise) const {
    auto values = upper_case(wanted);
    if (!values) return fail(std::move(values).error());
    auto rest = upper_case(otherwise);
    if (!rest) return fail(std::move(rest).error());
    std::vector<Error> problems;
    std::vector<std::string> unknown;
    for (const auto& [token, value] : *values)
        if (!has(token)) unknown.push_back(token);
    if (!unknown.empty()) problems.push_back(unknown_tokens(unknown, tokens_));
    values->merge(*rest);

    Workflow workflow = workflow_;
    for (const NodeId& loader : unused_loaders(workflow, *values))
        if (auto removed = remove_loader(workflow, loader); !removed)
            problems.push_back(std::move(removed).error());
    json::Value graph = workflow.to_value();
    std::vector<std::string> unfilled;
    for (const auto& token : tokens_of(graph))
        if (!values->contains(token)) unfilled.push_back(token);
    if (!unfilled.empty()) problems.push_back(unfilled_slots(unfilled));
    if (!problems.empty()) return fail(combined_error(std::move(problems)));

    std::optional<Error> problem;
    for_each_text(graph, [&](json::Value& text) {
        auto value = filled(*json::text_of(text), *values);
        if (!value)
            problem = std::move(value).error();
        else
            text = *value;
        return !problem;
    });
    if (problem) return fail(*std::move(problem));
    return Workflow::from_json(std::move(graph));
}

}  // namespace divan
