#include <divan/client/queue.hpp>

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
    json::Object body;
    body["prompt_id"] = prompt.str();
    return post_json(connection, "/interrupt", std::move(body), deadline);
}

asio::awaitable<Result<void>> interrupt_all(Connection& connection, Deadline deadline) {
    return post_json(connection, "/interrupt", json::Object{}, deadline);
}

}  // namespace divan
