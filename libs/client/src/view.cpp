#include <divan/client/view.hpp>

#include "http_call.hpp"
#include "transfer.hpp"

namespace divan {

std::string view_target(const ViewRequest& request) {
    net::Query query;
    query.emplace_back("filename", request.filename);
    query.emplace_back("subfolder", request.subfolder);
    query.emplace_back("type", request.type);
    if (!request.preview.empty()) query.emplace_back("preview", request.preview);
    if (!request.channel.empty()) query.emplace_back("channel", request.channel);
    return "/view?" + net::encode_query(query);
}

std::string view_url(const Connection& connection, const ViewRequest& request) {
    return connection.config().origin.str() + view_target(request);
}

asio::awaitable<Result<ViewedFile>> view(Connection& connection, ViewRequest request, Deadline deadline) {
    net::HttpRequest get{"GET", view_target(request)};
    auto reply = co_await exchange_ok(connection, std::move(get), deadline);
    if (!reply) {
        Error error = std::move(reply).error();
        if (error.fact("status") == "404") error.code = Errc::result_missing;
        co_return fail(std::move(error).with("file", request.filename));
    }
    ViewedFile file;
    file.bytes = std::move(reply->body);
    file.content_type = reply->headers.find("Content-Type").value_or("application/octet-stream");
    co_return file;
}

asio::awaitable<Result<DownloadedFile>> download(Connection& connection, ViewRequest request,
                                                 std::filesystem::path path, Deadline deadline) {
    auto file = PartFile::reserve(path);
    if (!file) co_return fail(std::move(file).error());
    if (!*file)
        co_return fail(
            Error{Errc::invalid_argument, "'" + path.string() + "' is there already", "choose another name"}
                .with("path", path.string()));
    PartFile part = std::move(**file);
    co_return co_await transfer(connection, std::move(request), std::move(part), deadline);
}

}  // namespace divan
