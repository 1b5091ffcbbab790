// Section 11 of the parity table: files that go with a workflow.
#include <divan/engine/image_codec.hpp>
#include <divan/workflow/attachments.hpp>

#include "run_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using test::FakeScript;
using Clock = std::chrono::steady_clock;

class ParityAttachments : public parity::ParityRun {
protected:
    static std::string png(int width) { return engine::encode_png(engine::Image{1, 4, width, 3, 0.5F}, 0); }
    static Workflow loader() {
        return Workflow::parse(
                   R"({"1": {"class_type": "LoadImage", "inputs": {"image": "none.png"}},
  "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})")
            .value();
    }
    static Workflow with_picture(int width, const std::string& name) {
        Workflow workflow = loader();
        EXPECT_TRUE(workflow.attach(NodeId{"1"}, "image", Attachment::from_bytes(png(width), name)));
        return workflow;
    }
    static Workflow with_folder(int files) {
        Workflow workflow = picture();
        std::vector<Attachment> pictures;
        for (int file = 1; file <= files; ++file)
            pictures.push_back(Attachment::from_bytes(png(file), std::to_string(file) + ".png"));
        EXPECT_TRUE(workflow.attach_folder("set", std::move(pictures)));
        return workflow;
    }
    /// The width of the picture that a run showed.
    std::uint32_t shown_width(const Result<RunResult>& result) {
        const protocol::OutputFile file = result->files().at(0);
        net::HttpRequest view{"GET", "/view?type=temp&filename=" + file.filename};
        const std::string bytes = value_of(fetch_api(*connection, std::move(view), soon())).body;
        return static_cast<unsigned char>(bytes.at(19));  // the last byte of a PNG's width
    }
};

TEST_F(ParityAttachments, AttachImage) {
    const auto first = finish(RunRequest{with_picture(5, "same.png")});
    const auto second = finish(RunRequest{with_picture(7, "same.png")});
    ASSERT_TRUE(first && second) << describe(second ? first.error() : second.error());
    EXPECT_EQ(shown_width(first), 5U);
    EXPECT_EQ(shown_width(second), 7U) << "the server renamed it: its name is the one that counts";
}

TEST_F(ParityAttachments, AttachFolderFiles) {
    faults("[[fault]]\nroute = \"POST /upload/image\"\ndo = \"delay\"\nfor = \"200ms\"\n");
    const Deadline begun = Clock::now();
    const auto result = finish(RunRequest{with_folder(12)});
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_GE(Clock::now() - begun, 3 * 200ms) << "four at once, no more";
    EXPECT_LT(Clock::now() - begun, 9 * 200ms) << "not one after another";
    for (const std::string name : {"1.png", "12.png"}) {
        net::HttpRequest view{"GET", "/view?type=input&subfolder=set&filename=" + name};
        EXPECT_EQ(value_of(fetch_api(*connection, std::move(view), soon())).status, 200);
    }
}

TEST_F(ParityAttachments, MediaType) {
    const auto type = [](const std::string& name) { return media_type(Attachment::from_bytes("x", name)); };
    EXPECT_EQ(type("a.png"), "image/png");
    EXPECT_EQ(type("a.JPG"), "image/jpeg");
    EXPECT_EQ(type("a.jpeg"), "image/jpeg");
    EXPECT_EQ(type("a.webp"), "image/webp");
    EXPECT_EQ(type("a.mp4"), "video/mp4");
    EXPECT_EQ(type("a.wav"), "audio/wav");
}

TEST_F(ParityAttachments, FailedUpload) {
    faults("[[fault]]\nroute = \"POST /upload/image\"\ndo = \"status\"\nstatus = 507\n");
    const auto result = finish(RunRequest{with_picture(5, "a.png")});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fact("status"), "507") << describe(result.error());
    EXPECT_EQ(result.error().fact("node"), "1");
    EXPECT_EQ(result.error().fact("input"), "image");
    EXPECT_EQ(engine->prompts_run(), 0U) << "nothing runs with whatever file is there";
}

}  // namespace
}  // namespace divan
