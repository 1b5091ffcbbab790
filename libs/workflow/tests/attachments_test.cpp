#include <gtest/gtest.h>

#include <divan/workflow/attachments.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::red_fox;

const NodeId kNode{"6"};

TEST(Attachments, StayWithTheWorkflowUntilAClientUploadsThem) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.attach(kNode, "image",
                                Attachment::from_bytes("fox", "fox.png").in_subfolder("in/a").overwriting()));
    const PlannedUpload& upload = workflow.attachments().front();
    EXPECT_EQ(upload.node, kNode);
    EXPECT_EQ(upload.input, "image");
    EXPECT_EQ(upload.attachment.name(), "fox.png");
    EXPECT_EQ(upload.attachment.subfolder(), "in/a");
    EXPECT_TRUE(upload.attachment.overwrites());
    EXPECT_EQ(*upload.attachment.bytes(), "fox");
    EXPECT_EQ(workflow.get(kNode, "image"), nullptr) << "the server decides the name";
}

TEST(Attachments, OfAFileAreNotReadBeforeTheyAreNeeded) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.attach(kNode, "image", Attachment::from_file("/nowhere/fox.png")));
    EXPECT_EQ(workflow.attachments().front().attachment.name(), "fox.png");
    EXPECT_EQ(*workflow.attachments().front().attachment.file(), "/nowhere/fox.png");
    const auto hash = content_hash(workflow.attachments().front().attachment);
    EXPECT_EQ(hash.error().code, Errc::io_failed);
    EXPECT_EQ(hash.error().fact("file"), "/nowhere/fox.png");
}

TEST(Attachments, ReplaceAnEarlierOneOfThatInput) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.attach(kNode, "image", Attachment::from_bytes("1", "a.png").overwriting()));
    ASSERT_TRUE(workflow.attach(kNode, "mask", Attachment::from_bytes("2", "b.png")));
    ASSERT_TRUE(workflow.attach(kNode, "image", Attachment::from_bytes("3", "a.png").overwriting()));
    ASSERT_EQ(workflow.attachments().size(), 2U);
    EXPECT_EQ(*workflow.attachments().back().attachment.bytes(), "3");
    EXPECT_TRUE(workflow.detach(kNode, "image"));
    EXPECT_FALSE(workflow.detach(kNode, "image"));
    EXPECT_TRUE(workflow.detach(kNode, "mask"));
    EXPECT_EQ(workflow, red_fox());
}

TEST(Attachments, TakeAnAddress) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.attach("#Positive prompt.image", Attachment::from_bytes("x", "x.png")));
    EXPECT_EQ(workflow.attachments().front().node, kNode);
    EXPECT_EQ(workflow.attachments().front().input, "image");
    EXPECT_EQ(workflow.attach("99.image", Attachment::from_bytes("x")).error().code, Errc::unknown_node);
    ASSERT_TRUE(workflow.set("6.lora", json::Object{{"name", "x"}}));
    EXPECT_EQ(workflow.attach("6.lora.name", Attachment::from_bytes("x")).error().code,
              Errc::invalid_argument);
}

TEST(Attachments, RefuseUnknownNodesAndMissingInputs) {
    auto workflow = red_fox();
    EXPECT_EQ(workflow.attach(NodeId{"99"}, "image", Attachment::from_bytes("x")).error().code,
              Errc::unknown_node);
    EXPECT_EQ(workflow.attach(kNode, "", Attachment::from_bytes("x")).error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow, red_fox());
}

TEST(Attachments, RefuseNamesAndFoldersThatLeaveTheInputFolder) {
    auto workflow = red_fox();
    for (const std::string name : {"../x.png", "a/b.png", "a\\b.png", "..", ".", "x\n.png", "\xff.png"})
        EXPECT_EQ(workflow.attach(kNode, "image", Attachment::from_bytes("x", name)).error().code,
                  Errc::unsafe_path)
            << name;
    for (const std::string folder : {"/etc", "\\share", "a/../..", "..", "a\\..\\b", "C:\\x", "a\nb", "\xff"})
        EXPECT_EQ(workflow.attach(kNode, "image", Attachment::from_bytes("x", "x.png").in_subfolder(folder))
                      .error()
                      .code,
                  Errc::unsafe_path)
            << folder;
    EXPECT_TRUE(workflow.attach(kNode, "image",
                                Attachment::from_bytes("x", "große Füchse..png").in_subfolder("a/.b/c..d")));
}

TEST(Attachments, RefuseTwoFilesOfOneNameWhereOneWouldOverwriteTheOther) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.attach(kNode, "a", Attachment::from_bytes("1", "x.png")));
    ASSERT_TRUE(workflow.attach(kNode, "b", Attachment::from_bytes("2", "x.png"))) << "the server renames it";
    const auto refused = workflow.attach(kNode, "c", Attachment::from_bytes("3", "x.png").overwriting());
    EXPECT_EQ(refused.error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.attachments().size(), 2U);
    EXPECT_TRUE(
        workflow.attach(kNode, "c", Attachment::from_bytes("3", "x.png").in_subfolder("s").overwriting()));
    EXPECT_TRUE(workflow.attach(kNode, "d", Attachment::from_bytes("3", "x.png").in_subfolder("s")))
        << "the same";
}

TEST(Attachments, OfAFolderTravelTogether) {
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.attach_folder(
        "set", {Attachment::from_bytes("1", "a.png"), Attachment::from_bytes("2", "b.png").overwriting()}));
    ASSERT_EQ(workflow.attachments().size(), 2U);
    EXPECT_TRUE(workflow.attachments()[0].node.empty()) << "no input is set";
    EXPECT_EQ(workflow.attachments()[1].attachment.subfolder(), "set");
    EXPECT_TRUE(workflow.attachments()[1].attachment.overwrites());
    workflow.detach_folder("other");
    EXPECT_EQ(workflow.attachments().size(), 2U);
    workflow.detach_folder("set");
    EXPECT_EQ(workflow, red_fox());
}

TEST(Attachments, OfAFolderAreAllOrNothing) {
    auto workflow = red_fox();
    std::vector<Attachment> twice{Attachment::from_bytes("1", "a.png"), Attachment::from_bytes("2", "a.png")};
    EXPECT_EQ(workflow.attach_folder("set", twice).error().code, Errc::invalid_argument);
    std::vector<Attachment> unsafe{Attachment::from_bytes("1", "a.png"),
                                   Attachment::from_bytes("2", "../a.png")};
    EXPECT_EQ(workflow.attach_folder("set", unsafe).error().code, Errc::unsafe_path);
    EXPECT_EQ(workflow.attach_folder("set", std::vector<Attachment>{}).error().code, Errc::invalid_argument);
    EXPECT_EQ(workflow.attach_folder("", {Attachment::from_bytes("1", "a.png")}).error().code,
              Errc::invalid_argument);
    EXPECT_EQ(workflow, red_fox());
    ASSERT_TRUE(workflow.attach_folder("set", {Attachment::from_bytes("1", "a.png")}));
    EXPECT_EQ(workflow.attach_folder("set", {Attachment::from_bytes("2", "a.png")}).error().code,
              Errc::invalid_argument)
        << "the server would keep both";
    EXPECT_EQ(workflow.attachments().size(), 1U);
}

TEST(Attachments, AreComparedByContentAndCopiedCheaply) {
    const auto one = Attachment::from_bytes(std::string(1 << 20, 'x'), "a.png");
    const auto copy = one;
    EXPECT_EQ(copy.bytes(), one.bytes()) << "shared";
    EXPECT_TRUE(one == Attachment::from_bytes(std::string(1 << 20, 'x'), "a.png"));
    EXPECT_FALSE(one == Attachment::from_bytes(std::string(1 << 20, 'y'), "a.png"));
    EXPECT_FALSE(one == Attachment(one).named("b.png"));
    EXPECT_TRUE(same_source(one, Attachment(one).named("b.png")));
    EXPECT_FALSE(Attachment::from_bytes("") == Attachment::from_file(""));
}

}  // namespace
}  // namespace divan
