#include <divan/base/base64.hpp>

#include "sources/outbound_url.hpp"
#include "support/sources_fixture.hpp"

namespace divan::gateway {
namespace {

TEST_F(SourceFiles, De11BringsAFileByItsUrl) {
    start();
    const Reply reply = bring(url("/pictures/red%20fox.png?size=2"), R"(, "tags": ["a"], "expires_in": 60)");
    ASSERT_EQ(reply.status, 201) << reply.body;
    EXPECT_EQ(json::text_or(reply.json(), "file_path"), "red fox.png");
    EXPECT_EQ(json::text_or(reply.json(), "content_type"), "image/png");
    EXPECT_EQ(get("/api/v2/assets/" + id_in(reply) + "/content").body, fox);
    EXPECT_EQ(asked.at(0).target, "/pictures/red%20fox.png?size=2");
    EXPECT_EQ(bring(url("/pictures/red%20fox.png")).status, 200) << "the bytes are there already";
    EXPECT_EQ(left_over(), 0U);
}

TEST_F(SourceFiles, De11JobsTakeTheirPictureFromAUrl) {
    add_engine();
    start();
    const Reply done = run(R"({"url": ")" + url("/fox.png") + "\"}");
    ASSERT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(width_of(first_output(done)), 48);
}

TEST_F(SourceFiles, De11SimpleJobsTakeTheirPictureFromAUrlOrInline) {
    config.template_folder = folder.path() / "templates";
    const std::string form = shows("0");
    const std::string slot = R"({"__type": "core/ASSET", "info": 0})";
    std::string text = form;
    text.replace(text.find(slot), slot.size(), R"("{{SOURCE_IMAGE}}")");
    ASSERT_TRUE(write_file(config.template_folder / "show.json", text));
    add_engine();
    start();
    const std::string asset = id_in(upload(fox));
    for (const std::string& source : {url("/fox.png"), "data:image/png;base64," + base64(fox), asset}) {
        const Reply accepted = post("/jobs", R"({"template": "show", "source_image": ")" + source + "\"}");
        ASSERT_EQ(accepted.status, 202) << accepted.body;
        EXPECT_EQ(json::text_or(end_of(id_in(accepted)), "status"), "succeeded") << source.substr(0, 40);
    }
    EXPECT_EQ(post("/jobs", R"({"template": "show", "source_image": ""})").status, 400);
}

TEST_F(SourceFiles, De11OfOneBatchIsFetchedOnce) {
    add_engine();
    start();
    const std::string job = R"({"workflow": )" + shows(R"({"url": ")" + url("/fox.png") + "\"}") + "}";
    const Reply batch = post("/api/v2/divan/batches", R"({"jobs": [)" + job + "," + job + "]}");
    EXPECT_EQ(batch.status, 201) << batch.body;
    EXPECT_EQ(asked.size(), 1U);
    const Reply bad = post("/api/v2/divan/batches", R"({"jobs": [)" + job + R"(, {"workflow": )" +
                                                        shows(R"({"url": "ftp://a/b"})") + "}]}");
    EXPECT_EQ(bad.code(), "source_refused");
    EXPECT_NE(bad.body.find(R"("job":1)"), std::string::npos) << bad.body;
    EXPECT_NE(bad.body.find(R"("node":"1")"), std::string::npos) << bad.body;
}

TEST_F(SourceFiles, De11TheSameRequestAgainFetchesNothing) {
    add_engine();
    start();
    headers.set("Idempotency-Key", "k-1");
    const std::string info = R"({"url": ")" + url("/fox.png") + "\"}";
    const std::string first = json::text_or(run(info).json(), "id");
    EXPECT_EQ(json::text_or(run(info).json(), "id"), first);
    EXPECT_EQ(asked.size(), 1U);
    EXPECT_FALSE(first.empty());
}

TEST_F(SourceFiles, S13GoesToNoAddressInside) {
    config.media.fetch = FetchConfig{};
    config.media.fetch.plain_http = true;
    start();
    for (const char* inside : {"http://127.0.0.1/",
                               "http://127.1/",
                               "http://2130706433/",
                               "http://0x7f000001/",
                               "http://0177.0.0.1/",
                               "http://localhost/",
                               "http://localhost./",
                               "http://[::1]/",
                               "http://[::ffff:127.0.0.1]/",
                               "http://[::ffff:169.254.169.254]/",
                               "http://169.254.169.254/latest/meta-data",
                               "http://10.0.0.1/",
                               "http://192.168.1.1/",
                               "http://172.16.0.1/",
                               "http://100.64.0.1/",
                               "http://0.0.0.0/",
                               "http://[fe80::1]/",
                               "http://[fd00::1]/",
                               "http://[64:ff9b::a00:1]/",
                               "http://[2002:7f00:1::]/"}) {
        const Reply reply = bring(inside);
        EXPECT_EQ(reply.status, 422) << inside;
        EXPECT_TRUE(reply.code() == "source_refused" || reply.code() == "source_failed") << reply.body;
    }
    EXPECT_EQ(bring("http://127.0.0.1/").code(), "source_refused");
    EXPECT_EQ(bring(url("/fox.png")).code(), "source_refused") << "not the port either";
    EXPECT_TRUE(asked.empty());
}

TEST_F(SourceFiles, S13TakesHttpsAndNoUserInTheUrl) {
    for (const char* bad :
         {"http://example.com/a", "ftp://example.com/a", "https://me:secret@example.com/a",
          "https://example.com\\@127.0.0.1/", "https://exa mple.com/", "https://", "//a/b", "fox.png"})
        EXPECT_FALSE(parse_outbound(bad, false)) << bad;
    EXPECT_TRUE(parse_outbound("https://example.com/a?b=1#c", false));
    EXPECT_EQ(parse_outbound("https://example.com/a?b=1#c", false)->target, "/a?b=1");
    EXPECT_EQ(parse_outbound("https://example.com?b", false)->target, "/?b");
}

TEST_F(SourceFiles, S14FollowsThreeRedirectsAndLooksAtEachOfThem) {
    start();
    EXPECT_EQ(bring(url("/to/3")).status, 201);
    EXPECT_EQ(reason(bring(url("/to/4"))), "redirects");
    elsewhere = "http://me:secret@127.0.0.1/";
    EXPECT_EQ(bring(url("/away")).code(), "source_refused");
    config.media.fetch.plain_http = false;
    EXPECT_FALSE(parse_outbound("http://127.0.0.1/", false));
}

TEST_F(SourceFiles, S15ConnectsOnlyToAddressesThatWereLookedAt) {
    config.media.fetch.reach = net::Reach::public_internet;
    start();  // a name that leads inside is looked at when it is connected to, not before
    EXPECT_EQ(bring("http://localhost/fox.png").code(), "source_refused");
    EXPECT_TRUE(asked.empty());
}

TEST_F(SourceFiles, S16TakesNothingOfTheCallerAlong) {
    headers.set("Cookie", "session=1");
    headers.set("X-Secret", "canary");
    start();
    ASSERT_EQ(bring(url("/to/1")).status, 201);
    for (const net::HttpRequest& request : asked) {
        EXPECT_EQ(request.headers.find("User-Agent").value_or(""), "divan-fetch");
        for (const char* name : {"Cookie", "X-Secret", "Authorization", "X-Api-Key", "Referer", "Origin"})
            EXPECT_FALSE(request.headers.contains(name)) << name;
    }
}

TEST_F(SourceFiles, S16BoundsSizeTimeTypeAndPacking) {
    config.media.fetch.bytes = 1 << 20;
    config.media.fetch.time = 500ms;
    start();
    EXPECT_EQ(bring(url("/endless")).status, 413);
    EXPECT_EQ(reason(bring(url("/slow"))), "time");
    EXPECT_EQ(bring(url("/page.html")).code(), "unsupported_media");
    EXPECT_EQ(reason(bring(url("/packed"))), "encoding");
    const Reply gone = bring(url("/gone"));
    EXPECT_EQ(reason(gone), "status");
    EXPECT_EQ(gone.body.find("PNG"), std::string::npos) << "nothing that it said is told";
    EXPECT_EQ(reason(bring("http://127.0.0.1:1/")), "unreachable");
    EXPECT_EQ(left_over(), 0U);
}

TEST_F(SourceFiles, S16FetchesForSoManyRequestsOnly) {
    config.media.fetch.at_once = 0;
    start();
    EXPECT_EQ(bring(url("/fox.png")).code(), "busy");
}

}  // namespace
}  // namespace divan::gateway
