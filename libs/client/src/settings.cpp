#include <divan/client/settings.hpp>

#include "route_call.hpp"

namespace divan::settings {
namespace {

Result<json::Object> parse_settings(std::string_view body) {
    auto document = read_json(body);
    if (!document) return fail(std::move(document).error());
    if (const json::Object* values = json::object_of(*document)) return *values;
    return fail(Errc::malformed_reply, "the settings are no JSON object", {},
                std::string{body.substr(0, 500)});
}

std::string target_of(const std::string& id) { return "/settings/" + net::percent_encode(id); }

Result<void> check_id(const std::string& id) {
    if (!id.empty()) return {};
    return fail(Errc::invalid_argument, "a setting needs an id");
}

asio::awaitable<Result<void>> post(Connection& connection, std::string target, json::Value body,
                                   Deadline deadline) {
    net::HttpRequest request = with_json("POST", std::move(target), body);
    auto reply = co_await exchange_ok_in(connection, Namespace::settings, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return Result<void>{};
}

}  // namespace

asio::awaitable<Result<json::Object>> all(Connection& connection, Deadline deadline) {
    net::HttpRequest request{"GET", "/settings"};
    return call_in(connection, Namespace::settings, std::move(request), parse_settings, deadline);
}

asio::awaitable<Result<json::Value>> get(Connection& connection, std::string id, Deadline deadline) {
    if (auto checked = check_id(id); !checked) co_return fail(std::move(checked).error());
    net::HttpRequest request{"GET", target_of(id)};
    co_return co_await call_in(connection, Namespace::settings, std::move(request), read_json, deadline);
}

asio::awaitable<Result<void>> store_all(Connection& connection, json::Object values, Deadline deadline) {
    return post(connection, "/settings", std::move(values), deadline);
}

asio::awaitable<Result<void>> store(Connection& connection, std::string id, json::Value value,
                                    Deadline deadline) {
    if (auto checked = check_id(id); !checked) co_return fail(std::move(checked).error());
    co_return co_await post(connection, target_of(id), std::move(value), deadline);
}

}  // namespace divan::settings
