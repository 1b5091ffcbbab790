#include <divan/client/queue.hpp>

#include <divan/client/system_stats.hpp>

#include "http_call.hpp"

namespace divan {

asio::awaitable<Result<protocol::Queue>> queue(Connection& connection, Deadline deadline) {
    auto body = co_await get_text(connection, "/queue", deadline);
    if (!body) co_return fail(std::move(body).error());
    auto read = protocol::parse_queue(*body);
    if (!read) co_return fail(std::move(read).error().with("server", connection.server()));
    co_return read;
}

asio::awaitable<Result<void>> clear_queue(Connection& connection, Deadline deadline) {
    json::Object body;
    body["clear"] = true;
    return post_json(connection, "/queue", std::move(body), deadline);
}

asio::awaitable<Result<void>> delete_from_queue(Connection& connection,
                                                std::vector<protocol::PromptId> prompts, Deadline deadline) {
    json::Array ids;
    for (const protocol::PromptId& prompt : prompts) ids.emplace_back(prompt.str());
    json::Object body;
    body["delete"] = std::move(ids);
    return post_json(connection, "/queue", std::move(body), deadline);
}

asio::awaitable<Result<void>> interrupt(Connection& connection, protocol::PromptId prompt,
                                        Deadline deadline) {
    // An empty id is an interruption of everything (ComfyUI 0.3.64).
    if (prompt.empty()) co_return fail(Errc::invalid_argument, "no prompt is named");
    const auto version = co_await server_version(connection, deadline);
    if (!version && version.error().code != Errc::not_supported) co_return fail(version.error());
    auto able = version ? require(*version, Capability::targeted_interrupt) : Result<void>{};
    if (!able) {
        Error error = std::move(able).error();
        error.hint = "interrupt_all ends whatever runs";
        co_return fail(std::move(error).with("server", connection.server()));
    }
    json::Object body;
    body["prompt_id"] = prompt.str();
    co_return co_await post_json(connection, "/interrupt", std::move(body), deadline);
}

asio::awaitable<Result<void>> interrupt_all(Connection& connection, Deadline deadline) {
    return post_json(connection, "/interrupt", json::Object{}, deadline);
}

}  // namespace divan
