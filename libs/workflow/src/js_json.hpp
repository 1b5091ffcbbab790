#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <divan/json/value.hpp>

/// JSON as JavaScript reads and writes it, for hashes that were made there.
namespace divan {

using Members = std::vector<const json::Object::value_type*>;

/// `JSON.stringify(JSON.parse(…))`: numbers are doubles, keys that are array indices come first.
std::string js_stringify(const json::Value& value);
std::string js_quote(std::string_view text);

/// The members in the order in which an object enumerates them that got them in this order.
Members js_enumerated(Members members);
Members js_enumerated(const json::Object& object);

/// `left < right` for texts: by 16-bit units, not by code points.
bool js_less(std::string_view left, std::string_view right);

}  // namespace divan
