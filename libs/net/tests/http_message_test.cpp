#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/net/credentials.hpp>
#include <divan/net/http_message.hpp>

#include "head_check.hpp"
#include "header_text.hpp"
#include "http_parser.hpp"

namespace divan::net {
namespace {

TEST(HttpHeaders, IgnoreTheCaseOfNames) {
    HttpHeaders headers{{"Content-Type", "a"}, {"X", "1"}, {"x", "2"}};
    EXPECT_EQ(headers.find("content-TYPE"), "a");
    EXPECT_EQ(headers.find("X"), "1");
    headers.set("x", "3");
    EXPECT_EQ(headers.fields().size(), 2u);
    EXPECT_EQ(headers.find("X"), "3");
    EXPECT_FALSE(headers.contains("Y"));
}

TEST(HttpHeaders, AreSearchedForTokens) {
    const HttpHeaders headers{{"Connection", "keep-alive, Upgrade"}, {"connection", "x"}};
    EXPECT_TRUE(has_token(headers, "Connection", "upgrade"));
    EXPECT_TRUE(has_token(headers, "Connection", "X"));
    EXPECT_FALSE(has_token(headers, "Connection", "up"));
}

TEST(CredentialFields, AreWrittenAsTheirSchemesWant) {
    EXPECT_EQ(Credentials::basic("Aladdin", "open sesame").fields().front().second,
              "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");  // the example of RFC 7617, 2
    EXPECT_EQ(Credentials::bearer(" t-1\n").fields().front().second, "Bearer t-1");
}

TEST(CredentialFields, AreNeverPrinted) {
    const auto both = Credentials::bearer("secret") + *Credentials::header("X-Api-Key", "secret");
    EXPECT_EQ(both.describe(), "Authorization, X-Api-Key");
    EXPECT_EQ(Credentials{}.describe(), "none");
}

TEST(CredentialFields, CannotSplitAHeader) {
    EXPECT_FALSE(Credentials::header("X Y", "a"));
    EXPECT_FALSE(Credentials::header("", "a"));
    EXPECT_FALSE(Credentials::header("X", "a\r\nY: b"));
    EXPECT_TRUE(Credentials::header("X", "a b\tü"));
}

TEST(HeadCheck, TakesOrdinaryRequests) {
    EXPECT_TRUE(check_request_head("GET / HTTP/1.1\r\n\r\n"));
    EXPECT_TRUE(check_request_head("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length:  12 \r\nX:\r\n\r\n"));
    EXPECT_TRUE(check_request_head("POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n"));
}

TEST(HeadCheck, SaysWhatToAnswer) {
    const auto refused = check_request_head("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fact("status"), "400");
}

Result<std::string> decode(std::string text, std::size_t piece, std::size_t room) {
    const auto parser = make_http_parser(MessageKind::reply);
    auto head = parser->head("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    if (!head) return fail(head.error());
    std::string pending, body, out(room, '\0');
    while (!parser->done()) {
        auto decoded = parser->chunks(pending, out);
        if (!decoded) return fail(decoded.error());
        body += out.substr(0, decoded->produced);
        pending.erase(0, decoded->taken);
        if (decoded->taken > 0 || decoded->produced > 0) continue;
        if (text.empty()) return fail(Errc::connection_lost, "the end is missing");
        pending += text.substr(0, piece);
        text.erase(0, std::min(piece, text.size()));
    }
    return body;
}

TEST(HttpParser, DecodesChunksHoweverTheyAreCut) {
    const std::string text = "5\r\nhello\r\n1;ext=\"x\"\r\n \r\n00A\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
    for (std::size_t piece = 1; piece <= text.size(); ++piece)
        for (const std::size_t room : {1u, 3u, 100u}) {
            const auto body = decode(text, piece, room);
            ASSERT_TRUE(body) << describe(body.error()) << " piece " << piece << " room " << room;
            EXPECT_EQ(*body, "hello 0123456789");
        }
}

TEST(HttpParser, RefusesBrokenChunks) {
    for (const char* text : {"x\r\n", "5\r\nhelloX", "5hello\r\n", "-1\r\n\r\n", "fffffffffffffffff\r\n"})
        EXPECT_FALSE(decode(text, 100, 100)) << text;
}

TEST(HttpParser, KnowsHowEachBodyIsFramed) {
    const auto head_of = [](std::string text, MessageKind kind = MessageKind::reply) {
        return *make_http_parser(kind)->head(text + "\r\n");
    };
    EXPECT_EQ(head_of("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n").content_length, 7u);
    EXPECT_TRUE(head_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n").chunked);
    EXPECT_TRUE(head_of("HTTP/1.1 200 OK\r\n").until_end);
    EXPECT_EQ(head_of("HTTP/1.1 204 No Content\r\n").content_length, 0u);
    EXPECT_EQ(head_of("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n").content_length, 0u);
    EXPECT_EQ(
        head_of("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n", MessageKind::reply_without_body).content_length,
        0u);
    EXPECT_EQ(head_of("GET / HTTP/1.1\r\n", MessageKind::request).content_length, 0u);
}

RC_GTEST_PROP(HttpParserProperty, SurvivesDamagedHeads, (std::size_t at, char damage)) {
    std::string head = "POST /prompt HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nX-A: b, c\r\n\r\n";
    head[at % head.size()] = damage;
    const auto strict = check_request_head(head);
    const auto parsed = make_http_parser(MessageKind::request)->head(head);
    if (!strict) RC_ASSERT(strict.error().code == Errc::malformed_reply);
    if (!parsed) RC_ASSERT(parsed.error().code == Errc::malformed_reply);
}

}  // namespace
}  // namespace divan::net
