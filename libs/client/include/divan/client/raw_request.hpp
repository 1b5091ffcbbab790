#pragma once

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>

namespace divan {

/// Any request to any route of the server, with the connection's credentials. The caller's headers are kept;
/// a status of any kind is a reply. Errors: connect_failed, connection_lost, in_doubt, timeout, cancelled,
/// malformed_reply.
asio::awaitable<Result<net::HttpReply>> fetch_api(Connection& connection, net::HttpRequest request,
                                                  Deadline deadline);
/// GET a JSON document. Errors: also unauthorized, unexpected_status.
asio::awaitable<Result<json::Value>> fetch_json(Connection& connection, std::string target,
                                                Deadline deadline);

/// The whole address of a route, without credentials: "http://host:8188/prefix/view?filename=a.png".
std::string api_url(const Connection& connection, std::string_view route);

}  // namespace divan
