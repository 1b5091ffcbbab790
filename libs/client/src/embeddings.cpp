#include <set>

#include <divan/client/catalogue.hpp>
#include <divan/protocol/model_files.hpp>

#include "route_call.hpp"

namespace divan {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kPageSize = 100;

std::string target_of(int page) {
    std::string target = "/api/embeddings?page_size=" + std::to_string(kPageSize);
    if (page > 1) target += "&page=" + std::to_string(page);
    return target;
}

/// Nothing for a server without the route.
asio::awaitable<Result<std::optional<protocol::EmbeddingsPage>>> read_page(Connection& connection,
                                                                           std::string target,
                                                                           Deadline deadline) {
    using Found = std::optional<protocol::EmbeddingsPage>;
    net::HttpRequest get{"GET", target};
    net::HttpRequest head{"GET", std::move(target)};
    auto reply = co_await exchange(connection, std::move(get), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (reply->status == 404 || reply->status == 405) co_return Found{};
    if (!reply->ok())
        co_return fail(with_request(unexpected_status_error(*reply), connection.config(), head));
    auto page = protocol::parse_embeddings(reply->body);
    if (!page) co_return fail(with_request(std::move(page).error(), connection.config(), head));
    co_return Found{std::move(*page)};
}

Error nothing_listed(const Connection& connection) {
    return Error{Errc::unexpected_status, "the server lists no embeddings"}
        .with("server", connection.server())
        .with("status", "404");
}

/// Adds what is new; false when nothing was, or the server says that this was all.
bool take(Names& names, std::set<std::string>& seen, const protocol::EmbeddingsPage& page) {
    bool news = false;
    for (const std::string& name : page.names)
        if (seen.insert(name).second) {
            names.push_back(name);
            news = true;
        }
    if (!page.paged || !news || page.has_more == false) return false;
    if (page.has_more == true) return true;
    if (page.total) return static_cast<std::int64_t>(names.size()) < *page.total;
    return page.names.size() >= kPageSize;
}

}  // namespace

asio::awaitable<Result<Names>> embeddings(Connection& connection, Deadline deadline) {
    Names names;
    std::set<std::string> seen;
    for (int number = 1;; ++number) {
        auto page = co_await read_page(connection, target_of(number), deadline);
        if (page && !*page && number == 1) page = co_await read_page(connection, "/embeddings", deadline);
        if (!page) co_return fail(std::move(page).error());
        if (!*page && number == 1) co_return fail(nothing_listed(connection));
        if (!*page || !take(names, seen, **page)) co_return names;
    }
}

}  // namespace divan
