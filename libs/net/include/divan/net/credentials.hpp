#pragma once

#include <string>
#include <utility>
#include <vector>

#include <divan/base/error.hpp>

namespace divan::net {

/// What proves who we are: any number of header fields.
/// Never printed: `describe` shows the names of the fields, not their values.
class Credentials {
public:
    Credentials() = default;
    static Credentials basic(std::string_view user, std::string_view password);
    static Credentials bearer(std::string_view token);
    /// Errors: `invalid_argument` for a name that is no header name or a value with control characters.
    static Result<Credentials> header(std::string name, std::string value);
    /// Both sets of fields.
    Credentials operator+(const Credentials& other) const;

    const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }
    bool empty() const { return fields_.empty(); }
    std::string describe() const;

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

}  // namespace divan::net
