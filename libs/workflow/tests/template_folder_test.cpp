#include <gtest/gtest.h>

#include <divan/base/files.hpp>
#include <divan/workflow/template_folder.hpp>

namespace divan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemplate = R"({"1": {"class_type": "Show", "inputs": {"x": "{{A}}"}}})";

class TemplateFolderTest : public testing::Test {
protected:
    void SetUp() override {
        for (const char* name :
             {"portrait.json", "flux/hero.json", "notes.txt", ".hidden/x.json", ".old.json"})
            ASSERT_TRUE(write_file(root.path() / "templates" / name, kTemplate));
        ASSERT_TRUE(write_file(root.path() / "secret.json", kTemplate));
        fs::create_symlink(root.path() / "secret.json", root.path() / "templates/out.json");
        fs::create_symlink(root.path() / "templates/portrait.json", root.path() / "templates/in.json");
    }

    TemporaryFolder root;
    TemplateFolder folder{root.path() / "templates"};
};

TEST_F(TemplateFolderTest, ListsWhatIsInsideOfIt) {
    EXPECT_EQ(*folder.names(), (std::vector<std::string>{"flux/hero", "in", "portrait"}));
}

TEST_F(TemplateFolderTest, LoadsByName) {
    for (const char* name : {"portrait", "portrait.json", "flux/hero", "in"}) {
        const auto form = folder.load(name);
        ASSERT_TRUE(form) << describe(form.error());
        EXPECT_EQ(form->tokens(), std::vector<std::string>{"A"});
    }
}

TEST_F(TemplateFolderTest, NeverLeavesIt) {
    const std::string absolute = (root.path() / "secret").string();
    for (const std::string& name : {std::string{"../secret"}, absolute, std::string{"flux/../../secret"},
                                    std::string{}, std::string{"a\\b"}, std::string{"a\0b", 3}}) {
        const auto form = folder.load(name);
        ASSERT_FALSE(form) << name;
        EXPECT_EQ(form.error().code, Errc::unsafe_path) << name;
    }
    EXPECT_FALSE(folder.load("out")) << "a link that leads out";
}

TEST_F(TemplateFolderTest, NamesNearOnes) {
    const auto form = folder.load("portrai");
    ASSERT_FALSE(form);
    EXPECT_EQ(form.error().hint, "did you mean 'portrait'?");
}

TEST_F(TemplateFolderTest, SaysWhichFileIsDamaged) {
    ASSERT_TRUE(write_file(root.path() / "templates/bad.json", "{"));
    const auto form = folder.load("bad");
    ASSERT_FALSE(form);
    EXPECT_EQ(form.error().code, Errc::malformed_json);
    EXPECT_EQ(form.error().fact("template"), "bad");
}

TEST_F(TemplateFolderTest, SaysWhenTheFolderIsMissing) {
    const auto names = TemplateFolder{root.path() / "nowhere"}.names();
    ASSERT_FALSE(names);
    EXPECT_EQ(names.error().code, Errc::io_failed);
}

TEST_F(TemplateFolderTest, KeepsEachVersionOfAWorkflowOnce) {
    const fs::path file = root.path() / "templates/portrait.json", kept = root.path() / "backups";
    const auto first = back_up_workflow(file, kept);
    ASSERT_TRUE(first) << describe(first.error());
    EXPECT_EQ(*back_up_workflow(file, kept), *first);
    ASSERT_TRUE(write_file(file, "{}"));
    const auto second = back_up_workflow(file, kept);
    ASSERT_TRUE(second);
    EXPECT_NE(*second, *first);
    EXPECT_EQ(*read_file(*first), kTemplate) << "the earlier version is still there";
    EXPECT_EQ(*read_file(*second), "{}");
}

}  // namespace
}  // namespace divan
