#include <gtest/gtest.h>

#include <divan/protocol/asset.hpp>

namespace divan::protocol {
namespace {

TEST(Asset, IsTyped) {
    const auto asset = parse_asset(
        R"({"id": "u-1", "name": "a.png", "hash": "blake3:00", "loader_path": "a.png", "display_name": "A", "size": 7,)"
        R"( "mime_type": "image/png", "tags": ["input", "cat"], "preview_url": "/api/view?x", "preview_id": null,)"
        R"( "user_metadata": {"k": 1}, "metadata": {"m": 2}, "job_id": "j", "created_at": "2026-01-01T00:00:00",)"
        R"( "updated_at": "u", "last_access_time": "l", "created_new": false, "is_immutable": true, "width": 3, "height": 4, "z": 9})");
    ASSERT_TRUE(asset) << describe(asset.error());
    EXPECT_EQ(asset->hash, "blake3:00");
    EXPECT_EQ(asset->size_bytes, 7);
    EXPECT_EQ(asset->tags, (std::vector<std::string>{"input", "cat"}));
    EXPECT_EQ(asset->preview_id, "");
    EXPECT_EQ(asset->job_id, "j");
    EXPECT_EQ(asset->created_new, false);
    EXPECT_EQ(asset->is_immutable, true);
    EXPECT_EQ(asset->width, 3);
    EXPECT_EQ(json::to_int64(*json::find(asset->user_metadata, "k")), 1);
    EXPECT_EQ(json::to_int64(*json::find(asset->raw, "z")), 9);
}

TEST(Asset, OfAnEarlierServerHasOtherNames) {
    const auto asset = parse_asset(R"({"id": "u-1", "asset_hash": "blake3:11", "prompt_id": "p"})");
    ASSERT_TRUE(asset);
    EXPECT_EQ(asset->hash, "blake3:11");
    EXPECT_EQ(asset->job_id, "p");
}

TEST(Asset, WithoutIdIsMalformed) {
    for (const char* body : {"{}", R"({"id": 3})", R"({"name": "a"})", "[]", "x"})
        EXPECT_EQ(parse_asset(body).error().code, Errc::malformed_reply) << body;
}

TEST(AssetPage, TellsItsCursor) {
    const auto page = parse_asset_page(
        R"({"assets": [{"id": "a"}], "total": 3, "has_more": true, "next_cursor": "c", "x": 1})");
    ASSERT_TRUE(page) << describe(page.error());
    EXPECT_EQ(page->assets.at(0).id, "a");
    EXPECT_EQ(page->total, 3);
    EXPECT_TRUE(page->has_more);
    EXPECT_EQ(page->next_cursor, "c");
    EXPECT_EQ(json::find(page->raw, "assets"), nullptr);
    for (const char* body : {"{}", R"({"assets": 1})", R"({"assets": [{}]})", "[]"})
        EXPECT_EQ(parse_asset_page(body).error().code, Errc::malformed_reply) << body;
}

TEST(TagPage, CountsTheirUse) {
    const auto page =
        parse_tag_page(R"({"tags": [{"name": "cat", "count": 3}], "total": 1, "has_more": false})");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->tags, (std::vector<TagUsage>{{"cat", 3}}));
    EXPECT_EQ(page->total, 1);
    for (const char* body : {"{}", R"({"tags": [{}]})", R"({"tags": [3]})"})
        EXPECT_EQ(parse_tag_page(body).error().code, Errc::malformed_reply) << body;
}

TEST(TagChange, TellsWhatChangedAndWhatDidNot) {
    const auto added =
        parse_tag_change(R"({"added": ["a"], "already_present": ["b"], "total_tags": ["a", "b"]})");
    ASSERT_TRUE(added);
    EXPECT_EQ(added->added, (std::vector<std::string>{"a"}));
    EXPECT_EQ(added->total_tags.size(), 2U);
    const auto removed =
        parse_tag_change(R"({"removed": [], "not_present": ["x"], "protected": ["missing"]})");
    ASSERT_TRUE(removed);
    EXPECT_EQ(removed->kept, (std::vector<std::string>{"missing"}));
    EXPECT_EQ(parse_tag_change("[]").error().code, Errc::malformed_reply);
}

TEST(AssetFailure, HasACode) {
    const auto failure = parse_asset_failure(
        R"({"error": {"code": "ASSET_NOT_FOUND", "message": "none", "details": {"id": "a"}}})");
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code, "ASSET_NOT_FOUND");
    EXPECT_EQ(json::text_or(failure->details, "id"), "a");
    EXPECT_EQ(parse_asset_failure(R"({"error": "no", "code": "X"})")->code, "X");
    for (const char* body : {"{}", "[]", R"({"error": 3})", "", "<html>"})
        EXPECT_FALSE(parse_asset_failure(body).has_value()) << body;
}

}  // namespace
}  // namespace divan::protocol
