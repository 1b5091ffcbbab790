#include <gtest/gtest.h>

#include <divan/json/parse.hpp>

#include <divan/engine/image_codec.hpp>
#include "support/server_client.hpp"

namespace divan::engine {
namespace {

using namespace testing;

net::HttpRequest with_field(const std::string& target, const std::string& name, const std::string& value) {
    net::HttpRequest request{"GET", target};
    request.headers.set(name, value);
    return request;
}

class ServedFile : public ::testing::Test {
protected:
    ServedFile() { EXPECT_TRUE(write_file(stage.base() / "output" / "a.txt", "0123456789")); }
    net::HttpReply range(const std::string& wanted) {
        return stage.exchange(with_field("/view?filename=a.txt", "Range", wanted));
    }
    EngineStage stage;
};

TEST_F(ServedFile, ComesInPieces) {
    EXPECT_EQ(range("bytes=2-4").body, "234");
    EXPECT_EQ(range("bytes=7-").body, "789");
    EXPECT_EQ(range("bytes=-3").body, "789");
    EXPECT_EQ(range("bytes=5-100").headers.find("Content-Range"), "bytes 5-9/10");
    EXPECT_EQ(range("bytes=0-0").status, 206);
}

TEST_F(ServedFile, Answers416ForRangesThatAreNoneOfIt) {
    for (const char* wanted : {"bytes=10-", "bytes=5-2", "bytes=-", "lines=1-2", "bytes=a-b", "bytes=-0"}) {
        const auto reply = range(wanted);
        EXPECT_EQ(reply.status, 416) << wanted;
        EXPECT_EQ(reply.headers.find("Content-Range"), "bytes */10") << wanted;
    }
}

TEST_F(ServedFile, IsNotSentAgainWhenItIsKnown) {
    const auto first = stage.get("/view?filename=a.txt");
    const auto again = stage.exchange(
        with_field("/view?filename=a.txt", "If-None-Match", std::string{*first.headers.find("Etag")}));
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.body.empty());
    const auto since = stage.exchange(with_field("/view?filename=a.txt", "If-Modified-Since",
                                                 std::string{*first.headers.find("Last-Modified")}));
    EXPECT_EQ(since.status, 304);
}

TEST_F(ServedFile, HasNoBodyForHead) {
    const auto reply = stage.exchange({"HEAD", "/view?filename=a.txt"});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.find("Content-Length"), "10");
    EXPECT_TRUE(reply.body.empty());
}

TEST_F(ServedFile, IsNotAPictureToPreview) {
    EXPECT_EQ(stage.get("/view?filename=a.txt&preview=webp").status, 500);
}

TEST_F(ServedFile, ComesAsDownloadWhenABrowserWouldRunIt) {
    ASSERT_TRUE(write_file(stage.base() / "output" / "page.html", "<script>"));
    EXPECT_EQ(stage.get("/view?filename=page.html").headers.find("Content-Type"), "application/octet-stream");
}

TEST(ServerView, TurnsAlphaIntoABlackPicture) {
    EngineStage stage;
    Image image{1, 2, 2, 4, 1};
    image.at(0, 0, 0, 3) = 0;
    ASSERT_TRUE(write_file(stage.base() / "output" / "a.png", encode_png(image, 0)));
    const auto decoded = decode_image(stage.get("/view?filename=a.png&channel=a").body);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->image.at(0, 1, 1, 0), 0.0F);
    EXPECT_EQ(decoded->image.at(0, 0, 0, 3), 0.0F);
    EXPECT_EQ(decoded->image.at(0, 1, 1, 3), 1.0F);
}

TEST(ServerView, RefusesAWebpQualityBeyondAHundred) {
    EngineStage stage;
    ASSERT_TRUE(write_file(stage.base() / "output" / "a.png", encode_png(Image{1, 4, 4, 3, 1}, 0)));
    EXPECT_EQ(stage.get("/view?filename=a.png&preview=webp;999").status, 500);
    EXPECT_EQ(stage.get("/view?filename=a.png&preview=50").headers.find("Content-Type"), "image/webp");
}

TEST(ServerView, ReadsTheMetadataOfARealModelFile) {
    EngineStage stage;
    const std::string header = R"({"__metadata__": {"k": "v"}})";
    std::string bytes(8, '\0');
    bytes[0] = static_cast<char>(header.size());
    ASSERT_TRUE(write_file(stage.base() / "models" / "loras" / "x.safetensors", bytes + header));
    ASSERT_TRUE(
        write_file(stage.base() / "models" / "loras" / "cut.safetensors", bytes + header.substr(0, 9)));
    EXPECT_EQ(stage.get("/view_metadata/loras?filename=x.safetensors").body, R"({"k": "v"})");
    EXPECT_EQ(stage.get("/view_metadata/loras?filename=cut.safetensors").status, 404);
    EXPECT_EQ(stage.get("/view_metadata/..?filename=x.safetensors").status, 404);
}

TEST(ServerUpload, Answers413ForABodyBeyondTheLimit) {
    EngineConfig config = EngineStage::test_config();
    config.max_upload_bytes = 1'000;
    EngineStage stage{config};
    const auto reply = stage.post("/prompt", std::string(1'001, 'x'));
    EXPECT_EQ(reply.status, 413);
    EXPECT_EQ(reply.body, "Maximum request body size 1000 exceeded, actual body size 1001");
}

TEST(ServerRules, AddsCorsFieldsInsteadOfCheckingOrigins) {
    EngineConfig config = EngineStage::test_config();
    config.cors_origin = "*";
    EngineStage stage{config};
    const auto reply = stage.exchange(with_field("/features", "Origin", "http://evil.example"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.find("Access-Control-Allow-Origin"), "*");
    EXPECT_FALSE(stage.get("/nope").headers.contains("Access-Control-Allow-Origin"));
}

TEST(ServerRules, AnswersOptionsOnEveryPath) {
    EngineStage stage;
    EXPECT_EQ(stage.exchange({"OPTIONS", "/nope"}).status, 200);
}

TEST(ServerRules, ShowsItsErrorPageAsHtmlToABrowser) {
    EngineStage stage;
    net::HttpRequest request{"POST", "/queue", "{bad", "application/json"};
    request.headers.set("Accept", "text/html,*/*");
    EXPECT_EQ(stage.exchange(std::move(request)).headers.find("Content-Type"), "text/html; charset=utf-8");
}

TEST(ServerUsers, RefusesUnknownUsers) {
    EngineConfig config = EngineStage::test_config();
    config.multi_user = true;
    EngineStage stage{config};
    const auto id = json::parse(stage.post("/users", R"({"username": "Ann B"})").body);
    ASSERT_TRUE(id);
    EXPECT_TRUE(json::text_of(*id)->starts_with("Ann-B_"));
    EXPECT_EQ(stage.post("/users", R"({"username": "Ann B"})").status, 400);
    EXPECT_EQ(stage.exchange(with_field("/settings", "comfy-user", "nobody")).status, 401);
    EXPECT_EQ(stage.exchange(with_field("/v2/userdata", "comfy-user", "nobody")).status, 403);
    EXPECT_EQ(stage.exchange(with_field("/userdata?dir=x", "comfy-user", "nobody")).status, 500);
    EXPECT_EQ(stage.exchange(with_field("/settings", "comfy-user", std::string{*json::text_of(*id)})).status,
              200);
}

TEST(ServerObjectInfo, ListsEveryClassOnItsOwnToo) {
    EngineStage stage;
    const json::Value all = stage.get_json("/object_info");
    ASSERT_TRUE(json::find(all, "KSampler"));
    EXPECT_TRUE(json::same_content(stage.get_json("/object_info/KSampler"),
                                   json::Object{{"KSampler", *json::find(all, "KSampler")}}));
    EXPECT_EQ(stage.get("/object_info/Nope").body, "{}");
}

TEST(ServerObjectInfo, ShowsAnUploadedPictureAtOnce) {
    EngineStage stage;
    ASSERT_TRUE(write_file(stage.base() / "input" / "new.png", encode_png(Image{1, 4, 4, 3, 1}, 0)));
    EXPECT_NE(stage.get("/object_info/LoadImage").body.find("new.png"), std::string::npos);
}

}  // namespace
}  // namespace divan::engine
