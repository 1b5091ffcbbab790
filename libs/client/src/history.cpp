#include <divan/client/history.hpp>

#include "http_call.hpp"

namespace divan {
namespace {

asio::awaitable<Result<std::vector<protocol::HistoryEntry>>> read_history(Connection& connection,
                                                                          std::string target,
                                                                          Deadline deadline) {
    auto body = co_await get_text(connection, std::move(target), deadline);
    if (!body) co_return fail(std::move(body).error());
    auto entries = protocol::parse_history(*body);
    if (!entries) co_return fail(std::move(entries).error().with("server", connection.server()));
    co_return entries;
}

}  // namespace

asio::awaitable<Result<std::optional<protocol::HistoryEntry>>> history(Connection& connection,
                                                                       protocol::PromptId prompt,
                                                                       Deadline deadline) {
    using Found = std::optional<protocol::HistoryEntry>;
    auto entries =
        co_await read_history(connection, "/history/" + net::percent_encode(prompt.str()), deadline);
    if (!entries) co_return fail(std::move(entries).error());
    for (protocol::HistoryEntry& entry : *entries)
        if (entry.id == prompt) co_return Found{std::move(entry)};
    co_return Found{};
}

asio::awaitable<Result<std::vector<protocol::HistoryEntry>>> history(Connection& connection, HistoryPage page,
                                                                     Deadline deadline) {
    net::Query query;
    if (page.max_items) query.emplace_back("max_items", std::to_string(*page.max_items));
    if (page.offset) query.emplace_back("offset", std::to_string(*page.offset));
    std::string target = query.empty() ? std::string{"/history"} : "/history?" + net::encode_query(query);
    return read_history(connection, std::move(target), deadline);
}

asio::awaitable<Result<void>> clear_history(Connection& connection, Deadline deadline) {
    json::Object body;
    body["clear"] = true;
    return post_json(connection, "/history", std::move(body), deadline);
}

asio::awaitable<Result<void>> delete_from_history(Connection& connection,
                                                  std::vector<protocol::PromptId> prompts,
                                                  Deadline deadline) {
    json::Array ids;
    for (const protocol::PromptId& prompt : prompts) ids.emplace_back(prompt.str());
    json::Object body;
    body["delete"] = std::move(ids);
    return post_json(connection, "/history", std::move(body), deadline);
}

}  // namespace divan
