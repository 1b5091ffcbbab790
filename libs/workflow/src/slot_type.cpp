#include "slot_type.hpp"

#include <algorithm>

#include <divan/base/text.hpp>

namespace divan {
namespace {

std::string type_text(const json::Value& type) {
    return json::array_of(type) ? "combo" : to_lower(json::text_of(type).value_or(""));
}

}  // namespace

bool is_any_type(const json::Value& type) {
    const auto text = json::text_of(type);
    return text && (text->empty() || *text == "*" || text->starts_with("COMFY_MATCHTYPE_"));
}

bool is_same_type(const json::Value& left, const json::Value& right) {
    return json::same_content(left, right);
}

bool types_fit(const json::Value& left, const json::Value& right) {
    if (is_any_type(left) || is_any_type(right) || is_same_type(left, right)) return true;
    if (json::array_of(left) && json::array_of(right)) return false;
    const auto ours = split(type_text(left), ','), theirs = split(type_text(right), ',');
    return std::any_of(ours.begin(), ours.end(),
                       [&](const std::string& type) {
                           return type == "*" ||
                                  std::find(theirs.begin(), theirs.end(), type) != theirs.end();
                       }) ||
           std::find(theirs.begin(), theirs.end(), "*") != theirs.end();
}

}  // namespace divan
