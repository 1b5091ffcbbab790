#pragma once

#include <string>
#include <string_view>

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>

/// What every endpoint does: one exchange, errors with the server, the method and the path in them.
namespace divan {

/// A reply of any status.
asio::awaitable<Result<net::HttpReply>> exchange(Connection& connection, net::HttpRequest request,
                                                 Deadline deadline);
/// A 2xx reply. Errors: as `unexpected_status_error`.
asio::awaitable<Result<net::HttpReply>> exchange_ok(Connection& connection, net::HttpRequest request,
                                                    Deadline deadline);
asio::awaitable<Result<std::string>> get_text(Connection& connection, std::string target, Deadline deadline);
asio::awaitable<Result<json::Value>> get_json(Connection& connection, std::string target, Deadline deadline);
asio::awaitable<Result<void>> post_json(Connection& connection, std::string target, json::Value body,
                                        Deadline deadline);

net::HttpRequest json_request(std::string method, std::string target, std::string body);

/// 401 and 403 are `unauthorized`, everything else `unexpected_status`; the body's first 500 characters are
/// the server text.
Error unexpected_status_error(const net::HttpReply& reply);
/// What an error keeps of a reply (`Error::server_body`).
std::string kept_body(const net::HttpReply& reply);
/// Adds the facts `server`, `method` and `url`. The query stays out: it may hold names of files.
Error with_request(Error error, const ConnectionConfig& config, const net::HttpRequest& request);
/// Reads a foreign document. Errors: `malformed_reply`.
Result<json::Value> read_json(std::string_view body);

}  // namespace divan
