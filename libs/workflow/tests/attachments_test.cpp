#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/workflow/attachments.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;
using test::red_fox;

const NodeId kNode{"6"};

std::vector<std::string> names_of(const std::vector<Attachment>& files) {
    std::vector<std::string> names;
    for (const Attachment& file : files) names.push_back(file.name());
    return names;
}

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

TEST(ReadFolder, TakesRegularFilesByName) {
    TemporaryFolder folder;
    for (const char* name : {"b.png", "a.png", "C.png", ".hidden"})
        ASSERT_TRUE(write_file(folder.path() / name, name));
    ASSERT_TRUE(write_file(folder.path() / "sub" / "d.png", "d"));
    const auto files = read_folder(folder.path());
    ASSERT_TRUE(files) << describe(files.error());
    EXPECT_EQ(names_of(*files), (std::vector<std::string>{"C.png", "a.png", "b.png"}));
    EXPECT_EQ(content_hash(files->front()), sha256_hex("C.png"));
}

TEST(ReadFolder, FollowsLinksInsideTheFolderOnly) {
    TemporaryFolder folder, outside;
    ASSERT_TRUE(write_file(folder.path() / "a.png", "a"));
    fs::create_symlink("a.png", folder.path() / "b.png");
    EXPECT_EQ(names_of(read_folder(folder.path()).value()), (std::vector<std::string>{"a.png", "b.png"}));
    ASSERT_TRUE(write_file(outside.path() / "secret", "s"));
    fs::create_symlink(outside.path() / "secret", folder.path() / "c.png");
    const auto refused = read_folder(folder.path());
    EXPECT_EQ(refused.error().code, Errc::unsafe_path);
    EXPECT_NE(refused.error().message.find("'c.png'"), std::string::npos);
}

TEST(ReadFolder, IsNotFooledByAFolderWithTheSameBeginning) {
    TemporaryFolder parent;
    ASSERT_TRUE(write_file(parent.path() / "set" / "a.png", "a"));
    ASSERT_TRUE(write_file(parent.path() / "settings" / "s", "s"));
    fs::create_symlink("../settings/s", parent.path() / "set" / "b.png");
    EXPECT_EQ(read_folder(parent.path() / "set").error().code, Errc::unsafe_path);
}

TEST(ReadFolder, MayItselfBeALink) {
    TemporaryFolder parent;
    ASSERT_TRUE(write_file(parent.path() / "real" / "a.png", "a"));
    fs::create_directory_symlink("real", parent.path() / "link");
    EXPECT_EQ(names_of(read_folder(parent.path() / "link").value()), std::vector<std::string>{"a.png"});
}

TEST(ReadFolder, SaysWhatIsWrong) {
    TemporaryFolder folder;
    EXPECT_EQ(read_folder(folder.path()).error().code, Errc::invalid_argument) << "no files";
    EXPECT_EQ(read_folder(folder.path() / "nothing").error().code, Errc::io_failed);
    ASSERT_TRUE(write_file(folder.path() / "file", "x"));
    EXPECT_EQ(read_folder(folder.path() / "file").error().code, Errc::io_failed);
    fs::create_symlink("nowhere", folder.path() / "dangling");
    const auto refused = read_folder(folder.path());
    EXPECT_EQ(refused.error().code, Errc::io_failed);
    EXPECT_NE(refused.error().fact("path").find("dangling"), std::string_view::npos);
}

TEST(ReadFolder, FeedsAttachFolder) {
    TemporaryFolder folder;
    ASSERT_TRUE(write_file(folder.path() / "a.png", "a"));
    auto workflow = red_fox();
    ASSERT_TRUE(workflow.attach_folder("set", folder.path()));
    EXPECT_EQ(workflow.attachments().front().attachment.name(), "a.png");
    EXPECT_EQ(workflow.attach_folder("set", folder.path() / "nothing").error().code, Errc::io_failed);
    EXPECT_EQ(workflow.attachments().size(), 1U);
}

}  // namespace
}  // namespace divan
