#include "header_text.hpp"

#include <algorithm>

#include <divan/base/text.hpp>

namespace divan::net {
namespace {

bool is_token_char(char c) {
    constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kSigns.find(c) != std::string_view::npos;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_target(std::string_view text) {
    return !text.empty() &&
           std::none_of(text.begin(), text.end(), [](char c) { return c == ' ' || is_control(c); });
}

Result<void> append_fields(std::string& head, const HttpHeaders& headers) {
    for (const auto& [name, value] : headers.fields()) {
        if (!is_header_name(name) || !is_header_value(value))
            return fail(
                Error{Errc::invalid_argument, "a header field would break the message"}.with("field", name));
        head.append(name).append(": ").append(value).append("\r\n");
    }
    head += "\r\n";
    return {};
}

}  // namespace

bool is_header_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char);
}

bool is_header_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return c != '\t' && is_control(c); });
}

Result<std::string> request_head(const std::string& method, const std::string& target,
                                 const HttpHeaders& headers) {
    if (!is_header_name(method)) return fail(Errc::invalid_argument, "'" + method + "' is no HTTP method");
    if (!is_target(target))
        return fail(Errc::invalid_argument,
                    "the request target '" + target + "' has a space or control character",
                    "percent-encode it");
    std::string head = method + " " + target + " HTTP/1.1\r\n";
    auto fields = append_fields(head, headers);
    if (!fields) return fail(std::move(fields).error());
    return head;
}

Result<std::string> reply_head(int status, const HttpHeaders& headers) {
    if (status < 100 || status > 999)
        return fail(Errc::invalid_argument, std::to_string(status) + " is no HTTP status");
    std::string head = "HTTP/1.1 " + std::to_string(status) + " ";
    head.append(reason_phrase(status)).append("\r\n");
    auto fields = append_fields(head, headers);
    if (!fields) return fail(std::move(fields).error());
    return head;
}

bool has_token(const HttpHeaders& headers, std::string_view name, std::string_view token) {
    const std::string wanted = to_lower(token);
    for (const auto& [key, value] : headers.fields()) {
        if (to_lower(key) != to_lower(name)) continue;
        for (const std::string& each : split(value, ','))
            if (to_lower(trim(each)) == wanted) return true;
    }
    return false;
}

}  // namespace divan::net
