#include <divan/protocol/asset.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

/// The first of two members that is a text: servers of early 2026 called some of them otherwise.
std::string text_of_either(const json::Value& value, std::string_view key, std::string_view old_key) {
    std::string text = json::text_or(value, key);
    return text.empty() ? json::text_or(value, old_key) : text;
}

std::optional<Asset> read_asset(const json::Value& value) {
    Asset asset;
    asset.id = json::text_or(value, "id");
    if (asset.id.empty()) return std::nullopt;
    asset.name = json::text_or(value, "name");
    asset.hash = text_of_either(value, "hash", "asset_hash");
    asset.mime_type = json::text_or(value, "mime_type");
    asset.display_name = json::text_or(value, "display_name");
    asset.loader_path = json::text_or(value, "loader_path");
    asset.preview_url = json::text_or(value, "preview_url");
    asset.preview_id = json::text_or(value, "preview_id");
    asset.job_id = text_of_either(value, "job_id", "prompt_id");
    asset.created_at = json::text_or(value, "created_at");
    asset.updated_at = json::text_or(value, "updated_at");
    asset.last_access_time = json::text_or(value, "last_access_time");
    asset.size_bytes = integer_at(value, "size");
    asset.width = integer_at(value, "width");
    asset.height = integer_at(value, "height");
    asset.created_new = bool_at(value, "created_new");
    asset.is_immutable = bool_at(value, "is_immutable");
    asset.tags = texts_at(value, "tags");
    asset.user_metadata = value_at(value, "user_metadata");
    asset.metadata = value_at(value, "metadata");
    asset.raw = value;
    return asset;
}

std::optional<TagUsage> read_tag(const json::Value& value) {
    TagUsage tag;
    tag.name = json::text_or(value, "name");
    if (tag.name.empty()) return std::nullopt;
    tag.count = integer_at(value, "count").value_or(0);
    return tag;
}

}  // namespace

Result<Asset> parse_asset(std::string_view body) {
    constexpr std::string_view kWhat = "the asset";
    const auto document = read_object(body, kWhat);
    if (!document) return fail(document.error());
    auto asset = read_asset(*document);
    if (!asset) return fail(malformed(kWhat, "has no id", body));
    return std::move(*asset);
}

Result<AssetPage> parse_asset_page(std::string_view body) {
    constexpr std::string_view kWhat = "the list of assets";
    auto document = read_object(body, kWhat);
    if (!document) return fail(std::move(document).error());
    const json::Array* list = array_at(*document, "assets");
    if (!list) return fail(malformed(kWhat, "has no 'assets'", body));
    auto assets = read_elements<Asset>(*list, kWhat, body, read_asset);
    if (!assets) return fail(std::move(assets).error());
    AssetPage page;
    page.assets = std::move(*assets);
    page.total = integer_at(*document, "total");
    page.has_more = bool_at(*document, "has_more").value_or(false);
    page.next_cursor = text_of_either(*document, "next_cursor", "cursor");
    page.raw = without(std::move(*document), "assets");
    return page;
}

Result<TagPage> parse_tag_page(std::string_view body) {
    constexpr std::string_view kWhat = "the list of tags";
    auto document = read_object(body, kWhat);
    if (!document) return fail(std::move(document).error());
    const json::Array* list = array_at(*document, "tags");
    if (!list) return fail(malformed(kWhat, "has no 'tags'", body));
    auto tags = read_elements<TagUsage>(*list, kWhat, body, read_tag);
    if (!tags) return fail(std::move(tags).error());
    TagPage page;
    page.tags = std::move(*tags);
    page.total = integer_at(*document, "total");
    page.has_more = bool_at(*document, "has_more").value_or(false);
    page.raw = without(std::move(*document), "tags");
    return page;
}

Result<TagChange> parse_tag_change(std::string_view body) {
    auto document = read_object(body, "the reply about the tags");
    if (!document) return fail(std::move(document).error());
    TagChange change;
    change.added = texts_at(*document, "added");
    change.already_present = texts_at(*document, "already_present");
    change.removed = texts_at(*document, "removed");
    change.not_present = texts_at(*document, "not_present");
    change.kept = texts_at(*document, "protected");
    change.total_tags = texts_at(*document, "total_tags");
    change.raw = std::move(*document);
    return change;
}

std::optional<AssetFailure> parse_asset_failure(std::string_view body) {
    const auto document = read_document(body, "the refusal");
    const json::Value* error = document ? json::find(*document, "error") : nullptr;
    if (!error) return std::nullopt;
    AssetFailure failure;
    if (const auto text = json::text_of(*error)) {
        failure.message = *text;
        failure.code = json::text_or(*document, "code");
        return failure;
    }
    if (!json::object_of(*error)) return std::nullopt;
    failure.code = json::text_or(*error, "code");
    failure.message = json::text_or(*error, "message");
    failure.details = value_at(*error, "details");
    return failure;
}

}  // namespace divan::protocol
