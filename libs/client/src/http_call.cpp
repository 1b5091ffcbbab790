#include "http_call.hpp"

#include <fmt/format.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan {
namespace {

constexpr std::size_t kSnippetBytes = 500;
constexpr std::size_t kKeptBytes = std::size_t{64} << 10;

}  // namespace

std::string kept_body(const net::HttpReply& reply) { return reply.body.substr(0, kKeptBytes); }

Error unexpected_status_error(const net::HttpReply& reply) {
    const bool refused = reply.status == 401 || reply.status == 403;
    Error error{refused ? Errc::unauthorized : Errc::unexpected_status,
                fmt::format("the server answered with status {}", reply.status)};
    if (refused) error.hint = "check the credentials, and that no proxy or origin check is in the way";
    if (reply.status == 413) error.hint = "the server limits uploads: see its --max-upload-size";
    if (reply.status == 429 || reply.status == 503) error.hint = "the server is busy: try again later";
    error.server_text = reply.body.substr(0, kSnippetBytes);
    error.server_body = kept_body(reply);
    return std::move(error).with("status", std::to_string(reply.status));
}

Error with_request(Error error, const ConnectionConfig& config, const net::HttpRequest& request) {
    const std::string path = request.target.substr(0, request.target.find('?'));
    if (error.fact("server").empty()) error.context.emplace_back("server", config.origin.authority());
    error.context.emplace_back("method", request.method);
    error.context.emplace_back("url", config.origin.str() + path);
    return error;
}

Result<json::Value> read_json(std::string_view body) {
    auto value = json::parse(body);
    if (value) return value;
    return fail(Errc::malformed_reply, "the server's answer is no JSON: " + value.error().message,
                "is the address that of a ComfyUI server?", std::string{body.substr(0, kSnippetBytes)});
}

net::HttpRequest json_request(std::string method, std::string target, std::string body) {
    return net::HttpRequest{std::move(method), std::move(target), std::move(body), "application/json"};
}

asio::awaitable<Result<net::HttpReply>> exchange(Connection& connection, net::HttpRequest request,
                                                 Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await connection.http().exchange(std::move(request), deadline);
    if (!reply) co_return fail(with_request(std::move(reply).error(), connection.config(), head));
    co_return reply;
}

asio::awaitable<Result<net::HttpReply>> exchange_ok(Connection& connection, net::HttpRequest request,
                                                    Deadline deadline) {
    net::HttpRequest head{request.method, request.target};
    auto reply = co_await exchange(connection, std::move(request), deadline);
    if (!reply || reply->ok()) co_return reply;
    co_return fail(with_request(unexpected_status_error(*reply), connection.config(), head));
}

asio::awaitable<Result<std::string>> get_text(Connection& connection, std::string target, Deadline deadline) {
    net::HttpRequest request{"GET", std::move(target)};
    auto reply = co_await exchange_ok(connection, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return std::move(reply->body);
}

asio::awaitable<Result<json::Value>> get_json(Connection& connection, std::string target, Deadline deadline) {
    net::HttpRequest head{"GET", target};
    auto body = co_await get_text(connection, std::move(target), deadline);
    if (!body) co_return fail(std::move(body).error());
    auto value = read_json(*body);
    if (!value) co_return fail(with_request(std::move(value).error(), connection.config(), head));
    co_return value;
}

asio::awaitable<Result<void>> post_json(Connection& connection, std::string target, json::Value body,
                                        Deadline deadline) {
    net::HttpRequest request = json_request("POST", std::move(target), json::write(body));
    auto reply = co_await exchange_ok(connection, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return Result<void>{};
}

}  // namespace divan
