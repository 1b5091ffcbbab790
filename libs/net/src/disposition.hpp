#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace divan::net {

/// A header value with parameters: `form-data; name="image"; filename="a \"b\".png"`.
struct ParameterList {
    std::string value;                                            ///< before the first ";", in lower case
    std::vector<std::pair<std::string, std::string>> parameters;  ///< names in lower case, values unquoted

    ParameterList() = default;
    std::optional<std::string> find(std::string_view name) const;
};

/// Tolerant: what cannot be read as a parameter is left out. Backslash escapes of quoted strings are undone.
ParameterList parse_parameters(std::string_view text);

/// The value of an extended parameter such as `filename*=UTF-8''caf%C3%A9.png` (RFC 8187); nothing when it is
/// none.
std::optional<std::string> decode_extended(std::string_view text);

}  // namespace divan::net
