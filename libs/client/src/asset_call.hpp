#pragma once

#include <divan/protocol/asset.hpp>

#include "route_call.hpp"

/// Calls of the assets routes, whose refusals are JSON with a code.
namespace divan::assets {

/// The server's code and message in it; `not_supported` when the asset system is off.
Error asset_error(const net::HttpReply& reply);
/// Nothing for ASSET_NOT_FOUND: any 404 but "no such route".
asio::awaitable<Result<std::optional<net::HttpReply>>> exchange_asset(Connection& connection,
                                                                      net::HttpRequest request,
                                                                      Deadline deadline);
asio::awaitable<Result<std::optional<protocol::Asset>>> find_asset(Connection& connection,
                                                                   net::HttpRequest request,
                                                                   Deadline deadline);
/// An error of a call that was to find something.
Error missing_asset(const Connection& connection, const net::HttpRequest& head);

template <class T>
asio::awaitable<Result<T>> call_asset(Connection& connection, net::HttpRequest request, Parser<T> parse,
                                      Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_asset(connection, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!*reply) co_return fail(missing_asset(connection, head));
    auto read = parse((*reply)->body);
    if (!read) co_return fail(with_request(std::move(read).error(), connection.config(), head));
    co_return read;
}

}  // namespace divan::assets
