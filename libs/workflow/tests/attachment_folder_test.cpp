#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/workflow/attachments.hpp>
#include <divan/workflow/workflow.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

namespace fs = std::filesystem;
using test::red_fox;

std::vector<std::string> names_of(const std::vector<Attachment>& files) {
    std::vector<std::string> names;
    for (const Attachment& file : files) names.push_back(file.name());
    return names;
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
