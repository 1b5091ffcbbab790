#include <algorithm>

#include <divan/base/text.hpp>
#include <divan/net/http_message.hpp>

namespace divan::net {
namespace {

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && to_lower(a) == to_lower(b);
}

}  // namespace

void HttpHeaders::set(std::string_view name, std::string value) {
    const auto is_name = [&](const auto& field) { return same_name(field.first, name); };
    std::erase_if(fields_, is_name);
    fields_.emplace_back(name, std::move(value));
}

std::optional<std::string_view> HttpHeaders::find(std::string_view name) const {
    const auto is_name = [&](const auto& field) { return same_name(field.first, name); };
    const auto found = std::find_if(fields_.begin(), fields_.end(), is_name);
    if (found == fields_.end()) return std::nullopt;
    return found->second;
}

HttpRequest::HttpRequest(std::string verb, std::string path_and_query, std::string content,
                         std::string content_type)
    : method{std::move(verb)}, target{std::move(path_and_query)}, body{std::move(content)} {
    if (!content_type.empty()) headers.add("Content-Type", std::move(content_type));
}

HttpReply::HttpReply(int code, std::string content, std::string content_type)
    : status{code}, body{std::move(content)} {
    if (!content_type.empty()) headers.add("Content-Type", std::move(content_type));
}

}  // namespace divan::net
