#pragma once

#include <string_view>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan {

/// A value from a command line or a form, where nothing is known about its place: JSON when the whole text is
/// a JSON number, true, false, null, quoted text, array or object; every other text is a text. So `7` is a
/// number, `007`, `a red fox` and `[draft] fox` are texts, and `"7"` (with the quotes) is the text 7. Errors:
/// `invalid_argument` when the text is no UTF-8.
Result<json::Value> parse_cli_value(std::string_view text);

/// The same for a place that holds `present` now, so that a value keeps its kind:
/// - a text stays a text, character by character: `007`, `true` and `"quoted"` are taken literally;
/// - a number stays one: `007` is 7, `+5` is 5, blanks around are dropped; what is no number is refused;
/// - true and false also from yes/no, on/off and 1/0 in any case (ComfyUI itself reads the text "false" as
/// true);
/// - links, null, arrays and objects: as `parse_cli_value`.
/// Errors: `invalid_argument`, with what the place holds.
Result<json::Value> parse_cli_value_like(const json::Value& present, std::string_view text);

}  // namespace divan
