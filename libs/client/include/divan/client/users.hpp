#pragma once

#include <string>
#include <string_view>

#include <divan/client/connection.hpp>
#include <divan/net/credentials.hpp>
#include <divan/protocol/user_data.hpp>

/// Errors of all: connect_failed, connection_lost, in_doubt (POST), timeout, unauthorized, unexpected_status,
/// malformed_reply, not_supported.
namespace divan::users {

/// GET /users.
asio::awaitable<Result<protocol::UserConfig>> list(Connection& connection, Deadline deadline);
/// POST /users: the id of the new user. Errors: also `invalid_argument` for a blank name and for one that is
/// taken.
asio::awaitable<Result<std::string>> create(Connection& connection, std::string name, Deadline deadline);

/// The header `comfy-user`, by which a server with `--multi-user` knows whose settings and files are meant:
/// add it to `ConnectionConfig::credentials` with `+`. Other servers ignore it.
/// Errors: `invalid_argument` for an id with control characters.
Result<net::Credentials> as_user(std::string id);

}  // namespace divan::users
