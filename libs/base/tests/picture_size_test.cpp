#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/base/files.hpp>
#include <divan/base/picture_size.hpp>

namespace divan {
namespace {

// Beginnings of pictures of 37 × 21 pixels, as Pillow writes them: the seeds of the fuzz target.
std::string sample(const std::string& name) {
    return read_file(std::string{DIVAN_SOURCE_DIR} + "/libs/base/fuzz/corpus/picture_size/" + name).value();
}

void expect_size(const std::string& name, PictureFormat format) {
    const auto size = read_picture_size(sample(name));
    ASSERT_TRUE(size) << name;
    EXPECT_EQ(size->format, format) << name;
    EXPECT_EQ(size->width, 37U) << name;
    EXPECT_EQ(size->height, 21U) << name;
}

TEST(PictureSize, IsReadFromTheHeaderOfEachFormat) {
    expect_size("png", PictureFormat::png);
    expect_size("jpeg", PictureFormat::jpeg);
    expect_size("progressive", PictureFormat::jpeg);
    expect_size("webp", PictureFormat::webp);
    expect_size("lossless", PictureFormat::webp);
    expect_size("extended", PictureFormat::webp);
    expect_size("gif", PictureFormat::gif);
}

TEST(PictureSize, IsUnknownForOtherFiles) {
    EXPECT_FALSE(read_picture_size(""));
    EXPECT_FALSE(read_picture_size("<html>"));
    EXPECT_FALSE(read_picture_size("RIFF....WAVEfmt "));
    EXPECT_FALSE(picture_size("/no/such/file.png"));
}

TEST(PictureSize, OfNothingIsNone) {
    std::string png = sample("png");
    png.replace(16, 4, std::string(4, '\0'));
    EXPECT_FALSE(read_picture_size(png));
}

RC_GTEST_PROP(PictureSizeProperty, IsReadFromDamagedHeadersWithoutHarm, ()) {
    const auto name = *rc::gen::element<std::string>("png", "jpeg", "webp", "lossless", "extended", "gif");
    std::string bytes = sample(name);
    bytes.resize(*rc::gen::inRange<std::size_t>(0, bytes.size() + 1));
    for (int change = *rc::gen::inRange(0, 4); change > 0 && !bytes.empty(); --change)
        bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
    const auto size = read_picture_size(bytes);
    const bool sound = !size || (size->width > 0 && size->height > 0);
    RC_ASSERT(sound);  // the macro looks at both sides of an ||
}

}  // namespace
}  // namespace divan
