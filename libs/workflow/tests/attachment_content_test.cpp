#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/workflow/attachments.hpp>

namespace divan {
namespace {

using namespace std::string_view_literals;

TEST(ContentHash, IsTheSameForBytesAndForAFileOfThem) {
    TemporaryFolder folder;
    const std::string content(1'000'000, 'q');
    ASSERT_TRUE(write_file(folder.path() / "q.bin", content));
    EXPECT_EQ(content_hash(Attachment::from_file(folder.path() / "q.bin")), sha256_hex(content));
    EXPECT_EQ(content_hash(Attachment::from_bytes(content)), sha256_hex(content));
    ASSERT_TRUE(write_file(folder.path() / "empty", ""));
    EXPECT_EQ(content_hash(Attachment::from_file(folder.path() / "empty")), sha256_hex(""));
    EXPECT_EQ(content_hash(Attachment::from_file(folder.path())).error().code, Errc::io_failed) << "a folder";
}

TEST(UploadName, IsMadeFromTheContentWhereNoneIsGiven) {
    EXPECT_EQ(upload_name(Attachment::from_bytes("x", "fox.png")), "fox.png");
    EXPECT_EQ(upload_name(Attachment::from_bytes("\x89PNG\r\n\x1a\n...")),
              sha256_hex("\x89PNG\r\n\x1a\n...").substr(0, 32) + ".png");
    EXPECT_EQ(upload_name(Attachment::from_bytes("what is it")),
              sha256_hex("what is it").substr(0, 32) + ".bin");
}

TEST(MediaType, ComesFromTheExtensionInAnyCase) {
    for (const auto& [name, type] : std::vector<std::pair<std::string, std::string>>{
             {"a.png", "image/png"},   {"a.JPG", "image/jpeg"},        {"a.jpeg", "image/jpeg"},
             {"a.webp", "image/webp"}, {"a.gif", "image/gif"},         {"a.bmp", "image/bmp"},
             {"a.tif", "image/tiff"},  {"a.tiff", "image/tiff"},       {"a.avif", "image/avif"},
             {"a.mp4", "video/mp4"},   {"a.webm", "video/webm"},       {"a.mov", "video/quicktime"},
             {"a.wav", "audio/wav"},   {"a.mp3", "audio/mpeg"},        {"a.flac", "audio/flac"},
             {"a.ogg", "audio/ogg"},   {"a.glb", "model/gltf-binary"}, {"a.gltf", "model/gltf+json"},
             {"a.obj", "model/obj"},   {"a.tar.PNG", "image/png"}})
        EXPECT_EQ(media_type_of_name(name), type) << name;
    for (const char* name : {"png", "a.", "", "a.xyz", ".", "a.png/b"})
        EXPECT_EQ(media_type_of_name(name), "") << name;
}

TEST(MediaType, ComesFromTheContentWhereTheNameDoesNotTell) {
    for (const auto& [content, type] : std::vector<std::pair<std::string_view, std::string>>{
             {"\x89PNG\r\n\x1a\n", "image/png"},
             {"\xff\xd8\xff\xe0", "image/jpeg"},
             {"RIFF\0\0\0\0WEBPVP8 "sv, "image/webp"},
             {"RIFF\0\0\0\0WAVEfmt "sv, "audio/wav"},
             {"GIF89a", "image/gif"},
             {"BM\x10\0\0\0\0\0\0\0\x36"sv, "image/bmp"},
             {"II*\0"sv, "image/tiff"},
             {"\0\0\0\x20"
              "ftypavif"sv,
              "image/avif"},
             {"\0\0\0\x20"
              "ftypisom"sv,
              "video/mp4"},
             {"\0\0\0\x14"
              "ftypqt  "sv,
              "video/quicktime"},
             {"\x1a\x45\xdf\xa3\x01\0\0\0\x42\x82\x84webm"sv, "video/webm"},
             {"\x1a\x45\xdf\xa3\x01\0\0\0\x42\x82\x88matroska"sv, "video/x-matroska"},
             {"ID3\x04", "audio/mpeg"},
             {"fLaC", "audio/flac"},
             {"OggS", "audio/ogg"},
             {"glTF\x02", "model/gltf-binary"}})
        EXPECT_EQ(media_type_of_content(content), type) << type;
    for (const auto content : {""sv, "BM"sv, "BMW drives"sv, "RIFF"sv, "xxxxWEBP"sv, "a text"sv})
        EXPECT_EQ(media_type_of_content(content), "") << content;
}

TEST(MediaType, OfAnAttachmentLooksAtTheNameFirst) {
    TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder.path() / "noext", "GIF89a"));
    EXPECT_EQ(media_type(Attachment::from_file(folder.path() / "noext")), "image/gif");
    EXPECT_EQ(media_type(Attachment::from_bytes("GIF89a", "x.png")), "image/png");
    EXPECT_EQ(media_type(Attachment::from_bytes("GIF89a")), "image/gif");
    EXPECT_EQ(media_type(Attachment::from_file("/nowhere/noext")), "application/octet-stream");
}

}  // namespace
}  // namespace divan
