#include "reading.hpp"

#include <cmath>

#include <fmt/format.h>

#include <divan/json/parse.hpp>

namespace divan::protocol {

namespace {

constexpr std::size_t kSnippetBytes = 500;
constexpr double kFarAway = 3.2e14;       // milliseconds of ten thousand years
constexpr double kMilliseconds = 1.0e11;  // a number beyond this is no count of seconds

std::optional<Timestamp> time_of(std::optional<double> milliseconds) {
    if (!milliseconds || std::abs(*milliseconds) > kFarAway) return std::nullopt;
    return Timestamp{std::chrono::milliseconds{std::llround(*milliseconds)}};
}

}  // namespace

Result<json::Value> read_document(std::string_view body, std::string_view what,
                                  boost::json::storage_ptr arena) {
    auto value = json::parse(body, {}, std::move(arena));
    if (value) return value;
    Error error{Errc::malformed_reply, fmt::format("{} is no JSON: {}", what, value.error().message),
                "is the address that of a ComfyUI server?", std::string{body.substr(0, kSnippetBytes)}};
    error.context = std::move(value.error().context);
    return fail(std::move(error));
}

Result<json::Value> read_object(std::string_view body, std::string_view what,
                                boost::json::storage_ptr arena) {
    auto value = read_document(body, what, std::move(arena));
    if (!value || json::object_of(*value)) return value;
    return fail(Errc::malformed_reply,
                fmt::format("{} is a JSON {}, not an object", what, json::kind_name(*value)),
                "is the address that of a ComfyUI server?", std::string{body.substr(0, kSnippetBytes)});
}

Error malformed(std::string_view what, std::string_view complaint, std::string_view body) {
    return Error{Errc::malformed_reply, fmt::format("{} {}", what, complaint),
                 "is the address that of a ComfyUI server?", std::string{body.substr(0, kSnippetBytes)}};
}

Result<json::Value> read_array(std::string_view body, std::string_view what) {
    auto value = read_document(body, what);
    if (!value || json::array_of(*value)) return value;
    return fail(malformed(what, fmt::format("is a JSON {}, not a list", json::kind_name(*value)), body));
}

std::string id_text(const json::Value& value) {
    if (const auto text = json::text_of(value)) return std::string{*text};
    return json::number_text(value);
}

std::optional<NodeId> optional_node_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    if (!member) return std::nullopt;
    std::string text = id_text(*member);
    if (text.empty() && !json::is_text(*member)) return std::nullopt;
    return NodeId{std::move(text)};
}

std::vector<NodeId> nodes_in(const json::Value& list) {
    std::vector<NodeId> nodes;
    for (std::string& text : texts_in(list)) nodes.emplace_back(std::move(text));
    return nodes;
}

std::vector<NodeId> nodes_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    return member ? nodes_in(*member) : std::vector<NodeId>{};
}

std::vector<std::string> texts_in(const json::Value& list) {
    std::vector<std::string> texts;
    const json::Array* array = json::array_of(list);
    if (!array) return texts;
    for (const json::Value& element : *array)
        if (json::is_text(element) || json::is_number(element)) texts.push_back(id_text(element));
    return texts;
}

std::vector<std::string> texts_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    return member ? texts_in(*member) : std::vector<std::string>{};
}

std::optional<std::int64_t> integer_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    if (!member) return std::nullopt;
    if (const auto exact = json::to_int64(*member)) return exact;
    const auto rounded = json::to_double(*member);  // a clock that sends 1760000000000.5
    if (!rounded || !(std::abs(*rounded) < 9e18)) return std::nullopt;
    return static_cast<std::int64_t>(*rounded);
}

std::optional<bool> bool_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    return member ? json::to_bool(*member) : std::nullopt;
}

std::optional<double> number_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    const auto number = member ? json::to_double(*member) : std::nullopt;
    return number && std::isfinite(*number) ? number : std::nullopt;
}

std::string text_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    return member ? id_text(*member) : std::string{};
}

std::optional<Timestamp> seconds_at(const json::Value& value, std::string_view key) {
    const auto time = number_at(value, key);
    if (!time || std::abs(*time) > kMilliseconds) return time_of(time);
    return time_of(*time * 1000);
}

std::optional<Timestamp> milliseconds_at(const json::Value& value, std::string_view key) {
    return time_of(number_at(value, key));
}

const json::Array* array_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    return member ? json::array_of(*member) : nullptr;
}

json::Value without(json::Value value, std::string_view key) {
    if (json::object_of(value)) value.get_object().stable_erase(key);
    return value;
}

json::Value value_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    return member ? json::detached(*member) : json::Value{};
}

json::Value node_or_null(const std::optional<NodeId>& node) {
    if (!node) return {};
    return json::Value(node->str());
}

json::Array to_array(const std::vector<NodeId>& nodes) {
    json::Array array;
    for (const NodeId& node : nodes) array.emplace_back(node.str());
    return array;
}

}  // namespace divan::protocol
