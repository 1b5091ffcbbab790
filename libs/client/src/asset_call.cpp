#include "asset_call.hpp"

#include <fmt/format.h>

namespace divan::assets {
namespace {

Error with_failure(Error error, const net::HttpReply& reply) {
    const auto failure = protocol::parse_asset_failure(reply.body);
    if (!failure) return error;
    if (!failure->code.empty()) error.context.emplace_back("code", failure->code);
    if (failure->code == "SERVICE_DISABLED") {
        error.code = Errc::not_supported;
        error.message = "the asset system of this server is off";
        error.hint = "start ComfyUI with its asset system on (--enable-assets, or without --disable-assets)";
    } else if (!failure->code.empty()) {
        error.message += fmt::format(" ({})", failure->code);
    }
    return error;
}

}  // namespace

Error asset_error(const net::HttpReply& reply) { return with_failure(unexpected_status_error(reply), reply); }

Error missing_asset(const Connection& connection, const net::HttpRequest& head) {
    Error error{Errc::invalid_argument, "the server has no such asset"};
    return with_request(std::move(error).with("status", "404"), connection.config(), head);
}

asio::awaitable<Result<std::optional<net::HttpReply>>> exchange_asset(Connection& connection,
                                                                      net::HttpRequest request,
                                                                      Deadline deadline) {
    using Found = std::optional<net::HttpReply>;
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_in(connection, Namespace::assets, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (reply->ok()) co_return Found{std::move(*reply)};
    if (reply->status == 404) co_return Found{};
    co_return fail(with_request(asset_error(*reply), connection.config(), head));
}

asio::awaitable<Result<std::optional<protocol::Asset>>> find_asset(Connection& connection,
                                                                   net::HttpRequest request,
                                                                   Deadline deadline) {
    using Found = std::optional<protocol::Asset>;
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange_asset(connection, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!*reply) co_return Found{};
    auto asset = protocol::parse_asset((*reply)->body);
    if (!asset) co_return fail(with_request(std::move(asset).error(), connection.config(), head));
    co_return Found{std::move(*asset)};
}

}  // namespace divan::assets
