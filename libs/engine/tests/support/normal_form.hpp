#pragma once

#include <map>
#include <string>

#include <divan/json/value.hpp>
#include <divan/net/websocket.hpp>

namespace divan::engine::testing {

/// A JSON text with everything taken out that differs from run to run. `ids`: prompt ids to be replaced.
std::string normal_form(const json::Value& value, const std::map<std::string, std::string>& ids);

/// Kinds and member names only; of an array, its first element.
std::string shape_of(const json::Value& value);

/// One socket message as text: JSON in normal form, or what the binary event says (pictures by their first
/// bytes).
std::string message_text(const net::WebSocketMessage& message, const std::map<std::string, std::string>& ids);
/// The same for a recorded step.
std::string recorded_text(const json::Value& step);

}  // namespace divan::engine::testing
