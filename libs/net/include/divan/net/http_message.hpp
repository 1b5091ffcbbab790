#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace divan::net {

/// Header fields in the order of the wire; names are compared without regard to case.
class HttpHeaders {
public:
    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_{fields} {}

    void set(std::string_view name, std::string value);  ///< replaces every field of that name
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    std::optional<std::string_view> find(std::string_view name) const;  ///< the first one
    bool contains(std::string_view name) const { return find(name).has_value(); }
    const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

struct HttpRequest {
    std::string method = "GET";
    std::string target;  ///< path and query, e.g. "/view?filename=a.png"
    HttpHeaders headers;
    std::string body;

    HttpRequest() = default;
    HttpRequest(std::string verb, std::string path_and_query, std::string content = {},
                std::string content_type = {});
};

struct HttpReply {
    int status = 200;
    HttpHeaders headers;
    std::string body;

    HttpReply() = default;
    explicit HttpReply(int code, std::string content = {}, std::string content_type = {});
    bool ok() const { return status >= 200 && status < 300; }
};

/// "Bad Request" for 400 (RFC 9110); empty for a number without a name of its own.
std::string_view reason_phrase(int status);

}  // namespace divan::net
