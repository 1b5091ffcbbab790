#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

/// Stored files of newer servers, known by id and hash.
/// Source: ComfyUI main branch of 2026, app/assets/api/ (routes.py, schemas_in.py, schemas_out.py);
/// openapi.yaml.
namespace divan::protocol {

/// Members that a server leaves out are empty. Times as the server spells them (ISO 8601).
struct Asset {
    std::string id, name;
    std::string hash;  ///< "blake3:<hex>"; `asset_hash` on servers of early 2026
    std::string mime_type;
    std::string display_name;
    std::string loader_path;  ///< what an input of a loader takes
    std::string preview_url, preview_id;
    std::string job_id;  ///< the prompt that made it; `prompt_id` on servers of early 2026
    std::string created_at, updated_at, last_access_time;
    std::optional<std::int64_t> size_bytes, width, height;
    std::optional<bool> created_new;  ///< of an upload and of `from_hash`: false where the content was there
    std::optional<bool> is_immutable;
    std::vector<std::string> tags;
    json::Value user_metadata, metadata;  ///< objects; `metadata` is the server's own
    json::Value raw;

    Asset() = default;
    bool operator==(const Asset&) const = default;
};

struct AssetPage {
    std::vector<Asset> assets;
    std::optional<std::int64_t> total;
    bool has_more = false;
    std::string next_cursor;  ///< for `after`; empty at the end, and where the order has no cursors
    json::Value raw;          ///< the reply without `assets`

    AssetPage() = default;
};

struct TagUsage {
    std::string name;
    std::int64_t count = 0;
    bool operator==(const TagUsage&) const = default;
};

struct TagPage {
    std::vector<TagUsage> tags;
    std::optional<std::int64_t> total;
    bool has_more = false;
    json::Value raw;  ///< the reply without `tags`

    TagPage() = default;
};

/// What adding or removing tags did.
struct TagChange {
    std::vector<std::string> added, already_present;      ///< of adding
    std::vector<std::string> removed, not_present, kept;  ///< of removing; `kept`: the server's `protected`
    std::vector<std::string> total_tags;                  ///< afterwards
    json::Value raw;

    TagChange() = default;
    bool operator==(const TagChange&) const = default;
};

/// `{"error": {"code": "ASSET_NOT_FOUND", "message": …, "details": …}}`, and `{"error": "text"}`.
struct AssetFailure {
    std::string code, message;
    json::Value details;

    AssetFailure() = default;
    bool operator==(const AssetFailure&) const = default;
};

/// Errors of all: `malformed_reply`, also for an asset without id and a tag without name.
Result<Asset> parse_asset(std::string_view body);
Result<AssetPage> parse_asset_page(std::string_view body);
Result<TagPage> parse_tag_page(std::string_view body);
Result<TagChange> parse_tag_change(std::string_view body);
/// Nothing for a body that has no such form.
std::optional<AssetFailure> parse_asset_failure(std::string_view body);

}  // namespace divan::protocol
