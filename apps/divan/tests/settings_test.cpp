#include <gtest/gtest.h>

#include <map>

#include <divan/base/files.hpp>

#include "settings.hpp"

namespace divan::app {
namespace {

using namespace std::chrono_literals;

std::vector<SettingProblem> environment(const std::map<std::string, std::string>& variables,
                                        Settings& settings) {
    return apply_environment(
        [&](const char* name) {
            const auto found = variables.find(name);
            return found == variables.end() ? nullptr : found->second.c_str();
        },
        settings);
}

TEST(Settings, AreReadFromAFile) {
    Settings settings;
    const auto problems = apply_toml(R"(
        [server]
        urls = ["http://gpu-1:8188", "http://gpu-2:8188"]
        [folders]
        output = "results"
        [run]
        timeout = "5m"
        [log]
        level = "debug"
    )",
                                     "divan.toml", settings);
    EXPECT_TRUE(problems.empty());
    EXPECT_EQ(settings.servers, (std::vector<std::string>{"http://gpu-1:8188", "http://gpu-2:8188"}));
    EXPECT_EQ(settings.output_folder, "results");
    EXPECT_EQ(settings.timeout, 5min);
    EXPECT_EQ(settings.log_level, LogLevel::debug);
}

TEST(Settings, ReportEveryProblemOfAFileAtOnceWithItsLine) {
    Settings settings;
    const auto problems = apply_toml(
        "[server]\nulrs = [\"x\"]\n[log]\nlevel = \"loud\"\n[run]\ntimeout = 5\n", "d.toml", settings);
    ASSERT_EQ(problems.size(), 3u);
    std::map<std::string, std::string> hints;
    for (const SettingProblem& problem : problems) hints[problem.where] = problem.hint;
    EXPECT_TRUE(hints.contains("d.toml:4: log.level"));
    EXPECT_TRUE(hints.contains("d.toml:6: run.timeout"));
    EXPECT_EQ(hints["d.toml:2: server.ulrs"], "did you mean 'server.urls'?");
}

TEST(Settings, Op04TheOutputFolderIsBelowHomeWhereNothingCanBeWrittenHere) {
    Settings settings;
    Surroundings here;
    here.working_folder = "/work";
    here.home = "/home/ann";
    EXPECT_EQ(output_folder_of(settings, here), "output");
    here.may_write = false;
    EXPECT_EQ(output_folder_of(settings, here), "/home/ann/divan/output");
    here.may_write = true;
    here.working_folder = "/";
    EXPECT_EQ(output_folder_of(settings, here), "/home/ann/divan/output") << "as services are started";
    here.home.clear();
    EXPECT_EQ(output_folder_of(settings, here), "output");
}

TEST(Settings, Op04AConfiguredOutputFolderCountsAndMayBeginWithATilde) {
    Settings settings;
    Surroundings here;
    here.working_folder = "/";
    here.home = "/home/ann";
    settings.output_folder = "~/pictures";
    EXPECT_EQ(output_folder_of(settings, here), "/home/ann/pictures");
    settings.output_folder = "/srv/out";
    EXPECT_EQ(output_folder_of(settings, here), "/srv/out");
    settings.output_folder = "~ann";
    EXPECT_EQ(output_folder_of(settings, here), "~ann");
}

TEST(Settings, SayWhereAFileIsNoToml) {
    Settings settings;
    const auto problems = apply_toml("[server]\nurls = [\n", "d.toml", settings);
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_TRUE(problems[0].where.starts_with("d.toml:")) << problems[0].where;
}

TEST(Settings, TheEnvironmentStandsAboveTheFile) {
    Settings settings;
    settings.servers = {"http://from-file:1"};
    EXPECT_TRUE(environment({{"COMFYUI_SERVER_URL", "http://a:1, http://b:2"},
                             {"COMFYUI_OUTPUT_DIR", "o"},
                             {"COMFYUI_BACKUP_DIR", "b"},
                             {"COMFYUI_WORKFLOW_DIR", "w"},
                             {"COMFYUI_TEMP_DIR", "t"},
                             {"COMFYUI_CLIENT_ID", "me"},
                             {"COMFYUI_LOG_LEVEL", "info"}},
                            settings)
                    .empty());
    EXPECT_EQ(settings.servers, (std::vector<std::string>{"http://a:1", "http://b:2"}));
    EXPECT_EQ(settings.output_folder, "o");
    EXPECT_EQ(settings.backup_folder, "b");
    EXPECT_EQ(settings.workflow_folder, "w");
    EXPECT_EQ(settings.temp_folder, "t");
    EXPECT_EQ(settings.client_id, "me");
    EXPECT_EQ(settings.log_level, LogLevel::info);
}

TEST(Settings, TheOldNameOfTheServerVariableIsTaken) {
    Settings settings;
    EXPECT_TRUE(environment({{"COMFYUI_SERVER_ADDRESS", "127.0.0.1:8188"}}, settings).empty());
    EXPECT_EQ(settings.servers, std::vector<std::string>{"127.0.0.1:8188"});
}

TEST(Settings, ABadLogLevelInTheEnvironmentIsAnError) {
    Settings settings;
    EXPECT_EQ(environment({{"COMFYUI_LOG_LEVEL", "loud"}}, settings).size(), 1u);
}

TEST(Settings, AMissingFileThatWasAskedForIsAnError) {
    const auto settings = read_settings("/nonexistent/divan.toml");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().code, Errc::invalid_argument);
}

TEST(Settings, TheExampleEnvironmentFileNamesEveryVariableThatIsRead) {
    const auto example = read_file(DIVAN_SOURCE_DIR "/.env.example").value();
    Settings settings;
    apply_environment(
        [&](const char* name) {
            EXPECT_NE(example.find(name), std::string::npos) << name << " is not in .env.example";
            return nullptr;
        },
        settings);
}

}  // namespace
}  // namespace divan::app
