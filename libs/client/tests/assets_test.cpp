#include <divan/base/files.hpp>
#include <divan/client/assets.hpp>
#include <divan/net/multipart.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

class AssetsTest : public test::RecordedTest {
protected:
    /// "name=content" of each part, "name=file name:type:content" of a file, in order.
    std::vector<std::string> parts() const {
        const auto boundary = net::multipart_boundary(server->last().header("Content-Type"));
        const auto form = net::read_multipart(server->last().body, boundary);
        std::vector<std::string> all;
        for (const net::ReceivedPart& part : form.value())
            all.push_back(part.name + "=" +
                          (part.is_file ? part.file_name + ":" + part.content_type + ":" : "") +
                          part.content);
        return all;
    }
    std::string all_ids(assets::Pages pages) {
        std::string ids;
        while (!pages.done()) {
            auto next = call(pages.next(*connection, soon()));
            if (!next) return describe(next.error());
            for (const protocol::Asset& asset : *next) ids += asset.id;
        }
        return ids;
    }
};

TEST_F(AssetsTest, EveryOptionIsInTheQuery) {
    server->answer(
        "GET "
        "/api/"
        "assets?include_tags=input%2Ca%20b&tags_any=x%2Cy&exclude_tags=missing&name_contains=n%26m&hash="
        "blake3%3A0"
        "&metadata_filter=%7B%22k%22%3A1%7D&limit=10&offset=0&after=c&sort=name&order=asc&include_public="
        "false",
        R"({"assets": [], "total": 0, "has_more": false})");
    assets::ListRequest request;
    request.include_tags = {"input", "a b"};
    request.any_tags = {"x", "y"};
    request.exclude_tags = {"missing"};
    request.name_contains = "n&m";
    request.hash = "blake3:0";
    request.metadata_filter["k"] = 1;
    request.limit = 10;
    request.offset = 0;
    request.after = "c";
    request.sort = "name";
    request.order = "asc";
    request.include_public = false;
    const auto page = call(assets::list(*connection, std::move(request), soon()));
    EXPECT_TRUE(page) << server->last().line();
}

TEST_F(AssetsTest, PagesGoOnByCursorElseByOffset) {
    server->answer("GET /api/assets", R"({"assets": [{"id": "a"}], "has_more": true, "next_cursor": "c"})");
    server->answer("GET /api/assets?after=c", R"({"assets": [{"id": "b"}], "has_more": false})");
    EXPECT_EQ(all_ids(assets::Pages{{}}), "ab");
    assets::ListRequest by_access;
    by_access.sort = "last_access_time";
    server->answer("GET /api/assets?sort=last_access_time",
                   R"({"assets": [{"id": "a"}, {"id": "b"}], "has_more": true})");
    server->answer("GET /api/assets?offset=2&sort=last_access_time",
                   R"({"assets": [{"id": "c"}], "has_more": false})");
    EXPECT_EQ(all_ids(assets::Pages{by_access}), "abc");
}

TEST_F(AssetsTest, OneAssetIsFoundOrNot) {
    server->answer("GET /api/assets/u-1", R"({"id": "u-1", "name": "a.png"})");
    server->answer("GET /api/assets/u-2", R"({"error": {"code": "ASSET_NOT_FOUND", "message": "no"}})", 404);
    EXPECT_EQ(call(assets::get(*connection, "u-1", soon())).value()->name, "a.png");
    EXPECT_FALSE(call(assets::get(*connection, "u-2", soon())).value().has_value());
}

TEST_F(AssetsTest, AnUploadIsAFormWithEveryField) {
    server->answer("POST /api/assets", R"({"id": "u-1", "created_new": true})", 201);
    assets::UploadRequest request{"f\xC3\xBC.png", "bytes"};
    request.tags = {"input", "cat"};
    request.name = "Fox";
    request.id = "u-1";
    request.hash = "blake3:0";
    request.mime_type = "image/png";
    request.preview_id = "u-0";
    request.user_metadata["k"] = 1;
    const auto asset = call(assets::upload(*connection, std::move(request), soon()));
    ASSERT_TRUE(asset) << describe(asset.error());
    EXPECT_EQ(asset->created_new, true);
    EXPECT_EQ(parts(),
              (std::vector<std::string>{"file=f\xC3\xBC.png:image/png:bytes", "tags=input", "tags=cat",
                                        "id=u-1", "preview_id=u-0", "name=Fox", "hash=blake3:0",
                                        "mime_type=image/png", R"(user_metadata={"k":1})"}));
}

TEST_F(AssetsTest, AnUploadFromDiskIsStreamed) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder.path() / "a.bin", "from disk"));
    server->answer("POST /api/assets", R"({"id": "u-1", "created_new": false})");
    assets::UploadRequest request{folder.path() / "a.bin"};
    EXPECT_EQ(call(assets::upload(*connection, std::move(request), soon()))->created_new, false);
    EXPECT_EQ(parts(), (std::vector<std::string>{"file=a.bin:application/octet-stream:from disk"}));
    assets::UploadRequest missing{folder.path() / "none"};
    EXPECT_EQ(error_of(assets::upload(*connection, std::move(missing), soon())).code, Errc::io_failed);
}

TEST_F(AssetsTest, ARefusedUploadTellsTheServersCode) {
    server->answer("POST /api/assets", R"({"error": {"code": "HASH_MISMATCH", "message": "no"}})", 400);
    assets::UploadRequest request{"a.png", "x"};
    const Error error = error_of(assets::upload(*connection, std::move(request), soon()));
    EXPECT_EQ(error.code, Errc::unexpected_status);
    EXPECT_EQ(error.fact("code"), "HASH_MISMATCH");
    EXPECT_EQ(error.fact("status"), "400");
}

TEST_F(AssetsTest, FromHashSendsItsFields) {
    server->answer("POST /api/assets/from-hash", R"({"id": "u-1", "created_new": true})", 201);
    assets::FromHashRequest request{"blake3:0"};
    request.tags = {"input"};
    request.name = "Fox";
    request.mime_type = "image/png";
    request.preview_id = "u-0";
    request.user_metadata["k"] = 1;
    ASSERT_TRUE(call(assets::from_hash(*connection, std::move(request), soon())).value());
    EXPECT_EQ(
        server->last().body,
        R"({"hash":"blake3:0","tags":["input"],"name":"Fox","mime_type":"image/png","preview_id":"u-0","user_metadata":{"k":1}})");
    server->forget("POST /api/assets/from-hash");
    server->answer("POST /api/assets/from-hash", R"({"error": {"code": "ASSET_NOT_FOUND", "message": "no"}})",
                   404);
    assets::FromHashRequest unknown{"blake3:1"};
    EXPECT_FALSE(call(assets::from_hash(*connection, std::move(unknown), soon())).value().has_value());
    EXPECT_EQ(server->last().body, R"({"hash":"blake3:1","tags":[]})");
}

TEST_F(AssetsTest, UpdateSendsWhatIsSet) {
    server->answer("PUT /api/assets/u-1", R"({"id": "u-1", "updated_at": "t"})");
    assets::Update change;
    change.name = "Fox";
    change.user_metadata = json::Object{};
    EXPECT_EQ(call(assets::update(*connection, "u-1", std::move(change), soon())).value()->updated_at, "t");
    EXPECT_EQ(server->last().body, R"({"name":"Fox","user_metadata":{}})");
    assets::Update rest;
    rest.mime_type = "m";
    rest.preview_id = "p";
    rest.tags = {"a"};
    ASSERT_TRUE(call(assets::update(*connection, "u-1", std::move(rest), soon())));
    EXPECT_EQ(server->last().body, R"({"mime_type":"m","preview_id":"p","tags":["a"]})");
    EXPECT_EQ(error_of(assets::update(*connection, "u-1", {}, soon())).code, Errc::invalid_argument);
}

TEST_F(AssetsTest, RemoveTellsWhetherThereWasOne) {
    server->empty("DELETE /api/assets/u-1", 204);
    server->answer("DELETE /api/assets/u-2", R"({"error": {"code": "ASSET_NOT_FOUND", "message": "no"}})",
                   404);
    EXPECT_EQ(call(assets::remove(*connection, "u-1", soon())), true);
    EXPECT_EQ(call(assets::remove(*connection, "u-2", soon())), false);
}

TEST_F(AssetsTest, TagsAreAddedAndRemoved) {
    server->answer("POST /api/assets/u-1/tags", R"({"added": ["a"], "total_tags": ["a"]})");
    server->answer("DELETE /api/assets/u-1/tags", R"({"removed": ["a"], "total_tags": []})");
    EXPECT_EQ(call(assets::add_tags(*connection, "u-1", {"a"}, soon()))->added.size(), 1U);
    EXPECT_EQ(server->last().body, R"({"tags":["a"]})");
    EXPECT_EQ(call(assets::remove_tags(*connection, "u-1", {"a"}, soon()))->removed.size(), 1U);
    EXPECT_EQ(server->last().body, R"({"tags":["a"]})");
    EXPECT_EQ(error_of(assets::add_tags(*connection, "u-1", {}, soon())).code, Errc::invalid_argument);
}

TEST_F(AssetsTest, TagsOfAMissingAssetAreAnError) {
    server->answer("POST /api/assets/u-1/tags", R"({"error": {"code": "ASSET_NOT_FOUND", "message": "no"}})",
                   404);
    const Error error = error_of(assets::add_tags(*connection, "u-1", {"a"}, soon()));
    EXPECT_EQ(error.code, Errc::invalid_argument);
    EXPECT_EQ(error.fact("status"), "404");
}

TEST_F(AssetsTest, AllTagsAreListed) {
    server->answer("GET /api/tags",
                   R"({"tags": [{"name": "cat", "count": 3}], "total": 1, "has_more": false})");
    EXPECT_EQ(call(assets::list_tags(*connection, {}, soon()))->tags.at(0).count, 3);
    server->answer("GET /api/tags?prefix=c&limit=5&offset=10&order=name_asc&include_zero=false",
                   R"({"tags": [], "total": 0, "has_more": false})");
    assets::TagListRequest request;
    request.prefix = "c";
    request.limit = 5;
    request.offset = 10;
    request.order = "name_asc";
    request.include_zero = false;
    EXPECT_TRUE(call(assets::list_tags(*connection, std::move(request), soon())));
}

TEST_F(AssetsTest, ASystemThatIsOffIsNotSupported) {
    server->answer_all(net::HttpReply{503, R"({"error": {"code": "SERVICE_DISABLED", "message": "off"}})"});
    const Error error = error_of(assets::list(*connection, {}, soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_EQ(error.fact("code"), "SERVICE_DISABLED");
    EXPECT_NE(error.hint.find("--enable-assets"), std::string::npos);
}

TEST_F(AssetsTest, AnUploadToAServerWithoutAssetsSaysWhatItNeeds) {
    assets::UploadRequest request{"a.png", "x"};
    const Error error = error_of(assets::upload(*connection, std::move(request), soon()));
    EXPECT_EQ(error.code, Errc::not_supported);
    EXPECT_EQ(error.fact("found"), "ComfyUI 0.3.64");
}

TEST_F(AssetsTest, AnEmptyIdIsNotSent) {
    EXPECT_EQ(error_of(assets::get(*connection, "", soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(assets::remove(*connection, "", soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(assets::add_tags(*connection, "", {"a"}, soon())).code, Errc::invalid_argument);
    EXPECT_EQ(error_of(assets::from_hash(*connection, {}, soon())).code, Errc::invalid_argument);
    EXPECT_TRUE(server->requests.empty());
}

}  // namespace
}  // namespace divan
