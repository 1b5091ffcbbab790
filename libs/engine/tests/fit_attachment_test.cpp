#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/engine/fit_attachment.hpp>
#include <divan/engine/image_codec.hpp>

namespace divan::engine {
namespace {

std::string png(int width, int height, int channels = 3) {
    return encode_png(Image{1, height, width, channels, 0.5F}, 0);
}

TEST(FitAttachment, De09MakesALargePhotoSmallerAndKeepsItsName) {
    const TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder.path() / "photo.png", png(300, 100, 4)));
    const auto fitted =
        fit_attachment(Attachment::from_file(folder.path() / "photo.png").in_subfolder("in").overwriting(),
                       60)
            .value();
    ASSERT_TRUE(fitted.made);
    EXPECT_EQ(fitted.made->width, 60);
    EXPECT_EQ(fitted.made->source_width, 300);
    EXPECT_EQ(upload_name(fitted.attachment).value(), "photo.png");
    EXPECT_EQ(fitted.attachment.subfolder(), "in");
    EXPECT_TRUE(fitted.attachment.overwrites());
    const Image small = decode_image(*fitted.attachment.bytes())->image;
    EXPECT_EQ(small.height, 20);
    EXPECT_EQ(small.channels, 4) << "alpha stays";
}

TEST(FitAttachment, De09LeavesWhatIsSmallAndWhatIsNoPicture) {
    for (const std::string& bytes : {png(60, 10), std::string{"fLaC...."}}) {
        const Attachment same = Attachment::from_bytes(bytes, "a.png");
        const auto fitted = fit_attachment(same, 60).value();
        EXPECT_FALSE(fitted.made);
        EXPECT_EQ(fitted.attachment, same);
    }
}

TEST(FitAttachment, De09SaysWhatIsWrong) {
    EXPECT_EQ(fit_attachment(Attachment::from_file("/nowhere.png"), 8).error().code, Errc::io_failed);
    EXPECT_EQ(fit_attachment(Attachment::from_bytes(png(9, 9)), 0).error().code, Errc::invalid_argument);
    EXPECT_EQ(fit_attachment(Attachment::from_bytes(png(90, 90).substr(0, 60)), 8).error().code,
              Errc::malformed_reply);
}

}  // namespace
}  // namespace divan::engine
