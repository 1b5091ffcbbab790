#include <gtest/gtest.h>

#include <divan/base/files.hpp>

#include "server/annotated_name.hpp"
#include "server/file_answer.hpp"
#include "server/general_rules.hpp"
#include "server/router.hpp"
#include "server/users.hpp"
#include "server/version.hpp"

namespace divan::engine {
namespace {

/// Only public text: the table of comfyui-protocol §1.1.
struct OriginCase {
    const char *host, *origin;
    bool allowed;
};

class OriginRule : public ::testing::TestWithParam<OriginCase> {};

TEST_P(OriginRule, AllowsOrRefusesLikeComfyUi) {
    EXPECT_EQ(origin_allowed(GetParam().host, GetParam().origin), GetParam().allowed)
        << GetParam().host << ' ' << GetParam().origin;
}

INSTANTIATE_TEST_SUITE_P(Table, OriginRule,
                         ::testing::Values(OriginCase{"127.0.0.1:8188", "http://evil.com", false},
                                           OriginCase{"127.0.0.1:8188", "http://127.0.0.1:8188", true},
                                           OriginCase{"127.0.0.1:8188", "http://127.0.0.1:9", false},
                                           OriginCase{"127.0.0.1:8188", "http://127.0.0.1", true},
                                           OriginCase{"127.0.0.1:8188", "null", true},
                                           OriginCase{"127.0.0.1:8188", "", true},
                                           OriginCase{"localhost:8188", "http://127.0.0.1:8188", false},
                                           OriginCase{"localhost", "http://localhost:3000", true},
                                           OriginCase{"[::1]:8188", "http://evil.com", false},
                                           OriginCase{"192.168.1.5:8188", "http://evil.com", true}));

Router table() {
    Router router;
    const auto say = [](const char* text) {
        return [text](const Request&) { return text_answer(200, text); };
    };
    router.add("GET", "/queue", say("queue"));
    router.add("POST", "/queue", say("changed"));
    router.add("POST", "/upload/image", say("uploaded"));
    router.add("GET", "/history/{id}",
               [](const Request& request) { return text_answer(200, request.parameter("id")); });
    router.add("GET", "/deep/{rest*}",
               [](const Request& request) { return text_answer(200, request.parameter("rest")); });
    router.add("GET", "/internal/logs", say("logs"));
    return router;
}

Answer ask(std::string method, std::string path) {
    Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    return table().run(request);
}

TEST(Router, FindsRoutesWithAndWithoutApi) {
    EXPECT_EQ(ask("GET", "/queue").reply.body, "queue");
    EXPECT_EQ(ask("POST", "/api/queue").reply.body, "changed");
}

TEST(Router, KeepsInternalRoutesOutOfApi) {
    EXPECT_EQ(ask("GET", "/internal/logs").reply.status, 200);
    EXPECT_EQ(ask("GET", "/api/internal/logs").reply.status, 404);
}

TEST(Router, DecodesPlaceholdersAndKeepsEncodedSlashesInOneSegment) {
    EXPECT_EQ(ask("GET", "/history/a%2Fb%20c").reply.body, "a/b c");
    EXPECT_EQ(ask("GET", "/history/a/b").reply.status, 404);
    EXPECT_EQ(ask("GET", "/deep/a/b.png").reply.body, "a/b.png");
}

TEST(Router, AnswersUnknownPathsLikeAStaticRoot) {
    EXPECT_EQ(ask("GET", "/nope").reply.body, "404: Not Found");
    const Answer refused = ask("POST", "/nope");
    EXPECT_EQ(refused.reply.status, 405);
    EXPECT_EQ(refused.reply.headers.find("Allow"), "GET,HEAD");
}

TEST(Router, NamesTheAllowedMethodsOfAKnownPath) {
    EXPECT_EQ(ask("PUT", "/queue").reply.headers.find("Allow"), "GET,HEAD,POST");
    EXPECT_EQ(ask("GET", "/upload/image").reply.status, 404);
}

TEST(GeneralRules, SetsCacheControlByTheEndingOfThePath) {
    net::HttpReply picture{200}, missing{404}, script{200}, plain{200};
    add_cache_control(picture, "/userdata/a.PNG");
    add_cache_control(missing, "/a.webp");
    add_cache_control(script, "/scripts/app.js");
    add_cache_control(plain, "/view");
    EXPECT_EQ(picture.headers.find("Cache-Control"), "public, max-age=86400");
    EXPECT_EQ(missing.headers.find("Cache-Control"), "public, max-age=3600");
    EXPECT_EQ(script.headers.find("Cache-Control"), "no-cache");
    EXPECT_FALSE(plain.headers.contains("Cache-Control"));
}

TEST(AnnotatedName, CutsOneCharacterBeforeTheMark) {
    EXPECT_EQ(annotated_name("a.png [output]").name, "a.png");
    EXPECT_EQ(annotated_name("a.png[input]").name, "a.pn");
    EXPECT_EQ(annotated_name("a.png [temp]").type, "temp");
    EXPECT_EQ(annotated_name("[temp]").name, "");
    EXPECT_FALSE(annotated_name("a.png").type);
}

TEST(AnnotatedName, RefusesNamesThatLeadAway) {
    for (const char* name : {"", "/etc/passwd", "../a.png", "a..b.png"})
        EXPECT_FALSE(annotated_name(name).acceptable()) << name;
    EXPECT_TRUE(annotated_name("x/y.png").acceptable());
}

TEST(Inside, KeepsPathsInTheirFolder) {
    const std::filesystem::path folder{"/srv/input"};
    EXPECT_EQ(inside(folder, "x/../y"), folder / "y");
    EXPECT_EQ(inside(folder, ""), folder);
    EXPECT_EQ(inside(folder, "."), folder);
    for (const char* name : {"..", "../input2/a", "x/../../a", "/etc/passwd"})
        EXPECT_FALSE(inside(folder, name)) << name;
}

TEST(FileAnswer, ReadsAndWritesHttpDates) {
    EXPECT_EQ(http_date(1'795'181'955), "Fri, 20 Nov 2026 13:39:15 GMT");
    EXPECT_EQ(parse_http_date("Fri, 20 Nov 2026 13:39:15 GMT"), 1'795'181'955);
    for (const char* text : {"", "yesterday", "Fri, 20 Nov 2026 13:39:15", "Fri, 20 Nov 2026 13:39:15 GMT+1"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

TEST(Version, IsTheOneOfTheProject) {
    const auto text = read_file(DIVAN_SOURCE_DIR "/CMakeLists.txt");
    ASSERT_TRUE(text);
    EXPECT_NE(text->find("project(divan VERSION " + std::string{kVersion}), std::string::npos);
}

}  // namespace
}  // namespace divan::engine
