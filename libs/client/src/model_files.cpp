#include <divan/client/model_files.hpp>

#include "route_call.hpp"

namespace divan::model_files {

asio::awaitable<Result<std::vector<protocol::ModelFolder>>> folders(Connection& connection,
                                                                    Deadline deadline) {
    net::HttpRequest get{"GET", "/experiment/models"};
    return call_in(connection, Namespace::model_files, std::move(get), protocol::parse_model_folders,
                   deadline);
}

asio::awaitable<Result<std::vector<protocol::ModelFile>>> list(Connection& connection, std::string folder,
                                                               Deadline deadline) {
    net::HttpRequest get{"GET", "/experiment/models/" + net::percent_encode(folder)};
    auto files = co_await find_in(connection, Namespace::model_files, std::move(get),
                                  protocol::parse_model_files, deadline);
    if (!files) co_return fail(std::move(files).error());
    if (*files) co_return std::move(**files);
    co_return fail(Error{Errc::invalid_argument, "the server has no model folder '" + folder + "'"}
                       .with("server", connection.server())
                       .with("status", "404"));
}

std::string preview_target(const PreviewRequest& request) {
    return "/experiment/models/preview/" + net::percent_encode(request.folder) + "/" +
           std::to_string(request.path_index) + "/" + net::percent_encode(request.file);
}

std::string preview_url(const Connection& connection, const PreviewRequest& request) {
    return connection.config().origin.str() + preview_target(request);
}

asio::awaitable<Result<std::optional<ViewedFile>>> preview(Connection& connection, PreviewRequest request,
                                                           Deadline deadline) {
    using Found = std::optional<ViewedFile>;
    net::HttpRequest get{"GET", preview_target(request)};
    auto reply = co_await exchange_found_in(connection, Namespace::model_files, std::move(get), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    if (!*reply) co_return Found{};
    ViewedFile picture;
    picture.bytes = std::move((*reply)->body);
    picture.content_type = (*reply)->headers.find("Content-Type").value_or("image/webp");
    co_return Found{std::move(picture)};
}

asio::awaitable<Result<std::optional<json::Object>>> metadata(Connection& connection, std::string folder,
                                                              std::string file, Deadline deadline) {
    net::Query query;
    query.emplace_back("filename", std::move(file));
    net::HttpRequest get{"GET", with_query("/view_metadata/" + net::percent_encode(folder), query)};
    return find_in(connection, Namespace::model_files, std::move(get), protocol::parse_model_metadata,
                   deadline);
}

}  // namespace divan::model_files
