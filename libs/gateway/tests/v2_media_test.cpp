#include <divan/base/random.hpp>

#include "files/media_check.hpp"
#include "support/v2_fixture.hpp"

namespace divan::gateway {
namespace {

std::string little(std::uint32_t number, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> (8 * i) & 0xff);
    return text;
}
std::string big(std::uint32_t number) {
    const std::string text = little(number, 4);
    return {text.rbegin(), text.rend()};
}

/// In pieces of that size; the type, or the reason of the refusal.
std::string verdict(const std::string& file, std::size_t piece = 1 << 20, PictureLimits limits = {}) {
    MediaCheck check{limits};
    for (std::size_t at = 0; at < file.size(); at += piece)
        check.feed(std::string_view{file}.substr(at, piece));
    const auto type = check.finish();
    return type ? *type : std::string{type.error().fact("reason")};
}

std::string gif(int frames, std::uint32_t side = 2) {
    std::string file =
        "GIF89a" + little(2, 2) + little(2, 2) + std::string("\x80\0\0", 3) + std::string(6, '\0');
    for (int i = 0; i < frames; ++i)
        file += std::string("\x21\xf9\x04\0\0\0\0\0", 8) + "\x2c" + little(0, 4) + little(side, 2) +
                little(2, 2) + std::string("\0\x02\x02\x4c\x01\0", 6);
    return file + "\x3b";
}

std::string webp(int frames) {
    std::string body = "WEBPVP8X" + little(10, 4) + little(2, 4) + std::string("\1\0\0\1\0\0", 6);
    for (int i = 0; i < frames; ++i) body += "ANMF" + little(3, 4) + std::string("abc\0", 4);
    return "RIFF" + little(static_cast<std::uint32_t>(body.size()), 4) + body;
}

std::string apng(int frames) {
    std::string file = png_header(2, 2);
    for (int i = 0; i < frames; ++i) file += big(26) + "fcTL" + std::string(30, '\0');
    return file + big(0) + "IEND" + big(0);
}

std::string avif(std::uint32_t width, std::uint32_t height) {
    return big(28) + "ftypavif" + big(0) + "avifmif1miaf" + big(20) + "ispe" + big(0) + big(width) +
           big(height);
}

TEST(V2Media, S34TakesTheTypesOfTheListByTheirFirstBytes) {
    EXPECT_EQ(verdict(png_header(2, 2)), "image/png");
    EXPECT_EQ(verdict(gif(2)), "image/gif");
    EXPECT_EQ(verdict(webp(2)), "image/webp");
    EXPECT_EQ(verdict(avif(64, 64)), "image/avif");
    EXPECT_EQ(verdict("\xff\xd8\xff\xc0" + std::string("\0\x11\x08\0\2\0\3\3", 8) + std::string(9, '\0')),
              "image/jpeg");
    EXPECT_EQ(verdict("fLaC...."), "audio/flac");
    EXPECT_EQ(verdict("{\"a\": 1}"), "application/json");
    EXPECT_EQ(verdict("a red fox"), "text/plain");
}

TEST(V2Media, S34RefusesArchivesMarkupProgramsAndNothingAtAll) {
    const std::string zip{"PK\x03\x04\x14\0\0\0", 8};
    for (const std::string& file :
         {zip, std::string{"\x1f\x8b\x08\0", 4}, std::string{"<svg xmlns='http://www.w3.org/2000/svg'/>"},
          std::string{"<!DOCTYPE html><script>"}, std::string{"  \n<html>"},
          std::string{"\x7f"
                      "ELF\2\1"},
          std::string{"MZ\x90\0", 4}, std::string{"7z\xbc\xaf\x27\x1c"},
          std::string{"%PDF-1.7\n\xe2\xe3\xcf\xd3\n"}, std::string{"%PDF-1.4\n1 0 obj\n"},
          std::string{"%!PS-Adobe-3.0"}, std::string{"{\\rtf1 x}"}, std::string{}})
        EXPECT_EQ(verdict(file), "media_type") << file;
}

TEST(V2Media, S35RefusesPicturesThatClaimToBeHuge) {
    EXPECT_EQ(verdict(png_header(50'000, 50'000)), "picture_size");
    EXPECT_EQ(verdict(png_header(32'769, 1)), "picture_size");
    EXPECT_EQ(verdict(png_header(32'768, 8'179)), "picture_size") << "268 million pixels and a few";
    EXPECT_EQ(verdict(png_header(32'768, 8'178)), "image/png");
    EXPECT_EQ(verdict(avif(40'000, 10)), "picture_size");
    EXPECT_EQ(verdict(gif(1, 60'000)), "picture_size") << "a frame larger than the screen";
}

TEST(V2Media, S35RefusesPicturesWhoseSizeCannotBeRead) {
    EXPECT_EQ(verdict(png_header(0, 5)), "picture_header");
    EXPECT_EQ(verdict("\x89PNG\r\n\x1a\n"), "picture_header");
    EXPECT_EQ(verdict("\xff\xd8\xff\xd9"), "picture_header");
    EXPECT_EQ(verdict(avif(1, 1).substr(0, 30)), "picture_header");
}

TEST(V2Media, S35CountsFramesWithoutDecodingThem) {
    PictureLimits limits;
    limits.frames = 3;
    for (const auto& animation :
         {gif, +[](int n, std::uint32_t) { return webp(n); }, +[](int n, std::uint32_t) { return apng(n); }})
        for (const std::size_t piece : {1UL, 7UL, 1UL << 20}) {
            EXPECT_TRUE(verdict(animation(3, 2), piece, limits).starts_with("image/"));
            EXPECT_EQ(verdict(animation(4, 2), piece, limits), "frames");
        }
}

TEST(V2Media, DamagedFilesEndInAVerdict) {
    Rng rng{7};
    for (const std::string& whole : {gif(5), webp(5), apng(5), avif(64, 64)})
        for (int i = 0; i < 2'000; ++i) {
            std::string file = whole.substr(0, rng.upto(whole.size()));
            for (int hits = 0; hits < 3 && !file.empty(); ++hits)
                file[rng.upto(file.size() - 1)] = static_cast<char>(rng.upto(255));
            EXPECT_EQ(verdict(file, 1 + rng.upto(40)), verdict(file)) << "the same however it is cut";
        }
}

}  // namespace
}  // namespace divan::gateway
