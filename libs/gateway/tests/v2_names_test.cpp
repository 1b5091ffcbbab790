#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>

#include "files/file_names.hpp"
#include "files/link_signer.hpp"

namespace divan::gateway {
namespace {

TEST(V2Names, KeepsHarmlessPaths) {
    for (const char* path : {"photo.png", "models/checkpoints/x.safetensors", "Füchse/rot 1.png", "狐.png"})
        EXPECT_EQ(clean_path(path), path);
}

TEST(V2Names, S18S19ForeignNamesBecomeDataWithoutTricks) {
    EXPECT_EQ(clean_path("../../etc/passwd"), "etc/passwd");
    EXPECT_EQ(clean_path("/abs//a/./b.png"), "abs/a/b.png");
    EXPECT_EQ(clean_path("C:\\Windows\\con.png"), "C_/Windows/_con.png");
    EXPECT_EQ(clean_path("a\nb\r\0c.png"), "a_b_");
    EXPECT_EQ(clean_path(std::string{"a\0b.png", 7}), "a_b.png");
    EXPECT_EQ(clean_path("gnp.\xe2\x80\xaesj"), "gnp.sj") << "a mark that turns the writing round";
    EXPECT_EQ(clean_path("..") + clean_path("/") + clean_path(" . / .. "), "");
    EXPECT_EQ(clean_path("\xff\xfe.png"), "__.png");
    EXPECT_LE(clean_path(std::string(4096, 'a') + "/" + std::string(4096, 'b') + ".png").size(), 512u);
    EXPECT_TRUE(clean_path(std::string(4096, 'b') + ".png").ends_with(".png"));
}

TEST(V2Names, S40ADispositionCannotBeBrokenOutOf) {
    EXPECT_EQ(content_disposition(true, "a/photo.png"),
              "inline; filename=\"photo.png\"; filename*=UTF-8''photo.png");
    EXPECT_EQ(content_disposition(false, "F\xc3\xbc\"chs\\\r\nX: 1;.png"),
              "attachment; filename=\"__X_ 1;.png\"; filename*=UTF-8''__X_%201%3B.png");
    EXPECT_EQ(content_disposition(false, "f\xc3\xbc.png"),
              "attachment; filename=\"f_.png\"; filename*=UTF-8''f%C3%BC.png");
    EXPECT_EQ(content_disposition(false, ""), "attachment; filename=\"file\"; filename*=UTF-8''file");
}

Timestamp at(int seconds) { return Timestamp{std::chrono::seconds{seconds}}; }

TEST(V2Links, AreGoodForOneFileUntilTheirTime) {
    const LinkSigner signer{std::string(64, 'a')}, other{std::string(64, 'b')};
    const store::AssetId fox{"fox"}, cat{"cat"};
    const std::string link = signer.link(fox, at(1'000));
    const std::string signature = link.substr(link.rfind('=') + 1);
    EXPECT_TRUE(link.starts_with("/api/v2/assets/fox/content?expires=1000&signature="));
    EXPECT_TRUE(signer.is_valid(fox, "1000", signature, at(999)));
    EXPECT_FALSE(signer.is_valid(fox, "1000", signature, at(1'000))) << "too late";
    EXPECT_FALSE(signer.is_valid(fox, "2000", signature, at(999))) << "another time";
    EXPECT_FALSE(signer.is_valid(cat, "1000", signature, at(999))) << "another file";
    EXPECT_FALSE(other.is_valid(fox, "1000", signature, at(999))) << "another secret";
    EXPECT_FALSE(signer.is_valid(fox, "1000", "", at(999)));
    EXPECT_FALSE(signer.is_valid(fox, "", signature, at(999)));
    EXPECT_FALSE(LinkSigner{}.is_valid(fox, "1000", LinkSigner{}.link(fox, at(1'000)).substr(60), at(1)));
}

TEST(V2Links, TheirSecretIsMadeOnceAndReadableByItsOwnerAlone) {
    const TemporaryFolder folder{"divan-links"};
    const auto file = folder.path() / "link.key";
    const auto first = link_secret(file);
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_GE(first->size(), 64u) << "32 bytes as digits";
    EXPECT_EQ(link_secret(file).value(), *first);
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_NE(link_secret(folder.path() / "other.key").value(), *first);
    ASSERT_TRUE(write_file(file, "short"));
    EXPECT_EQ(link_secret(file).error().code, Errc::invalid_argument);
    EXPECT_TRUE(link_secret(folder.path() / "new" / "link.key")) << "its folder is made, too";
    EXPECT_EQ(link_secret(file / "below").error().code, Errc::io_failed) << "a file is no folder";
}

}  // namespace
}  // namespace divan::gateway
