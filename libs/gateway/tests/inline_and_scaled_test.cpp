#include <divan/base/base64.hpp>
#include <divan/json/write.hpp>

#include "support/sources_fixture.hpp"

namespace divan::gateway {
namespace {

TEST_F(SourceFiles, De16JobsHoldTheirPictureAndGiveTheirResultInline) {
    add_engine();
    start();
    const Reply done =
        run(R"({"data": "data:image/png;base64,)" + base64(fox) + "\"}", "?wait=20&inline=true");
    ASSERT_EQ(done.status, 200) << done.body;
    const std::string data = json::text_or(first_output(done), "data");
    ASSERT_TRUE(data.starts_with("data:image/png;base64,")) << data.substr(0, 60);
    EXPECT_EQ(image_in(from_base64(data.substr(22)).value()).width, 48);
}

TEST_F(SourceFiles, De16LeavesOutInlineResultsThatAreTooLarge) {
    config.media.inline_bytes = 10;
    add_engine();
    start();
    const Reply done = run(R"({"data": ")" + base64(fox) + "\"}", "?wait=20&inline=true");
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_TRUE(json::find(first_output(done), "data")->is_null());
    EXPECT_EQ(json::to_int64(*json::find(*json::find(done.json(), "divan"), "inline_left_out")), 1);
    EXPECT_EQ(get("/api/v2/divan/jobs/x/wait?inline=yes").status, 400);
}

TEST_F(SourceFiles, De16SaysWhatIsWrongWithInlineData) {
    start();
    const auto data = [this](const std::string& text) {
        return post("/api/v2/divan/assets", R"({"data": ")" + text + "\"}");
    };
    EXPECT_EQ(data(base64(fox)).status, 201);
    EXPECT_NE(data("AAA*").body.find("the character at 3"), std::string::npos);
    EXPECT_NE(data("AAAAA").body.find("5 characters"), std::string::npos);
    EXPECT_EQ(data("data:image/png,abc").status, 422);
    EXPECT_EQ(data("data:image/png;base64").status, 422);
    EXPECT_EQ(data(base64("<html>")).code(), "unsupported_media");
    EXPECT_EQ(post("/api/v2/divan/assets", R"({"data": "AAAA", "url": "https://a/b"})").status, 422);
    EXPECT_EQ(post("/api/v2/divan/assets", "{}").status, 422);
    EXPECT_EQ(post("/api/v2/divan/assets", R"({"data": "AAAA", "sise": 1})").status, 400);
}

TEST_F(SourceFiles, De09UploadsAreScaledDownOnRequest) {
    start();
    const Reply small = bring(url("/fox.png"), R"(, "max_side": 16)");
    ASSERT_EQ(small.status, 201) << small.body;
    EXPECT_EQ(json::write(*json::find(small.json(), "scaled")), R"({"from":[48,24],"to":[16,8]})");
    EXPECT_EQ(image_in(get("/api/v2/assets/" + id_in(small) + "/content").body).width, 16);
    EXPECT_TRUE(json::find(bring(url("/fox.png"), R"(, "max_side": 48)").json(), "scaled")->is_null());
    EXPECT_EQ(bring(url("/fox.png"), R"(, "max_side": 0)").status, 422);
}

TEST_F(SourceFiles, De09TheFormKnowsMaxSideHereAndNotInTheContract) {
    start();
    const Parts parts{{"content_type", "image/png"},
                      {"file_path", "a.png"},
                      {"max_side", "16"},
                      {"file", png(40, 40, 4, 0)}};
    EXPECT_EQ(send_form(parts).status, 422) << "Comfy API v2 has no such part";
    std::string body;
    for (const auto& [name, content] : parts)
        body += "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"" +
                (name == "file" ? "; filename=\"a\"" : "") + "\r\n\r\n" + content + "\r\n";
    const Reply reply = ask(net::HttpRequest{"POST", "/api/v2/divan/assets", body + "--edge--\r\n",
                                             "multipart/form-data; boundary=edge"});
    ASSERT_EQ(reply.status, 201) << reply.body;
    const engine::Image small = image_in(get("/api/v2/assets/" + id_in(reply) + "/content").body);
    EXPECT_EQ(small.width, 16);
    EXPECT_EQ(small.channels, 4) << "alpha stays";
}

TEST_F(SourceFiles, De09LargeInputsAreScaledBeforeAServerGetsThem) {
    config.media.input_max_side = 20;
    add_engine();
    start();
    const std::string asset = id_in(upload(png(80, 40)));
    const json::Value job = end_of(submit(shows(R"({"id": ")" + asset + "\"}")));
    const json::Value* outputs = json::find(job, "outputs");
    ASSERT_TRUE(outputs && !json::array_of(*outputs)->empty()) << json::write(job);
    EXPECT_EQ(width_of(json::array_of(*outputs)->front()), 20);
    EXPECT_EQ(image_in(get("/api/v2/assets/" + asset + "/content").body).width, 80) << "the asset stays";
}

}  // namespace
}  // namespace divan::gateway
