#include <divan/client/raw_request.hpp>

#include "http_call.hpp"

namespace divan {

asio::awaitable<Result<net::HttpReply>> fetch_api(Connection& connection, net::HttpRequest request,
                                                  Deadline deadline) {
    return exchange(connection, std::move(request), deadline);
}

asio::awaitable<Result<json::Value>> fetch_json(Connection& connection, std::string target,
                                                Deadline deadline) {
    return get_json(connection, std::move(target), deadline);
}

std::string api_url(const Connection& connection, std::string_view route) {
    std::string url = connection.config().origin.str();
    if (!route.starts_with('/')) url += '/';
    return url.append(route);
}

}  // namespace divan
