#include <fstream>

#include "support/c_api.hpp"

namespace divan::capi_test {
namespace {

using testing::HasSubstr;

TEST_F(CApi, AResultTellsItsFilesAndOutputs) {
    serve();
    const Workflow blue = parse(kBlue);
    ASSERT_EQ(divan_workflow_declare_output(blue.get(), "picture", "#Save", error), DIVAN_OK) << error;
    const Outcome result = run(blue.get());
    ASSERT_EQ(divan_result_file_count(result.get()), 1U);
    auto file = divan_file_new();
    ASSERT_EQ(divan_result_file(result.get(), 0, &file, error), DIVAN_OK) << error;
    EXPECT_EQ(file.kind, DIVAN_FILE_IMAGE);
    EXPECT_EQ(file.animated, 0);
    EXPECT_STREQ(file.node, "2");
    EXPECT_STREQ(file.filename, "blue_00001_.png");
    EXPECT_STREQ(file.subfolder, "");
    EXPECT_STREQ(file.type, "output");
    const std::string json = divan_result_json(result.get());
    EXPECT_THAT(json, HasSubstr(R"("outputs":{"picture":{"images":[{"filename":"blue_00001_.png")"));
    EXPECT_THAT(json, HasSubstr(R"("executed_nodes":["1","2"])"));
    EXPECT_THAT(json, HasSubstr(R"("node_count":2)"));
    EXPECT_EQ(divan_result_file(result.get(), 1, &file, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_result_file(result.get(), 0, nullptr, error), DIVAN_INVALID_ARGUMENT);
}

TEST_F(CApi, AResultCanBeHadTwiceAndOutlivesItsRun) {
    serve();
    RunHandle run = start(kBlue);
    ASSERT_EQ(divan_run_wait(run.get(), 60'000, error), DIVAN_OK) << error;
    divan_result *first = nullptr, *second = nullptr;
    ASSERT_EQ(divan_run_result(run.get(), &first, error), DIVAN_OK) << error;
    ASSERT_EQ(divan_run_result(run.get(), &second, error), DIVAN_OK) << error;
    run.reset();
    divan_result_free(first);
    EXPECT_EQ(divan_result_file_count(second), 1U);
    divan_result_free(second);
}

TEST_F(CApi, SavesFilesAndSaysWhere) {
    serve();
    const Outcome result = run(parse(kBlue).get());
    auto options = divan_save_defaults();
    const auto place = folder / "out";
    options.folder = place.c_str();
    options.pattern = "shots/{node}_{version:03}.{ext}";
    divan_saved* made = nullptr;
    ASSERT_EQ(divan_result_save(result.get(), &options, &made, error), DIVAN_OK) << error;
    const Saved saved{made};
    ASSERT_EQ(divan_saved_count(saved.get()), 1U);
    auto file = divan_saved_file_new();
    ASSERT_EQ(divan_saved_get(saved.get(), 0, &file, error), DIVAN_OK) << error;
    EXPECT_EQ(std::filesystem::path{file.path}, place / "shots/2_001.png");
    EXPECT_EQ(std::filesystem::file_size(file.path), file.bytes);
    EXPECT_STREQ(file.node, "2");
    EXPECT_STREQ(file.media_type, "image/png");
    EXPECT_EQ(std::string{file.sha256}.size(), 64U);
    EXPECT_EQ(file.width, 16U);
    EXPECT_EQ(file.height, 12U);
    EXPECT_EQ(divan_saved_get(saved.get(), 1, &file, error), DIVAN_INVALID_ARGUMENT);
}

TEST_F(CApi, SavingRefusesBadPatternsAndPlaces) {
    serve();
    const Outcome result = run(parse(kBlue).get());
    auto options = divan_save_defaults();
    options.folder = folder.c_str();
    divan_saved* saved = nullptr;
    options.pattern = "{nde}.png";
    EXPECT_EQ(divan_result_save(result.get(), &options, &saved, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_THAT(error.hint(), HasSubstr("node"));
    options.pattern = "../{name}.{ext}";
    EXPECT_EQ(divan_result_save(result.get(), &options, &saved, error), DIVAN_UNSAFE_PATH) << error;
    options = divan_save_defaults();
    options.folder = "/proc/no/such/place";
    EXPECT_EQ(divan_result_save(result.get(), &options, &saved, error), DIVAN_IO_FAILED) << error;
    options.timeout_ms = -9;
    EXPECT_EQ(divan_result_save(result.get(), &options, &saved, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_result_save(result.get(), nullptr, nullptr, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(saved, nullptr);
}

TEST_F(CApi, ReadsAFileIntoMemory) {
    serve();
    const Outcome result = run(parse(kBlue).get());
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    ASSERT_EQ(divan_result_read_file(result.get(), 0, 20'000, &bytes, &size, error), DIVAN_OK) << error;
    const std::string content{reinterpret_cast<const char*>(bytes), size};
    EXPECT_THAT(content, testing::StartsWith("\x89PNG\r\n\x1a\n"));
    divan_free(bytes);
    EXPECT_EQ(divan_result_read_file(result.get(), 9, 20'000, &bytes, &size, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_result_read_file(result.get(), 0, 20'000, &bytes, nullptr, error),
              DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_result_read_file(result.get(), 0, 20'000, nullptr, &size, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(bytes, nullptr);
}

TEST_F(CApi, AFileThatTheServerLostIsMissing) {
    serve("[[fault]]\nroute = \"GET /view\"\ndo = \"status\"\nstatus = 404\n");
    const Outcome result = run(parse(kBlue).get());
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(divan_result_read_file(result.get(), 0, 20'000, &bytes, &size, error), DIVAN_RESULT_MISSING)
        << error;
    EXPECT_EQ(bytes, nullptr);
}

TEST_F(CApi, AResultWithoutItsClientKeepsItsTextsOnly) {
    serve();
    const Outcome result = run(parse(kBlue).get());
    client.reset();
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    EXPECT_EQ(divan_result_read_file(result.get(), 0, 20'000, &bytes, &size, error), DIVAN_CANCELLED)
        << error;
    EXPECT_THAT(divan_result_json(result.get()), HasSubstr("prompt_id"));
}

}  // namespace
}  // namespace divan::capi_test
