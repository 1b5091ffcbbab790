#include "sources/data_url.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/base64.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

constexpr std::string_view kMark = "data:";
constexpr std::size_t kLongestHead = 256;  // before the comma

bool is_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/// What `from_base64` did not take.
std::string wrong_with(std::string_view digits) {
    const auto end = std::min(digits.find_last_not_of('=') + 1, digits.size());
    for (std::size_t at = 0; at < end; ++at)
        if (!is_digit(digits[at]))
            return fmt::format("the character at {} is not of base64's alphabet (A-Z a-z 0-9 + /)", at);
    if (digits.size() % 4 != 0)
        return fmt::format("{} characters are no multiple of 4: is it cut off, or without padding?",
                           digits.size());
    return "its padding is wrong";
}

}  // namespace

Result<std::string> inline_bytes(std::string_view text) {
    std::size_t begin = 0;
    if (to_lower(text.substr(0, kMark.size())) == kMark) {
        const auto comma = text.substr(0, kLongestHead).find(',');
        if (comma == text.npos)
            return fail(Errc::invalid_argument, "the data URL has no comma before its data",
                        "data:image/png;base64,… is expected");
        if (!to_lower(text.substr(0, comma)).ends_with(";base64"))
            return fail(Errc::invalid_argument, "the data URL is not base64",
                        "data:image/png;base64,… is expected");
        begin = comma + 1;
    }
    const std::string_view digits = text.substr(begin);
    if (digits.empty()) return fail(Errc::invalid_argument, "there is no data");
    auto bytes = from_base64(digits);
    if (!bytes) return fail(Errc::invalid_argument, "this is no base64: " + wrong_with(digits));
    return std::move(*bytes);
}

}  // namespace divan::gateway
