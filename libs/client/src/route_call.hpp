#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <divan/client/capabilities.hpp>

#include "http_call.hpp"

/// Calls of routes that not every server has: where the route is missing, the error is `not_supported` with
/// what it needs and what is there.
namespace divan {

/// Whose routes, and what the server needs to have them (that of the whole namespace unless a route says
/// more).
struct RouteGroup {
    Namespace space;
    std::string_view needs;

    RouteGroup(Namespace of) : space{of}, needs{divan::needs(of)} {}  // NOLINT: a namespace is a group
    RouteGroup(Namespace of, std::string_view what) : space{of}, needs{what} {}
};

/// How a server says that it has no such route at all, and not that a thing is missing. Everything but GET:
/// 405, because ComfyUI's static folder takes every path. GET: 404 with a page (aiohttp up to 3.10, and
/// proxies), or an empty 404 in chunks (aiohttp 3.11 and newer; 3.14 was seen). A missing thing is an empty
/// 404 of length 0 in the namespaces `userdata` and `model_files` (ComfyUI 0.3.64), elsewhere a 404 with JSON
/// or a text.
bool no_such_route(const net::HttpReply& reply, Namespace space);

/// "ComfyUI 0.3.64", and the Manager's version where that matters. Never fails: it then says that the server
/// does not tell.
asio::awaitable<std::string> what_is_there(Connection& connection, Namespace space, Deadline deadline);
Error refusal(RouteGroup group, std::string_view route, const std::string& found);

/// The refusal after a reply that says "no such route", with what is there.
asio::awaitable<Error> refuse(Connection& connection, RouteGroup group, net::HttpRequest head,
                              net::HttpReply reply, Deadline deadline);

/// A reply of any status but "no such route".
asio::awaitable<Result<net::HttpReply>> exchange_in(Connection& connection, RouteGroup group,
                                                    net::HttpRequest request, Deadline deadline);
/// A 2xx reply.
asio::awaitable<Result<net::HttpReply>> exchange_ok_in(Connection& connection, RouteGroup group,
                                                       net::HttpRequest request, Deadline deadline);
/// A 2xx reply, or nothing for 404.
asio::awaitable<Result<std::optional<net::HttpReply>>> exchange_found_in(Connection& connection,
                                                                         RouteGroup group,
                                                                         net::HttpRequest request,
                                                                         Deadline deadline);

template <class T>
using Parser = Result<T> (*)(std::string_view body);

/// What `parse` makes of a 2xx reply.
template <class T>
asio::awaitable<Result<T>> call_in(Connection& connection, RouteGroup group, net::HttpRequest request,
                                   Parser<T> parse, Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_ok_in(connection, group, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    auto read = parse(reply->body);
    if (!read) co_return fail(with_request(std::move(read).error(), connection.config(), head));
    co_return read;
}

/// The same with nothing for 404.
template <class T>
asio::awaitable<Result<std::optional<T>>> find_in(Connection& connection, RouteGroup group,
                                                  net::HttpRequest request, Parser<T> parse,
                                                  Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_found_in(connection, group, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!*reply) co_return std::optional<T>{};
    auto read = parse((*reply)->body);
    if (!read) co_return fail(with_request(std::move(read).error(), connection.config(), head));
    co_return std::optional<T>{std::move(*read)};
}

/// A request with a JSON body. NaN and infinities are sent as Python reads them.
net::HttpRequest with_json(std::string method, std::string target, const json::Value& body);
std::string with_query(std::string path, const net::Query& query);  ///< without "?" when there is no query

}  // namespace divan
