#include <algorithm>

#include <divan/base/text.hpp>
#include <divan/client/raw_request.hpp>

#include "arguments.hpp"
#include "client_core.hpp"
#include "guard.hpp"
#include "handles.hpp"

using namespace divan;
using namespace divan::capi;

namespace {

Result<net::Credentials> header_field(const char* field) {
    const auto text = text_argument(field, "headers");
    DIVAN_TRY(text);
    const auto colon = text->find(':');
    if (colon == std::string::npos)
        return fail(Errc::invalid_argument, "one of the headers has no colon", "write \"Name: value\"");
    return net::Credentials::header(text->substr(0, colon), std::string{trim(text->substr(colon + 1))});
}

/// What the options say besides the address; an address with user and password counts too.
Result<net::Credentials> credentials_of(const divan_client_options& options) {
    net::Credentials all;
    const auto user = optional_text(options.user, "user"),
               password = optional_text(options.password, "password");
    const auto token = optional_text(options.bearer_token, "bearer_token");
    DIVAN_TRY(user);
    DIVAN_TRY(password);
    DIVAN_TRY(token);
    if (!user->empty() && !token->empty())
        return fail(Errc::invalid_argument, "both a user and a bearer token are given",
                    "a request carries one of them");
    if (!user->empty()) all = net::Credentials::basic(*user, *password);
    if (!token->empty()) all = net::Credentials::bearer(*token);
    if (options.header_count > 0 && !options.headers) return fail(Errc::invalid_argument, "headers is NULL");
    for (std::size_t at = 0; at < options.header_count; ++at) {
        const auto field = header_field(options.headers[at]);
        DIVAN_TRY(field);
        all = all + *field;
    }
    return all;
}

Result<ConnectionConfig> config_of(const divan_client_options& options) {
    const auto server = text_argument(options.server, "server");
    DIVAN_TRY(server);
    auto config = parse_server_address(*server);
    DIVAN_TRY(config);
    const auto credentials = credentials_of(options);
    const auto key = optional_text(options.comfy_org_api_key, "comfy_org_api_key");
    const auto client_id = optional_text(options.client_id, "client_id");
    const auto connect = span_or(options.connect_timeout_ms, config->connect_timeout, "connect_timeout_ms");
    DIVAN_TRY(credentials);
    DIVAN_TRY(key);
    DIVAN_TRY(client_id);
    DIVAN_TRY(connect);
    config->credentials = config->credentials + *credentials;
    config->comfy_org_api_key = *key;
    config->client_id = protocol::ClientId{*client_id};
    config->connect_timeout = *connect;
    config->ca_file = options.ca_file ? options.ca_file : "";
    return config;
}

Result<net::HttpRequest> request_of(const char* method, const char* target, const char* body) {
    const auto verb = text_argument(method, "method"), path = text_argument(target, "target");
    auto content = optional_text(body, "body");
    DIVAN_TRY(verb);
    DIVAN_TRY(path);
    DIVAN_TRY(content);
    if (verb->empty() || !std::ranges::all_of(*verb, [](char c) { return c >= 'A' && c <= 'Z'; }))
        return fail(Errc::invalid_argument, "the method is no HTTP method", "e.g. \"GET\"");
    if (!path->starts_with('/') ||
        std::ranges::any_of(*path, [](unsigned char c) { return c <= ' ' || c == 127; }))
        return fail(Errc::invalid_argument, "the target is no path", "e.g. \"/system_stats\", spaces as %20");
    return net::HttpRequest{*verb, *path, std::move(*content), body ? "application/json" : ""};
}

}  // namespace

divan_code divan_client_new(const divan_client_options* options, divan_client** client, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(client, "client"));
        const auto wanted = read_options(options);
        DIVAN_TRY(wanted);
        auto config = config_of(*wanted);
        DIVAN_TRY(config);
        const auto level = log_level_argument(wanted->log_level);
        DIVAN_TRY(level);
        auto log = log_sink(wanted->log, wanted->log_user);
        *client = new divan_client{std::make_shared<ClientCore>(std::move(*config), *level, std::move(log))};
        return {};
    });
}

divan_code divan_client_connect(divan_client* client, int64_t timeout_ms, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(client));
        const auto limit = span_argument(timeout_ms, "timeout_ms");
        DIVAN_TRY(limit);
        const Deadline deadline = deadline_after(*limit);
        return client->core->blocking().call<void>(
            [deadline](Connection& connection) { return connection.open(deadline); });
    });
}

divan_code divan_client_request(divan_client* client, const char* method, const char* target,
                                const char* body, int64_t timeout_ms, int32_t* status, char** reply,
                                size_t* size, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check_out(reply, "reply"));
        DIVAN_TRY(check(client));
        auto request = request_of(method, target, body);
        DIVAN_TRY(request);
        const auto limit = span_argument(timeout_ms, "timeout_ms");
        DIVAN_TRY(limit);
        const Deadline deadline = deadline_after(*limit);
        const auto answer = client->core->blocking().call<net::HttpReply>(
            [&](Connection& connection) { return fetch_api(connection, std::move(*request), deadline); });
        DIVAN_TRY(answer);
        *reply = copy_for_caller(answer->body);
        if (status) *status = answer->status;
        if (size) *size = answer->body.size();
        return {};
    });
}

divan_code divan_client_close(divan_client* client, divan_error** error) {
    return guarded(error, [&]() -> Result<> {
        DIVAN_TRY(check(client));
        return client->core->close();
    });
}

void divan_client_free(divan_client* client) {
    if (!is(client) || inside_log_callback()) return;
    divan_client_close(client, nullptr);
    release(client);
}
