#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/net/url.hpp>

namespace divan::net {
namespace {

std::string parsed(std::string_view text) {
    const auto url = parse_url(text);
    return url ? url->str() : "refused";
}

TEST(Url, ReadsTheFormsThatPeopleWrite) {
    EXPECT_EQ(parsed("http://127.0.0.1:8188"), "http://127.0.0.1:8188");
    EXPECT_EQ(parsed("localhost:8188"), "http://localhost:8188");
    EXPECT_EQ(parsed("gpu-03"), "http://gpu-03:80");
    EXPECT_EQ(parsed("GPU.Example"), "http://gpu.example:80");
    EXPECT_EQ(parsed("https://gpu.example/comfy/"), "https://gpu.example:443/comfy");
    EXPECT_EQ(parsed("ws://gpu.example:1/a/b"), "http://gpu.example:1/a/b");
    EXPECT_EQ(parsed("WSS://gpu.example"), "https://gpu.example:443");
    EXPECT_EQ(parsed("gpu.example:443"), "https://gpu.example:443");
    EXPECT_EQ(parsed("[::1]:8188"), "http://[::1]:8188");
    EXPECT_EQ(parsed("  http://comfy_ui:8188/ \n"), "http://comfy_ui:8188");
}

TEST(Url, RefusesWhatIsNoServerAddress) {
    for (const char* text : {"", "http://", "ftp://x", "http://x:0", "http://x:65536", "http://x:port",
                             "http://x?a=b", "http://x#a", "http://a b", "http://a%20b", "a=1&b=x+y%20",
                             "http://a%40b:1", "%3a", "http://[::1", "://x", "http://:8188", "/path"})
        EXPECT_EQ(parsed(text), "refused") << text;
}

TEST(Url, KeepsThePasswordOutOfWhatIsPrinted) {
    const auto url = parse_url("http://user:p%40ss@gpu.example:8188/x");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->user_info, "user:p@ss");
    EXPECT_EQ(url->str(), "http://gpu.example:8188/x");
    const auto refused = parse_url("http://user:p%40ss@gpu.example:99999");
    ASSERT_FALSE(refused);
    EXPECT_EQ(describe(refused.error()).find("p%40ss"), std::string::npos);
}

TEST(Url, LeavesDefaultPortsOutOfTheHostHeader) {
    EXPECT_EQ(parse_url("http://x")->authority(), "x");
    EXPECT_EQ(parse_url("https://x")->authority(), "x");
    EXPECT_EQ(parse_url("https://x:80")->authority(), "x:80");
    EXPECT_EQ(parse_url("[::1]:8188")->authority(), "[::1]:8188");
}

TEST(Percent, EncodesEverythingThatIsNotPlain) {
    EXPECT_EQ(percent_encode("aZ0-._~"), "aZ0-._~");
    EXPECT_EQ(percent_encode("a b/é+"), "a%20b%2F%C3%A9%2B");
}

TEST(Percent, LeavesMalformedEscapesAsTheyAre) {
    EXPECT_EQ(percent_decode("%41%4g%4"), "A%4g%4");
    EXPECT_EQ(percent_decode("100%"), "100%");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
    EXPECT_EQ(percent_decode("a+b", true), "a b");
}

TEST(QueryText, IsReadAsForms) {
    const Query expected{{"a", "1"}, {"b", "x y"}, {"c", ""}, {"", "d"}, {"e", ""}};
    EXPECT_EQ(parse_query("a=1&b=x+y&c=&=d&&e"), expected);
    EXPECT_EQ(parse_query(""), Query{});
}

RC_GTEST_PROP(PercentProperty, DecodesWhatItEncoded, (const std::string& text)) {
    RC_ASSERT(percent_decode(percent_encode(text)) == text);
}

RC_GTEST_PROP(QueryProperty, ParsesWhatItEncoded, (const Query& query)) {
    RC_ASSERT(parse_query(encode_query(query)) == query);
}

RC_GTEST_PROP(UrlProperty, ReadsItsOwnTextAgain, (const std::string& noise)) {
    const auto url = parse_url("http://host:8188/" + noise);
    if (!url) return;
    const auto again = parse_url(url->str());
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->str() == url->str());
}

}  // namespace
}  // namespace divan::net
