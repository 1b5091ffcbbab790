#include <divan/base/base64.hpp>
#include <divan/base/text.hpp>
#include <divan/net/credentials.hpp>

#include "header_text.hpp"

namespace divan::net {
Credentials Credentials::basic(std::string_view user, std::string_view password) {
    std::string pair{user};
    pair.append(":").append(password);
    Credentials made;
    made.fields_.emplace_back("Authorization", "Basic " + base64(pair));
    return made;
}

Credentials Credentials::bearer(std::string_view token) {
    Credentials made;
    made.fields_.emplace_back("Authorization", "Bearer " + std::string{trim(token)});
    return made;
}

Result<Credentials> Credentials::header(std::string name, std::string value) {
    if (!is_header_name(name)) return fail(Errc::invalid_argument, "'" + name + "' is no header name");
    if (!is_header_value(value))
        return fail(Errc::invalid_argument, "the value of header '" + name + "' has control characters");
    Credentials made;
    made.fields_.emplace_back(std::move(name), std::move(value));
    return made;
}

Credentials Credentials::operator+(const Credentials& other) const {
    Credentials both = *this;
    both.fields_.insert(both.fields_.end(), other.fields_.begin(), other.fields_.end());
    return both;
}

std::string Credentials::describe() const {
    if (fields_.empty()) return "none";
    std::vector<std::string> names;
    for (const auto& [name, value] : fields_) names.push_back(name);
    return join(names, ", ");
}

}  // namespace divan::net
