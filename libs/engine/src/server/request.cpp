#include "server/request.hpp"

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/workflow/python_number.hpp>

namespace divan::engine {

std::optional<std::string> Request::asked(std::string_view key) const {
    for (const auto& [name, value] : query)
        if (name == key) return value;
    return std::nullopt;
}

std::string Request::asked_or(std::string_view key, std::string_view otherwise) const {
    return asked(key).value_or(std::string{otherwise});
}

bool Request::asked_true(std::string_view key) const { return to_lower(asked_or(key, "")) == "true"; }

std::string Request::parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters)
        if (key == name) return value;
    return {};
}

Result<json::Value> Request::json() const { return json::parse(body); }

bool is_set(const json::Value& body, std::string_view member) {
    const json::Value* value = json::find(body, member);
    return value && python_truth(*value);
}

std::string_view without_api_prefix(std::string_view path) {
    if (path == "/api") return path;
    return path.starts_with("/api/") ? path.substr(4) : path;
}

}  // namespace divan::engine
