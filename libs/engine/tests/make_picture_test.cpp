#include <gtest/gtest.h>

#include <divan/base/random.hpp>
#include <divan/engine/image_codec.hpp>
#include <divan/engine/make_picture.hpp>

namespace divan::engine {
namespace {

std::string png(int width, int height, int channels, float fill = 0.5F) {
    return encode_png(Image{1, height, width, channels, fill}, 0, {{"prompt", "{\"3\": 1}"}});
}

PictureWish within_side(int side, std::string format = {}) {
    PictureWish wish;
    wish.width = wish.height = side;
    wish.format = std::move(format);
    return wish;
}

TEST(MakePicture, ScalesDownKeepingTheAspect) {
    const auto made = make_picture(png(300, 100, 3), within_side(64)).value();
    EXPECT_EQ(made.width, 64);
    EXPECT_EQ(made.height, 21);
    EXPECT_EQ(made.source_width, 300);
    EXPECT_TRUE(made.scaled());
    EXPECT_EQ(decode_image(made.bytes).value().image.width, 64);
}

TEST(MakePicture, NeverEnlargesAndNeverEndsWithNothing) {
    EXPECT_FALSE(make_picture(png(20, 10, 3), within_side(64)).value().scaled());
    EXPECT_EQ(make_picture(png(400, 1, 3), within_side(8)).value().height, 1);
}

TEST(MakePicture, KeepsAlphaInPngAndWebpAndPutsItOnWhiteInJpeg) {
    const std::string clear = png(40, 40, 4, 0.0F);  // black, and nothing of it to be seen
    for (const char* format : {"png", "webp"}) {
        const Image image = decode_image(make_picture(clear, within_side(20, format)).value().bytes)->image;
        ASSERT_EQ(image.channels, 4) << format;
        EXPECT_EQ(image.at(0, 10, 10, 3), 0) << format;
    }
    const Image flat = decode_image(make_picture(clear, within_side(20, "jpeg")).value().bytes)->image;
    EXPECT_GT(flat.at(0, 10, 10, 0), 0.98);
}

TEST(MakePicture, WritesEveryFormatWithoutMetadata) {
    for (const char* format : {"png", "jpeg", "webp"}) {
        const auto made = make_picture(png(16, 16, 3), within_side(0, format)).value();
        EXPECT_EQ(made.format, format);
        const auto decoded = decode_image(made.bytes).value();
        EXPECT_EQ(decoded.format, format);
        EXPECT_TRUE(decoded.text_chunks.empty());
        EXPECT_EQ(made.bytes.find("prompt"), std::string::npos);
    }
}

TEST(MakePicture, SaysWhatIsWrongWithAWish) {
    EXPECT_EQ(make_picture(png(2, 2, 3), within_side(1, "bmp")).error().code, Errc::invalid_argument);
    EXPECT_EQ(make_picture(png(2, 2, 3), within_side(-1)).error().code, Errc::invalid_argument);
    EXPECT_EQ(make_picture(png(17'000, 1, 3), within_side(0, "webp")).error().code, Errc::invalid_argument);
}

TEST(MakePicture, DamagedFilesAreAnErrorOrAPicture) {
    Rng rng{11};
    for (const char* format : {"png", "jpeg", "webp"}) {
        const std::string whole = make_picture(png(30, 20, 3), within_side(0, format)).value().bytes;
        for (int round = 0; round < 300; ++round) {
            std::string bytes = whole.substr(0, rng.upto(whole.size()));
            for (int hits = 0; hits < 3 && !bytes.empty(); ++hits)
                bytes[rng.upto(bytes.size() - 1)] = static_cast<char>(rng.upto(255));
            const auto made = make_picture(bytes, within_side(8));
            if (made) EXPECT_LE(std::max(made->width, made->height), 8);
        }
    }
}

}  // namespace
}  // namespace divan::engine
