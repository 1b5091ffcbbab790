#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>

#include <divan/base/files.hpp>

namespace divan {
namespace {

namespace fs = std::filesystem;

TEST(Files, WritesAFileWholeAndReadsItBack) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "deep" / "er" / "a.bin";
    const std::string content("a\0b\n", 4);
    ASSERT_TRUE(write_file(file, content));
    EXPECT_EQ(read_file(file), content);
    EXPECT_EQ(std::distance(fs::directory_iterator{file.parent_path()}, fs::directory_iterator{}), 1)
        << "the .part file is still there";
}

TEST(Files, SaysWhichFileCouldNotBeRead) {
    const auto content = read_file("/nonexistent/divan");
    ASSERT_FALSE(content);
    EXPECT_EQ(content.error().code, Errc::io_failed);
    EXPECT_EQ(content.error().fact("file"), "/nonexistent/divan");
}

TEST(Files, ReadingAFolderIsAnError) {
    const TemporaryFolder folder;
    EXPECT_FALSE(read_file(folder.path()));
}

struct Name {
    const char *foreign, *safe;
};
class SafeFileName : public testing::TestWithParam<Name> {};

TEST_P(SafeFileName, KeepsNothingThatCouldLeaveTheFolder) {
    EXPECT_EQ(safe_file_name(GetParam().foreign), GetParam().safe);
}

INSTANTIATE_TEST_SUITE_P(Names, SafeFileName,
                         testing::Values(Name{"ComfyUI_00001_.png", "ComfyUI_00001_.png"},
                                         Name{"../../etc/passwd", "_.._etc_passwd"},
                                         Name{"C:\\x.png", "C__x.png"}, Name{"", "file"}, Name{"..", "file"},
                                         Name{".hidden", "hidden"}, Name{"nul.png", "_nul.png"},
                                         Name{"COM1", "_COM1"}, Name{"a\nb\x7f.png", "a_b_.png"},
                                         Name{"trailing. ", "trailing"}, Name{"é漢.png", "é漢.png"}));

RC_GTEST_PROP(SafeFileNameProperty, IsOneComponentOfLimitedLength, (const std::string& foreign)) {
    const std::string name = safe_file_name(foreign);
    RC_ASSERT(!name.empty());
    RC_ASSERT(name.size() <= 204u);
    RC_ASSERT(fs::path{name}.filename() == name);
    RC_ASSERT(name != "." && name != "..");
    RC_ASSERT(stays_inside("/base", name));
}

TEST(StaysInside, RefusesWhatLeadsOut) {
    EXPECT_TRUE(stays_inside("/out", "a/b.png"));
    EXPECT_TRUE(stays_inside("/out", "a/../b.png"));
    EXPECT_FALSE(stays_inside("/out", "../b.png"));
    EXPECT_FALSE(stays_inside("/out", "a/../../b.png"));
    EXPECT_FALSE(stays_inside("/out", "/etc/passwd"));
}

}  // namespace
}  // namespace divan
