#include <gtest/gtest.h>

#include <sstream>

#include <divan/base/files.hpp>

#include "workflow_source.hpp"

namespace divan::app {
namespace {

const std::string kGraph =
    R"({"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a dog"}, "_meta": {"title": "Positive"}}})";

class WorkflowSourceTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_TRUE(write_file(folder_.path() / "picture.json", kGraph));
        source_.file = (folder_.path() / "picture.json").string();
    }

    Result<Workflow> load() { return load_workflow(source_, program_, settings_); }

    TemporaryFolder folder_;
    WorkflowSource source_;
    Settings settings_;
    std::istringstream in_;
    std::ostringstream out_, err_;
    Program program_{Shell{in_, out_, err_, Terminal{}}};
};

TEST_F(WorkflowSourceTest, KeepsEachVersionOfTheOriginalOnceInTheBackupFolder) {
    settings_.backup_folder = folder_.path() / "backups";
    source_.sets = {"6.text=a cat"};
    ASSERT_TRUE(load());
    ASSERT_TRUE(load());
    std::vector<std::filesystem::path> kept;
    for (const auto& entry : std::filesystem::directory_iterator{settings_.backup_folder})
        kept.push_back(entry.path());
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(read_file(kept.front()).value(), kGraph);
}

TEST_F(WorkflowSourceTest, NothingIsUsedWhoseOriginalCannotBeKept) {
    ASSERT_TRUE(write_file(folder_.path() / "taken", "a file"));
    settings_.backup_folder = folder_.path() / "taken";
    EXPECT_FALSE(load());
}

TEST_F(WorkflowSourceTest, LogsWhatWasChangedAndWhereItWasFound) {
    settings_.log_level = LogLevel::debug;
    source_.sets = {"#Positive.text=a cat"};
    ASSERT_TRUE(load());
    EXPECT_NE(err_.str().find("6.text (CLIPTextEncode"), std::string::npos) << err_.str();
    EXPECT_NE(err_.str().find("a cat"), std::string::npos);
}

TEST_F(WorkflowSourceTest, LogsNothingUnasked) {
    source_.sets = {"#Positive.text=a cat"};
    ASSERT_TRUE(load());
    EXPECT_EQ(err_.str(), "");
}

}  // namespace
}  // namespace divan::app
