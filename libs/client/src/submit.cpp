#include <divan/client/submit.hpp>

#include <fmt/format.h>

#include "connection_core.hpp"
#include "http_call.hpp"

namespace divan {
namespace {

Error doubtful(const net::HttpReply& reply, std::string why) {
    Error error{Errc::in_doubt, std::move(why), "ask the queue and the history before sending it again"};
    error.server_text = reply.body.substr(0, 500);
    error.server_body = kept_body(reply);
    return std::move(error).with("status", std::to_string(reply.status));
}

Error rejected(const net::HttpReply& reply) {
    const auto rejection = protocol::parse_rejection(reply.body);
    if (!rejection) return unexpected_status_error(reply);
    Error error = protocol::to_error(*rejection);
    if (error.server_text.empty()) error.server_text = reply.body.substr(0, 500);
    error.server_body = kept_body(reply);
    return std::move(error).with("status", std::to_string(reply.status));
}

}  // namespace

Result<protocol::SubmitReply> read_submit_reply(const net::HttpReply& reply) {
    if (reply.ok()) {
        auto read = protocol::parse_submit_reply(reply.body);
        if (read) return read;
        return fail(doubtful(reply, "the answer to the prompt could not be read"));
    }
    if (reply.status == 400) return fail(rejected(reply));
    // ComfyUI's own 500 may come after it queued the prompt, and a proxy's 502 and 504 after it passed it on.
    // 501, 503 and 505 are of somebody who did not.
    if (reply.status == 500 || reply.status == 502 || reply.status == 504)
        return fail(
            doubtful(reply, fmt::format("the server answered the prompt with status {}", reply.status)));
    return fail(unexpected_status_error(reply));
}

asio::awaitable<Result<protocol::SubmitReply>> submit(Connection& connection, protocol::SubmitRequest request,
                                                      Deadline deadline) {
    if (request.client.empty()) request.client = connection.client_id();
    const std::string& key = connection.config().comfy_org_api_key;
    if (!key.empty() && !request.extra_data.contains("api_key_comfy_org"))
        request.extra_data["api_key_comfy_org"] = key;
    net::HttpRequest post = json_request("POST", "/prompt", protocol::write(request));
    net::HttpRequest head{"POST", "/prompt"};
    auto reply = co_await exchange(connection, std::move(post), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    auto read = read_submit_reply(*reply);
    if (!read) co_return fail(with_request(std::move(read).error(), connection.config(), head));
    co_return read;
}

}  // namespace divan
