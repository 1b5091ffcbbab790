#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include <divan/net/http_server.hpp>

#include "access/caller.hpp"
#include "http/refusal.hpp"

namespace divan::gateway {

namespace asio = boost::asio;

/// One request on its way through a route, with the caller who was let in. Lives until it is answered.
class Call {
public:
    Call(net::HttpExchange& exchange, std::string origin);

    net::HttpExchange& exchange() { return exchange_; }
    const std::string& method() const { return exchange_.request().method; }
    /// A part of the path that the route leaves open, decoded; empty when the route has none of that name.
    const std::string& parameter(std::string_view name) const;
    /// The first one of that name.
    std::optional<std::string> query(std::string_view name) const;
    std::optional<std::string> header(std::string_view name) const;
    /// "http://127.0.0.1:8190": what absolute links begin with.
    const std::string& origin() const { return origin_; }

    /// Bodies are taken as they are: a packed one (Content-Encoding) is refused with 415
    /// `unsupported_encoding`, so that none can unpack to more than it is allowed.
    Answer<> unpacked_body() const;
    /// The body as JSON. Refusals: 400 `invalid_json` with line, column and path; 413 `payload_too_large`;
    /// 415 `unsupported_media_type`, `unsupported_encoding`.
    asio::awaitable<Answer<json::Value>> read_json(std::size_t limit);
    /// The same, where it must be an object.
    asio::awaitable<Answer<json::Object>> read_object(std::size_t limit);

    asio::awaitable<Answer<>> reply(int status, json::Value body);
    asio::awaitable<Answer<>> reply(net::HttpReply reply);
    /// Begins an answer that goes on with the exchange's `write` and `finish`.
    asio::awaitable<Result<void>> begin(net::HttpReply head);
    /// True once an answer was begun: nothing else can be said then.
    bool answered() const { return answered_; }
    /// Call before using the exchange's own ways to answer.
    void answering() { answered_ = true; }
    int status() const { return status_; }  ///< of the answer, for the log; 0 before

    std::string route;  ///< the pattern that fits; empty when none does
    Caller caller;
    std::map<std::string, std::string, std::less<>> parameters;
    bool admitted = false;   ///< without a key, by what the route itself takes instead (`Route::admits`)
    net::HttpHeaders extra;  ///< header fields that every answer gets (CORS, …)

private:
    net::HttpExchange& exchange_;
    std::string origin_;
    net::Query query_;
    bool answered_ = false;
    int status_ = 0;
};

}  // namespace divan::gateway
