#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/asset.hpp>

/// Stored files of newer servers, known by id and content hash. Errors of all: connect_failed,
/// connection_lost, in_doubt (POST, PUT, DELETE), timeout, unauthorized, unexpected_status, malformed_reply,
/// not_supported (no such routes, or the asset system is off). The server's code ("ASSET_NOT_FOUND",
/// "HASH_MISMATCH", …) is the fact `code`.
namespace divan::assets {

/// Empty members are left out of the query: the server's default.
struct ListRequest {
    std::vector<std::string> include_tags;  ///< all of them
    std::vector<std::string> any_tags;      ///< at least one of them (`tags_any`: newer than the other two)
    std::vector<std::string> exclude_tags;  ///< none of them
    std::string name_contains;
    std::string hash;
    json::Object metadata_filter;  ///< Comfy Cloud; ComfyUI of autumn 2026 refuses it with 400
    std::optional<std::int64_t> limit, offset;
    std::string after;  ///< a page's `next_cursor`; `offset` is then ignored
    std::string sort;   ///< "created_at" (the default), "updated_at", "name", "size", "last_access_time"
    std::string order;  ///< "desc" (the default) or "asc"
    std::optional<bool> include_public;

    ListRequest() = default;
};

/// GET /api/assets.
asio::awaitable<Result<protocol::AssetPage>> list(Connection& connection, ListRequest request,
                                                  Deadline deadline);

/// Goes through all pages of a list, by cursor where the order has them, else by offset. One call at a time,
/// which this outlives.
class Pages {
public:
    explicit Pages(ListRequest request) : request_{std::move(request)} {}

    /// The next assets; empty at the end, and from then on. After an error the same page can be asked for
    /// again.
    asio::awaitable<Result<std::vector<protocol::Asset>>> next(Connection& connection, Deadline deadline);
    bool done() const { return done_; }

private:
    ListRequest request_;
    bool done_ = false;
};

/// GET /api/assets/{id}. Nothing for an id that the server does not know.
asio::awaitable<Result<std::optional<protocol::Asset>>> get(Connection& connection, std::string id,
                                                            Deadline deadline);

struct UploadRequest {
    std::filesystem::path file;  ///< streamed from disk; empty: `bytes` is the content
    std::string bytes;
    std::string file_name;          ///< empty: the file's own
    std::vector<std::string> tags;  ///< ComfyUI wants one of "input", "output", "models" among them
    std::string name;               ///< shown to people; empty: the file name
    std::string id;                 ///< Comfy Cloud; ComfyUI refuses a chosen id
    std::string hash;               ///< "blake3:<hex>": the server checks it
    std::string mime_type, preview_id;
    json::Object user_metadata;

    UploadRequest() = default;
    explicit UploadRequest(std::filesystem::path from) : file{std::move(from)} {}
    UploadRequest(std::string name_of_file, std::string content)
        : bytes{std::move(content)}, file_name{std::move(name_of_file)} {}
};

/// POST /api/assets. `created_new` is false where the content was there already. Errors: also io_failed.
asio::awaitable<Result<protocol::Asset>> upload(Connection& connection, UploadRequest request,
                                                Deadline deadline);

struct FromHashRequest {
    std::string hash;  ///< "blake3:<hex>"
    std::vector<std::string> tags;
    std::string name, mime_type, preview_id;
    json::Object user_metadata;

    FromHashRequest() = default;
    explicit FromHashRequest(std::string content_hash) : hash{std::move(content_hash)} {}
};

/// POST /api/assets/from-hash: one more name for content that the server has. Nothing when it has not.
asio::awaitable<Result<std::optional<protocol::Asset>>> from_hash(Connection& connection,
                                                                  FromHashRequest request, Deadline deadline);

/// What is set is changed.
struct Update {
    std::optional<std::string> name, mime_type, preview_id;
    std::optional<std::vector<std::string>>
        tags;  ///< servers of early 2026; newer ones: `add_tags`, `remove_tags`
    std::optional<json::Object> user_metadata;  ///< replaces the whole object

    Update() = default;
};

/// PUT /api/assets/{id}. Nothing for an id that the server does not know. Errors: also `invalid_argument` for
/// a change of nothing.
asio::awaitable<Result<std::optional<protocol::Asset>>> update(Connection& connection, std::string id,
                                                               Update change, Deadline deadline);
/// DELETE /api/assets/{id}. False: there was no such asset.
asio::awaitable<Result<bool>> remove(Connection& connection, std::string id, Deadline deadline);

/// POST and DELETE /api/assets/{id}/tags. Errors: also `invalid_argument` for an empty list.
asio::awaitable<Result<protocol::TagChange>> add_tags(Connection& connection, std::string id,
                                                      std::vector<std::string> tags, Deadline deadline);
asio::awaitable<Result<protocol::TagChange>> remove_tags(Connection& connection, std::string id,
                                                         std::vector<std::string> tags, Deadline deadline);

struct TagListRequest {
    std::string prefix;
    std::optional<std::int64_t> limit, offset;
    std::string order;  ///< "count_desc" (the default) or "name_asc"
    std::optional<bool> include_zero;

    TagListRequest() = default;
};

/// GET /api/tags.
asio::awaitable<Result<protocol::TagPage>> list_tags(Connection& connection, TagListRequest request,
                                                     Deadline deadline);

}  // namespace divan::assets
