#include <gtest/gtest.h>

#include <zlib.h>

#include <divan/base/files.hpp>

#include "whole_picture.hpp"

namespace divan {
namespace {

std::string word(unsigned long value) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
}

std::string chunk(const std::string& type, const std::string& content) {
    const std::string body = type + content;
    return word(content.size()) + body +
           word(::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size())));
}

const std::string kPng = std::string("\x89PNG\r\n\x1a\n") + chunk("IHDR", std::string(13, 'h')) +
                         chunk("IDAT", std::string(70'000, 'd')) + chunk("IEND", "");

bool whole(const std::string& content, const std::string& name) {
    const TemporaryFolder folder;
    EXPECT_TRUE(write_file(folder.path() / "file", content));
    const auto checked = check_whole_picture(folder.path() / "file", name);
    EXPECT_TRUE(checked || checked.error().code == Errc::result_missing);
    return checked.has_value();
}

TEST(WholePicture, TakesWholeFilesAndOtherKinds) {
    EXPECT_TRUE(whole(kPng, "a.png"));
    EXPECT_TRUE(whole("\xff\xd8 picture \xff\xd9", "a.jpg"));
    EXPECT_TRUE(whole(std::string("RIFF\4\0\0\0WEBP", 12), "a.webp"));
    EXPECT_TRUE(whole("anything", "a.mp4"));
    EXPECT_TRUE(whole("", "a.txt"));
}

TEST(WholePicture, RefusesAPngThatEndsEarlyAtAnyByte) {
    for (std::size_t size = 0; size < kPng.size(); size += 997)
        EXPECT_FALSE(whole(kPng.substr(0, size), "a.png")) << size;
    EXPECT_FALSE(whole(kPng.substr(0, kPng.size() - 1), "a.png"));
}

TEST(WholePicture, RefusesAPngWithAChangedByte) {
    for (const std::size_t at : {0u, 20u, 40'000u}) {
        std::string damaged = kPng;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_FALSE(whole(damaged, "a.png")) << at;
    }
}

TEST(WholePicture, RefusesOtherCutPicturesAndFalseNames) {
    EXPECT_FALSE(whole("\xff\xd8 picture", "a.jpg"));
    EXPECT_FALSE(whole(std::string("RIFF\xff\0\0\0WEBP", 12), "a.webp"));
    EXPECT_FALSE(whole("<html>502</html>", "a.png"));
}

}  // namespace
}  // namespace divan
