#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>

#include "files/link_signer.hpp"
#include "support/v2_fixture.hpp"

namespace divan::gateway {
namespace {

class V2Content : public V2Test {
protected:
    std::string content_of(const store::Asset& asset) {
        return "/api/v2/assets/" + asset.id.str() + "/content";
    }
    std::string header(const Reply& reply, const char* name) {
        return std::string{reply.headers.find(name).value_or("")};
    }
};

TEST_F(V2Content, HasTheTypeOfTheContractUnlessItsOwnIsAskedFor) {
    start();
    const std::string target = content_of(asset_of("local", "a red fox", "fox.txt"));
    const std::string any = "application/octet-stream", own = "text/plain; charset=utf-8";
    EXPECT_EQ(header(get(target), "Content-Type"), any);
    for (const auto& [accept, type] :
         std::vector<std::pair<std::string, std::string>>{{"*/*", any},
                                                          {"image/*", any},
                                                          {"text/plainer", any},
                                                          {"text/*", own},
                                                          {"image/png, TEXT/plain;q=0.5", own}}) {
        const Reply given = get_with(target, "Accept", accept);
        EXPECT_EQ(header(given, "Content-Type"), type) << accept;
        EXPECT_EQ(header(given, "Vary"), "Accept");
    }
}

TEST_F(V2Content, GivesTheBytesWithTheirTypeAndName) {
    start();
    const Reply given =
        get_with(content_of(asset_of("local", "a red fox", "notes/fox.txt")), "Accept", "text/plain");
    EXPECT_EQ(given.status, 200);
    EXPECT_EQ(given.body, "a red fox");
    EXPECT_EQ(header(given, "Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(header(given, "Content-Length"), "9");
    EXPECT_EQ(header(given, "Accept-Ranges"), "bytes");
    EXPECT_EQ(header(given, "Content-Disposition"), "inline; filename=\"fox.txt\"; filename*=UTF-8''fox.txt");
}

TEST_F(V2Content, S33ServesHtmlAndSvgAsAttachmentsThatNothingGuessesAt) {
    start();
    for (const std::string& bytes :
         {std::string{"<html><script>x</script>"}, std::string{"<svg onload='x'/>"},
          std::string{"\x7f"
                      "ELF"}}) {
        const Reply given = get(content_of(asset_of("local", bytes, "photo.png")));
        EXPECT_EQ(header(given, "Content-Type"), "application/octet-stream");
        EXPECT_TRUE(header(given, "Content-Disposition").starts_with("attachment;"));
        EXPECT_EQ(header(given, "X-Content-Type-Options"), "nosniff");
        EXPECT_TRUE(header(given, "Content-Security-Policy").starts_with("sandbox;"));
    }
}

TEST_F(V2Content, S39GivesRangesAndRefusesImpossibleOnes) {
    start();
    const std::string target = content_of(asset_of("local", "0123456789", "a.txt"));
    const Reply part = get_with(target, "Range", "bytes=2-4");
    EXPECT_EQ(part.status, 206);
    EXPECT_EQ(part.body, "234");
    EXPECT_EQ(header(part, "Content-Range"), "bytes 2-4/10");
    EXPECT_EQ(get_with(target, "Range", "bytes=-3").body, "789");
    EXPECT_EQ(get_with(target, "Range", "bytes=8-99").body, "89");
    const Reply none = get_with(target, "Range", "bytes=10-");
    EXPECT_EQ(none.status, 416);
    EXPECT_EQ(header(none, "Content-Range"), "bytes */10");
    EXPECT_EQ(get_with(target, "Range", "bytes=0-3,2-5").status, 416);
    EXPECT_EQ(get_with(target, "Range", "bytes=0-1,4-5").status, 200);
    EXPECT_EQ(get_with(target, "Range", "pages=1").status, 200);
}

TEST_F(V2Content, ACopyThatIsThereAlreadyIsNotSentAgain) {
    start();
    const std::string target = content_of(asset_of("local", "a red fox", "a.txt"));
    const std::string etag = header(get(target), "ETag");
    EXPECT_EQ(etag, "\"" + blake3_hex("a red fox") + "\"");
    EXPECT_EQ(get_with(target, "If-None-Match", "\"x\", W/" + etag).status, 304);
    EXPECT_EQ(get_with(target, "If-None-Match", "\"x\"").status, 200);
    net::HttpRequest changed{"GET", target};
    changed.headers.set("Range", "bytes=0-1");
    changed.headers.set("If-Range", "\"x\"");
    EXPECT_EQ(ask(changed).status, 200) << "a part of something else is of no use";
    changed.headers.set("If-Range", etag);
    EXPECT_EQ(ask(changed).status, 206);
}

TEST_F(V2Content, HeadTellsTheSameWithoutTheBytes) {
    start();
    const Reply head = ask(net::HttpRequest{"HEAD", content_of(asset_of("local", "a red fox", "a.txt"))});
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(header(head, "Content-Length"), "9");
    EXPECT_TRUE(head.body.empty());
}

TEST_F(V2Content, ALinkLeadsToTheBytesWithoutAKeyUntilItExpires) {
    start();
    const std::string url = json::text_or(upload("a red fox", "a.txt").json(), "url");
    ASSERT_TRUE(url.starts_with(gateway->url() + "/api/v2/assets/")) << url;
    const std::string target = url.substr(gateway->url().size());
    const Reply given = get(target);
    EXPECT_EQ(given.body, "a red fox");
    EXPECT_EQ(header(given, "Content-Type"), "text/plain; charset=utf-8") << "pages show it";
    const store::Asset foreign = asset_of("bob", "a blue fox", "b.txt");
    const std::string own = target.substr(target.find('?'));
    EXPECT_EQ(get(content_of(foreign) + own).status, 404) << "signed for another file";
}

TEST_F(V2Content, ALinkOfAnotherOwnerIsGoodForWhomeverItWasGivenTo) {
    start();
    const store::Asset foreign = asset_of("bob", "a blue fox", "b.txt");
    const LinkSigner signer{link_secret(config.data_folder / "link.key").value()};
    const Timestamp now = SystemClock{}.utc();
    EXPECT_EQ(get(signer.link(foreign.id, now + 60s)).body, "a blue fox");
    EXPECT_EQ(get(signer.link(foreign.id, now - 1s)).status, 404) << "expired, and not this caller's";
    std::string forged = signer.link(foreign.id, now + 60s);
    forged.back() = forged.back() == '0' ? '1' : '0';
    EXPECT_EQ(get(forged).status, 404);
}

TEST_F(V2Content, DE17AFileLargerThanEveryBufferArrivesWhole) {
    config.caller.upload_bytes = 64 << 20;
    start();
    std::string large = "a red fox\n";
    Rng rng{1};
    while (large.size() < (5 << 20)) large += std::to_string(rng.next());
    const Reply made = upload(large, "large.txt");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(json::text_or(made.json(), "hash"), "blake3:" + blake3_hex(large));
    const std::string target = "/api/v2/assets/" + id_in(made) + "/content";
    EXPECT_TRUE(get(target).body == large);
    EXPECT_TRUE(get_with(target, "Range", "bytes=1000000-3999999").body ==
                large.substr(1'000'000, 3'000'000));
}

}  // namespace
}  // namespace divan::gateway
