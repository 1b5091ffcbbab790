#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include <divan/base/files.hpp>
#include <divan/base/picture_size.hpp>
#include <divan/base/random.hpp>

#include <divan/engine/image_codec.hpp>

namespace divan::engine {
namespace {

constexpr const char* kPictures = DIVAN_SOURCE_DIR "/libs/engine/tests/data/pictures";

Image noise(int width, int height, int channels, std::uint64_t seed = 1) {
    Image image{1, height, width, channels};
    Rng rng{seed};
    for (float& value : image.values) value = static_cast<float>(rng.upto(255)) / 255.0F;
    return image;
}

Image slope(int width, int height) {
    Image image{1, height, width, 3};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                image.at(0, y, x, c) = static_cast<float>(x + y * c) / static_cast<float>(width + 2 * height);
    return image;
}

double greatest_difference(const Image& left, const Image& right) {
    double greatest = 0;
    for (std::size_t i = 0; i < left.values.size(); ++i)
        greatest = std::max(greatest, std::fabs(static_cast<double>(left.values[i] - right.values[i])));
    return greatest;
}

TEST(CodecImage, ReadsBackWhatItWroteAsPng) {
    for (const int channels : {3, 4}) {
        const Image image = noise(31, 17, channels);
        for (const int level : {0, 1, 4, 9})
            EXPECT_EQ(decode_image(encode_png(image, 0, {}, level)).value().image.values, image.values);
    }
}

TEST(CodecImage, WritesSmallerFilesAtHigherLevels) {
    const Image image = slope(200, 200);
    EXPECT_GT(encode_png(image, 0, {}, 0).size(), 4 * encode_png(image, 0, {}, 6).size());
}

TEST(CodecImage, KeepsTextChunksInOrderAndBeforeThePixels) {
    const std::vector<std::pair<std::string, std::string>> chunks{{"prompt", "{\"1\": \"\\u00e9\"}"},
                                                                  {"divan", "\u00fc\u6f22"}};
    const std::string bytes = encode_png(noise(3, 3, 3), 0, chunks);
    EXPECT_EQ(decode_image(bytes).value().text_chunks, chunks);
    EXPECT_LT(bytes.find("tEXtprompt"), bytes.find("IDAT"));
    EXPECT_LT(bytes.find("iTXtdivan"), bytes.find("IDAT"));
}

TEST(CodecImage, ReadsPillowsTextChunksAsUtf8) {
    const auto decoded = decode_image(read_file(std::string{kPictures} + "/texts.png").value()).value();
    ASSERT_EQ(decoded.text_chunks.size(), 3U);
    EXPECT_EQ(decoded.text_chunks[0].second, "{\"3\": \"caf\u00e9\"}");
    EXPECT_EQ(decoded.text_chunks[1], (std::pair<std::string, std::string>{"note", "\u6f22\u5b57"}));
    EXPECT_EQ(decoded.text_chunks[2].second, std::string(300, 'x'));
}

TEST(CodecImage, ReadsBackAboutWhatItWroteAsJpegAndWebp) {
    const Image image = slope(64, 48);
    EXPECT_LT(greatest_difference(decode_image(encode_jpeg(image, 0, 95)).value().image, image), 0.03);
    EXPECT_LT(greatest_difference(decode_image(encode_webp(image, 0, 95)).value().image, image), 0.06);
}

TEST(CodecImage, KeepsAlphaInWebpAndDropsItInJpeg) {
    Image image{1, 8, 8, 4, 0.5F};
    EXPECT_EQ(decode_image(encode_webp(image, 0, 90)).value().image.channels, 4);
    EXPECT_EQ(decode_image(encode_jpeg(image, 0, 90)).value().image.channels, 3);
}

TEST(CodecImage, WritesTheSizeIntoTheHeader) {
    const Image image = noise(37, 21, 3);
    for (const std::string& bytes :
         {encode_png(image, 0), encode_jpeg(image, 0, 80), encode_webp(image, 0, 80)}) {
        const auto size = read_picture_size(bytes);
        ASSERT_TRUE(size);
        EXPECT_EQ(size->width, 37U);
        EXPECT_EQ(size->height, 21U);
    }
}

TEST(CodecImage, RefusesAHugePictureBeforeDecodingIt) {
    std::string bytes = encode_png(noise(4, 4, 3), 0);
    bytes.replace(16, 4,
                  std::string{"\x00\x00\x90\x00", 4});  // the width, with a checksum that no longer fits
    const auto decoded = decode_image(bytes);
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, Errc::malformed_reply);
}

TEST(CodecImage, RefusesWhatIsNoPicture) {
    for (const std::string& bytes :
         {std::string{}, std::string{"GIF89a"}, std::string{"<svg/>"}, std::string(100, '\0')})
        EXPECT_EQ(decode_image(bytes).error().code, Errc::malformed_reply);
}

TEST(CodecImage, TurnsThePictureUpright) {
    Image stored{1, 2, 3, 3};
    for (int i = 0; i < 6; ++i) stored.values[static_cast<std::size_t>(i) * 3] = static_cast<float>(i);
    const auto reds = [](const Image& image) {
        std::vector<int> values;
        for (std::size_t i = 0; i < image.values.size(); i += 3)
            values.push_back(static_cast<int>(image.values[i]));
        return values;
    };
    EXPECT_EQ(reds(upright(stored, 1)), (std::vector{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(reds(upright(stored, 2)), (std::vector{2, 1, 0, 5, 4, 3}));
    EXPECT_EQ(reds(upright(stored, 3)), (std::vector{5, 4, 3, 2, 1, 0}));
    EXPECT_EQ(reds(upright(stored, 4)), (std::vector{3, 4, 5, 0, 1, 2}));
    EXPECT_EQ(reds(upright(stored, 5)), (std::vector{0, 3, 1, 4, 2, 5}));
    EXPECT_EQ(reds(upright(stored, 6)), (std::vector{3, 0, 4, 1, 5, 2}));
    EXPECT_EQ(reds(upright(stored, 7)), (std::vector{5, 2, 4, 1, 3, 0}));
    EXPECT_EQ(reds(upright(stored, 8)), (std::vector{2, 5, 1, 4, 0, 3}));
}

TEST(CodecImage, FitsIntoASquareAndKeepsTheAspect) {
    const auto fitted = [](int width, int height) {
        const Image image = fit_into(Image{1, height, width, 3, 0.5F}, 0, 512);
        return std::pair{image.width, image.height};
    };
    EXPECT_EQ(fitted(16, 16), (std::pair{512, 512}));
    EXPECT_EQ(fitted(1024, 512), (std::pair{512, 256}));
    EXPECT_EQ(fitted(100, 300), (std::pair{171, 512}));
    EXPECT_EQ(fitted(2000, 1), (std::pair{512, 1}));
}

/// Every file of the folder, cut and with flipped bits: an error or a picture, never a crash.
TEST(CodecImage, SurvivesDamagedBytes) {
    Rng rng{20};
    int refused = 0;
    for (const auto& entry : std::filesystem::directory_iterator{kPictures}) {
        const std::string whole = read_file(entry.path()).value();
        for (int i = 0; i < 150; ++i) {
            std::string bytes = whole.substr(0, i % 3 == 0 ? rng.upto(whole.size()) : whole.size());
            for (std::uint64_t flips = rng.upto(6); flips > 0 && !bytes.empty(); --flips)
                bytes[rng.upto(bytes.size() - 1)] = static_cast<char>(rng.next());
            const auto size = read_picture_size(bytes);
            if (size && std::uint64_t{size->width} * size->height > 4'000'000) continue;
            if (!decode_image(bytes)) ++refused;
        }
    }
    EXPECT_GT(refused, 500);
}

}  // namespace
}  // namespace divan::engine
