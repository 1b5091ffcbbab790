#include <divan/client/assets.hpp>
#include <divan/json/write.hpp>

#include "asset_call.hpp"

namespace divan::assets {
namespace {

std::vector<net::FormPart> form_of(UploadRequest request) {
    net::FormPart content{"file", std::move(request.bytes)};
    content.file_name =
        request.file_name.empty() ? request.file.filename().string() : std::move(request.file_name);
    content.content_type = request.mime_type.empty() ? "application/octet-stream" : request.mime_type;
    content.file = std::move(request.file);
    std::vector<net::FormPart> parts;
    parts.push_back(std::move(content));
    const auto add = [&parts](std::string_view key, const std::string& text) {
        if (!text.empty()) parts.emplace_back(std::string{key}, text);
    };
    for (const std::string& tag : request.tags) add("tags", tag);
    add("id", request.id);
    add("preview_id", request.preview_id);
    add("name", request.name);
    add("hash", request.hash);
    add("mime_type", request.mime_type);
    if (!request.user_metadata.empty())
        add("user_metadata", json::write(json::Value(std::move(request.user_metadata))));
    return parts;
}

}  // namespace

asio::awaitable<Result<protocol::Asset>> upload(Connection& connection, UploadRequest request,
                                                Deadline deadline) {
    net::HttpRequest head{"POST", "/api/assets"};
    auto reply = co_await connection.http().upload("/api/assets", form_of(std::move(request)), deadline);
    if (!reply) co_return fail(with_request(std::move(reply).error(), connection.config(), head));
    if (no_such_route(*reply, Namespace::assets))
        co_return fail(
            co_await refuse(connection, Namespace::assets, std::move(head), std::move(*reply), deadline));
    if (!reply->ok()) co_return fail(with_request(asset_error(*reply), connection.config(), head));
    auto asset = protocol::parse_asset(reply->body);
    if (!asset) co_return fail(with_request(std::move(asset).error(), connection.config(), head));
    co_return asset;
}

}  // namespace divan::assets
