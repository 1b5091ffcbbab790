#include <divan/client/upload.hpp>

#include <divan/base/text.hpp>
#include <divan/client/view.hpp>
#include <divan/json/write.hpp>

#include "http_call.hpp"

namespace divan {
namespace {

std::string media_type_of(std::string_view name) {
    const auto dot = name.rfind('.');
    const std::string extension =
        dot == std::string_view::npos ? std::string{} : to_lower(name.substr(dot + 1));
    if (extension == "png" || extension == "webp" || extension == "gif") return "image/" + extension;
    if (extension == "jpg" || extension == "jpeg") return "image/jpeg";
    return "application/octet-stream";
}

std::vector<net::FormPart> form_of(Upload upload) {
    net::FormPart content{"image", std::move(upload.bytes)};
    content.file_name = upload.name.empty() ? upload.file.filename().string() : std::move(upload.name);
    content.content_type = media_type_of(content.file_name);
    content.file = std::move(upload.file);
    std::vector<net::FormPart> parts;
    parts.push_back(std::move(content));
    parts.emplace_back("type", upload.type);
    if (!upload.subfolder.empty()) parts.emplace_back("subfolder", upload.subfolder);
    if (upload.overwrite) parts.emplace_back("overwrite", "true");
    return parts;
}

Result<StoredFile> read_stored(const net::HttpReply& reply) {
    if (!reply.ok()) return fail(unexpected_status_error(reply));
    auto document = read_json(reply.body);
    if (!document) return fail(std::move(document).error());
    StoredFile stored;
    stored.name = json::text_or(*document, "name");
    stored.subfolder = json::text_or(*document, "subfolder");
    stored.type = json::text_or(*document, "type", "input");
    stored.raw = std::move(*document);
    if (stored.name.empty())
        return fail(Errc::malformed_reply, "the answer to the upload names no file", {},
                    reply.body.substr(0, 500));
    return stored;
}

asio::awaitable<Result<StoredFile>> send(Connection& connection, std::string target,
                                         std::vector<net::FormPart> parts, Deadline deadline) {
    net::HttpRequest head{"POST", target};
    auto reply = co_await connection.http().upload(std::move(target), std::move(parts), deadline);
    if (!reply) co_return fail(with_request(std::move(reply).error(), connection.config(), head));
    auto stored = read_stored(*reply);
    if (!stored) co_return fail(with_request(std::move(stored).error(), connection.config(), head));
    co_return stored;
}

}  // namespace

std::string StoredFile::reference() const {
    std::string path = subfolder.empty() ? name : subfolder + "/" + name;
    return type == "input" || type.empty() ? path : path + " [" + type + "]";
}

asio::awaitable<Result<StoredFile>> upload_image(Connection& connection, Upload upload, Deadline deadline) {
    return send(connection, "/upload/image", form_of(std::move(upload)), deadline);
}

asio::awaitable<Result<StoredFile>> upload_mask(Connection& connection, Upload mask, StoredFile original,
                                                Deadline deadline) {
    json::Object reference;
    reference["filename"] = original.name;
    reference["subfolder"] = original.subfolder;
    reference["type"] = original.type;
    if (mask.name.empty() && mask.file.empty()) mask.name = "mask.png";
    std::vector<net::FormPart> parts = form_of(std::move(mask));
    parts.emplace_back("original_ref", json::write(json::Value(std::move(reference))));
    auto stored = co_await send(connection, "/upload/mask", std::move(parts), deadline);
    if (!stored) co_return stored;
    ViewRequest look;
    look.filename = stored->name;
    look.subfolder = stored->subfolder;
    look.type = stored->type;
    net::HttpRequest head{"HEAD", view_target(look)};
    auto there = co_await exchange(connection, std::move(head), deadline);
    if (!there) co_return fail(std::move(there).error());
    if (there->ok()) co_return stored;
    co_return fail(Error{Errc::result_missing, "the server took the mask, but wrote no file",
                         "is the original there, and of the same size?"}
                       .with("server", connection.server()));
}

}  // namespace divan
