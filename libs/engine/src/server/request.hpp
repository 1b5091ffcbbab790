#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/net/http_message.hpp>
#include <divan/net/url.hpp>

namespace divan::engine {

/// One request as the routes see it: read whole, split, decoded.
struct Request {
    std::string method;
    std::string path;  ///< still percent-encoded, as the client sent it
    net::Query query;
    net::HttpHeaders headers;
    std::string body;
    std::vector<std::pair<std::string, std::string>> parameters;  ///< of the route's pattern, decoded

    Request() = default;

    /// The first value of that query key; an empty value counts.
    std::optional<std::string> asked(std::string_view key) const;
    std::string asked_or(std::string_view key, std::string_view otherwise) const;
    /// Python's `value.lower() == "true"`.
    bool asked_true(std::string_view key) const;
    /// A placeholder of the route's pattern; empty when the pattern has none of that name.
    std::string parameter(std::string_view name) const;
    /// The body as JSON, whatever its Content-Type says (comfyui-protocol §0.2). Errors: `malformed_json`.
    Result<json::Value> json() const;
};

/// Python's truth of a member; false when it is absent.
bool is_set(const json::Value& body, std::string_view member);

/// True for `/api/x` and `/x` alike: the path without the prefix under which ComfyUI repeats its routes.
std::string_view without_api_prefix(std::string_view path);

}  // namespace divan::engine
