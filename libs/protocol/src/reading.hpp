#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/storage_ptr.hpp>

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
json::Value value_at(const json::Value& value, std::string_view key);  ///< detached; null when absent

json::Value node_or_null(const std::optional<NodeId>& node);
json::Array to_array(const std::vector<NodeId>& nodes);

}  // namespace divan::protocol
