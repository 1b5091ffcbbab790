#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/storage_ptr.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/prompt_id.hpp>

/// Small readers for foreign JSON: a member that is missing or of another kind reads as "nothing".
namespace divan::protocol {

/// The whole body as an object. With an arena it takes half the time; what is kept of it must then be
/// `json::detached`. Errors: `malformed_reply`, with `what` in the message and the start of the text.
Result<json::Value> read_object(std::string_view body, std::string_view what,
                                boost::json::storage_ptr arena = {});
Result<json::Value> read_document(std::string_view body, std::string_view what,
                                  boost::json::storage_ptr arena = {});

/// A text, or a number as it is spelled (ids that a careless server wrote as numbers).
std::string id_text(const json::Value& value);
template <class Id>
Id id_at(const json::Value& value, std::string_view key) {
    const json::Value* member = json::find(value, key);
    return member ? Id{id_text(*member)} : Id{};
}
std::optional<NodeId> optional_node_at(const json::Value& value, std::string_view key);
std::vector<NodeId> nodes_in(const json::Value& list);
std::vector<NodeId> nodes_at(const json::Value& value, std::string_view key);
std::vector<std::string> texts_in(const json::Value& list);
std::vector<std::string> texts_at(const json::Value& value, std::string_view key);
std::optional<std::int64_t> integer_at(const json::Value& value, std::string_view key);
std::optional<bool> bool_at(const json::Value& value, std::string_view key);
std::optional<double> number_at(const json::Value& value,
                                std::string_view key);                ///< nothing for NaN and infinities
std::string text_at(const json::Value& value, std::string_view key);  ///< numbers as they are spelled
/// A time since 1970; nothing for other kinds and for times that no clock shows. `seconds_at`: as Python's
/// `stat` has it, but whole milliseconds where a newer server writes those (ComfyUI 0.21.0, /userdata with
/// `full_info`): seconds beyond 10^11 would be the year 5138.
std::optional<Timestamp> seconds_at(const json::Value& value, std::string_view key);
std::optional<Timestamp> milliseconds_at(const json::Value& value, std::string_view key);
const json::Array* array_at(const json::Value& value, std::string_view key);  ///< nullptr for other kinds
json::Value without(json::Value value, std::string_view key);          ///< an object without one member
json::Value value_at(const json::Value& value, std::string_view key);  ///< detached; null when absent

Error malformed(std::string_view what, std::string_view complaint, std::string_view body);
/// Reads every element of a list with `read`, which returns nothing for an element that makes no sense.
/// Errors: `malformed_reply` with the index of the first such element.
template <class T, class Read>
Result<std::vector<T>> read_elements(const json::Array& list, std::string_view what, std::string_view body,
                                     Read read) {
    std::vector<T> elements;
    elements.reserve(list.size());
    for (const json::Value& value : list) {
        std::optional<T> element = read(value);
        if (!element)
            return fail(
                malformed(what, "cannot be read at element " + std::to_string(elements.size()), body));
        elements.push_back(std::move(*element));
    }
    return elements;
}
/// The whole body as a list. Errors: `malformed_reply`.
Result<json::Value> read_array(std::string_view body, std::string_view what);

json::Value node_or_null(const std::optional<NodeId>& node);
json::Array to_array(const std::vector<NodeId>& nodes);

}  // namespace divan::protocol
