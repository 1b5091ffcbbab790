#include <divan/client/users.hpp>

#include <divan/base/text.hpp>

#include "route_call.hpp"

namespace divan::users {

asio::awaitable<Result<protocol::UserConfig>> list(Connection& connection, Deadline deadline) {
    net::HttpRequest get{"GET", "/users"};
    return call_in(connection, Namespace::user, std::move(get), protocol::parse_user_config, deadline);
}

asio::awaitable<Result<std::string>> create(Connection& connection, std::string name, Deadline deadline) {
    // ComfyUI 0.3.64 answers a blank name with 500.
    if (trim(name).empty()) co_return fail(Errc::invalid_argument, "a user needs a name");
    json::Object body;
    body["username"] = name;
    net::HttpRequest post = with_json("POST", "/users", std::move(body));
    net::HttpRequest head{"POST", "/users"};
    auto reply = co_await exchange_in(connection, Namespace::user, std::move(post), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (reply->ok()) {
        auto id = protocol::parse_user_id(reply->body);
        if (!id) co_return fail(with_request(std::move(id).error(), connection.config(), head));
        co_return id;
    }
    Error error = with_request(unexpected_status_error(*reply), connection.config(), head);
    if (reply->status == 400) {
        error.code = Errc::invalid_argument;
        error.message = "the server has a user '" + name + "' already";
    }
    co_return fail(std::move(error));
}

Result<net::Credentials> as_user(std::string id) {
    return net::Credentials::header("comfy-user", std::move(id));
}

}  // namespace divan::users
