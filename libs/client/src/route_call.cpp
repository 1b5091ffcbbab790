#include "route_call.hpp"

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/json/write.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr auto kQuestionTime = 5s;  // for the version, when the call itself has failed already

std::string_view hint(Namespace space) {
    if (space == Namespace::manager) return "install that version of ComfyUI-Manager on the server";
    if (space == Namespace::monitor) return "install ComfyUI-Crystools on the server";
    if (space == Namespace::assets) return "update the server, or start it with its asset system on";
    return "update the server";
}

asio::awaitable<std::string> comfyui_there(Connection& connection, Deadline deadline) {
    auto stats = co_await system_stats(connection, deadline);
    if (!stats || stats->comfyui_version.empty()) co_return "a server that does not tell its version";
    co_return "ComfyUI " + stats->comfyui_version;
}

/// The flag `extension.manager.supports_v4` says nothing: ComfyUI 0.27 shows it without any Manager, too.
asio::awaitable<std::string> manager_there(Connection& connection, Deadline deadline) {
    for (const std::string_view route : {"/manager/version", "/v2/manager/version"}) {
        net::HttpRequest get{"GET", std::string{route}};
        auto reply = co_await exchange_ok(connection, std::move(get), deadline);
        if (reply) co_return "ComfyUI-Manager " + std::string{trim(reply->body)};
    }
    co_return "no ComfyUI-Manager";
}

}  // namespace

bool no_such_route(const net::HttpReply& reply, Namespace space) {
    if (reply.status == 405) return true;
    if (reply.status != 404) return false;
    const std::string_view body = trim(reply.body);
    if (!body.empty()) return body.starts_with("404") || body.starts_with("<");
    const bool thing_may_be_missing = space == Namespace::userdata || space == Namespace::model_files;
    return !thing_may_be_missing || !reply.headers.contains("Content-Length");
}

asio::awaitable<std::string> what_is_there(Connection& connection, Namespace space, Deadline deadline) {
    const Deadline soon = std::min(deadline, within(kQuestionTime));
    std::string found = co_await comfyui_there(connection, soon);
    if (space != Namespace::manager) co_return found;
    const std::string manager = co_await manager_there(connection, soon);
    co_return found + " with " + manager;
}

Error refusal(RouteGroup group, std::string_view route, const std::string& found) {
    Error error{Errc::not_supported, fmt::format("{} needs {}; there is {}", route, group.needs, found),
                std::string{hint(group.space)}};
    return std::move(error)
        .with("namespace", std::string{name(group.space)})
        .with("needs", std::string{group.needs})
        .with("found", found);
}

asio::awaitable<Error> refuse(Connection& connection, RouteGroup group, net::HttpRequest head,
                              net::HttpReply reply, Deadline deadline) {
    const std::string found = co_await what_is_there(connection, group.space, deadline);
    const std::string route = head.method + " " + head.target.substr(0, head.target.find('?'));
    Error error = refusal(group, route, found);
    error.server_text = unexpected_status_error(reply).server_text;
    error.context.emplace_back("status", std::to_string(reply.status));
    co_return with_request(std::move(error), connection.config(), head);
}

asio::awaitable<Result<net::HttpReply>> exchange_in(Connection& connection, RouteGroup group,
                                                    net::HttpRequest request, Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange(connection, std::move(request), deadline);
    if (!reply || !no_such_route(*reply, group.space)) co_return reply;
    co_return fail(co_await refuse(connection, group, std::move(head), std::move(*reply), deadline));
}

asio::awaitable<Result<net::HttpReply>> exchange_ok_in(Connection& connection, RouteGroup group,
                                                       net::HttpRequest request, Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_in(connection, group, std::move(request), deadline);
    if (!reply || reply->ok()) co_return reply;
    co_return fail(with_request(unexpected_status_error(*reply), connection.config(), head));
}

asio::awaitable<Result<std::optional<net::HttpReply>>> exchange_found_in(Connection& connection,
                                                                         RouteGroup group,
                                                                         net::HttpRequest request,
                                                                         Deadline deadline) {
    using Found = std::optional<net::HttpReply>;
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_in(connection, group, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (reply->status == 404) co_return Found{};
    if (reply->ok()) co_return Found{std::move(*reply)};
    co_return fail(with_request(unexpected_status_error(*reply), connection.config(), head));
}

net::HttpRequest with_json(std::string method, std::string target, const json::Value& body) {
    const json::WriteOptions options{json::Layout::compact, false, json::NonFinite::token};
    return json_request(std::move(method), std::move(target), json::write(body, options));
}

std::string with_query(std::string path, const net::Query& query) {
    if (query.empty()) return path;
    return path + "?" + net::encode_query(query);
}

}  // namespace divan
