#include <fstream>

#include "support/c_api.hpp"

namespace divan::capi_test {
namespace {

using testing::HasSubstr;

std::string get(const Workflow& workflow, const char* address) {
    char* json = nullptr;
    Error error;
    EXPECT_EQ(divan_workflow_get_json(workflow.get(), address, &json, error), DIVAN_OK) << error;
    return taken(json);
}

TEST(CWorkflow, SetsEveryKindOfValueByAddress) {
    const Workflow fox = parse(kFox);
    Error error;
    EXPECT_EQ(divan_workflow_set_text(fox.get(), "#Prompt.text", "a grey \"wolf\"", error), DIVAN_OK)
        << error;
    EXPECT_EQ(divan_workflow_set_int(fox.get(), "KSampler.steps", 12, error), DIVAN_OK) << error;
    EXPECT_EQ(divan_workflow_set_double(fox.get(), "3.cfg", 4.5, error), DIVAN_OK) << error;
    EXPECT_EQ(divan_workflow_set_bool(fox.get(), "3.flag", 2, error), DIVAN_OK) << error;
    EXPECT_EQ(divan_workflow_set_json(fox.get(), "3.seed", "18446744073709551615", error), DIVAN_OK) << error;
    EXPECT_EQ(get(fox, "6.text"), R"("a grey \"wolf\"")");
    EXPECT_EQ(get(fox, "3.steps"), "12");
    EXPECT_EQ(get(fox, "3.cfg"), "4.5");
    EXPECT_EQ(get(fox, "3.flag"), "true");
    EXPECT_EQ(get(fox, "3.seed"), "18446744073709551615");
    EXPECT_EQ(get(fox, "3.model"), R"(["4",0])");
}

TEST(CWorkflow, AnEditThatFailsChangesNothing) {
    const Workflow fox = parse(kFox);
    char* before = nullptr;
    ASSERT_EQ(divan_workflow_to_json(fox.get(), &before, nullptr), DIVAN_OK);
    Error error;
    EXPECT_EQ(divan_workflow_set_text(fox.get(), "#Promt.text", "x", error), DIVAN_UNKNOWN_NODE);
    EXPECT_THAT(error.hint(), HasSubstr("Prompt"));
    EXPECT_EQ(divan_workflow_set_text(fox.get(), "6", "x", error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_workflow_set_double(fox.get(), "3.cfg", std::numeric_limits<double>::infinity(), error),
              DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_workflow_set_json(fox.get(), "3.cfg", "{oops", error), DIVAN_MALFORMED_JSON);
    char* after = nullptr;
    ASSERT_EQ(divan_workflow_to_json(fox.get(), &after, nullptr), DIVAN_OK);
    EXPECT_EQ(taken(before), taken(after));
}

TEST(CWorkflow, ReadingAnInputThatIsNotThere) {
    const Workflow fox = parse(kFox);
    char* json = nullptr;
    Error error;
    EXPECT_EQ(divan_workflow_get_json(fox.get(), "3.stepps", &json, error), DIVAN_UNKNOWN_INPUT);
    EXPECT_EQ(json, nullptr);
    EXPECT_EQ(divan_workflow_get_json(fox.get(), "33.steps", &json, error), DIVAN_UNKNOWN_NODE);
}

TEST(CWorkflow, ACopyIsIndependent) {
    const Workflow fox = parse(kFox);
    divan_workflow* made = nullptr;
    ASSERT_EQ(divan_workflow_copy(fox.get(), &made, nullptr), DIVAN_OK);
    const Workflow copy{made};
    ASSERT_EQ(divan_workflow_set_int(copy.get(), "3.steps", 99, nullptr), DIVAN_OK);
    EXPECT_EQ(get(fox, "3.steps"), "8");
}

TEST(CWorkflow, RefusesWhatIsNoWorkflow) {
    divan_workflow* workflow = nullptr;
    Error error;
    EXPECT_EQ(divan_workflow_parse(R"({"nodes": [], "links": []})", &workflow, error),
              DIVAN_MALFORMED_WORKFLOW);
    EXPECT_EQ(divan_workflow_parse("", &workflow, error), DIVAN_MALFORMED_JSON);
    EXPECT_EQ(divan_workflow_parse("[]", &workflow, error), DIVAN_MALFORMED_WORKFLOW);
    EXPECT_EQ(divan_workflow_load("/does/not/exist.json", &workflow, error), DIVAN_IO_FAILED);
    EXPECT_EQ(workflow, nullptr);
}

TEST_F(CApi, LoadsAWorkflowFromAFile) {
    const auto file = folder / "blue.json";
    std::ofstream{file} << kBlue;
    divan_workflow* made = nullptr;
    ASSERT_EQ(divan_workflow_load(file.c_str(), &made, error), DIVAN_OK) << error;
    const Workflow blue{made};
    EXPECT_EQ(get(blue, "1.color"), "255");
}

TEST(CWorkflow, OutputsAndBypassesAreCheckedWhenTheyAreDeclared) {
    const Workflow fox = parse(kFox);
    Error error;
    EXPECT_EQ(divan_workflow_declare_output(fox.get(), "picture", "SaveImage", error), DIVAN_OK) << error;
    EXPECT_EQ(divan_workflow_declare_output(fox.get(), "picture", "9", error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_workflow_declare_output(fox.get(), "other", "99", error), DIVAN_UNKNOWN_NODE);
    EXPECT_EQ(divan_workflow_bypass(fox.get(), "#Promt", 1, error), DIVAN_UNKNOWN_NODE);
    EXPECT_EQ(divan_workflow_bypass(fox.get(), "KSampler", 1, error), DIVAN_OK) << error;
    EXPECT_EQ(divan_workflow_bypass(fox.get(), "KSampler", 0, error), DIVAN_OK) << error;
}

/// Inverts a picture that is loaded.
constexpr const char* kInvert = R"({
    "1": {"class_type": "LoadImage", "inputs": {"image": "none.png"}, "_meta": {"title": "Source"}},
    "2": {"class_type": "ImageInvert", "inputs": {"image": ["1", 0]}},
    "3": {"class_type": "SaveImage", "inputs": {"images": ["2", 0], "filename_prefix": "inverted"}}})";

class CAttachments : public CApi {
protected:
    std::string bytes_of(const Outcome& result) {
        std::uint8_t* bytes = nullptr;
        std::size_t size = 0;
        EXPECT_EQ(divan_result_read_file(result.get(), 0, 20'000, &bytes, &size, error), DIVAN_OK) << error;
        std::string copy{reinterpret_cast<const char*>(bytes), size};
        divan_free(bytes);
        return copy;
    }
    std::string a_picture() { return bytes_of(run(parse(kBlue).get())); }
};

TEST_F(CAttachments, BytesAreUploadedAndRun) {
    serve();
    const std::string picture = a_picture();
    const Workflow invert = parse(kInvert);
    EXPECT_EQ(divan_workflow_attach_bytes(invert.get(), "#Source.image", picture.data(), picture.size(),
                                          nullptr, error),
              DIVAN_OK)
        << error;
    EXPECT_NE(bytes_of(run(invert.get())), picture);
}

TEST_F(CAttachments, AFileIsUploadedAndABypassedNodeIsLeftOut) {
    serve();
    const auto file = folder / "mine.png";
    const std::string picture = a_picture();
    std::ofstream{file, std::ios::binary} << picture;
    const Workflow invert = parse(kInvert);
    EXPECT_EQ(divan_workflow_attach_file(invert.get(), "1.image", file.c_str(), error), DIVAN_OK) << error;
    EXPECT_EQ(divan_workflow_bypass(invert.get(), "ImageInvert", 1, error), DIVAN_OK) << error;
    const Outcome result = run(invert.get());
    EXPECT_THAT(divan_result_json(result.get()), HasSubstr(R"("node_count":2)"));
}

TEST_F(CAttachments, AFileThatIsNotThereEndsTheRun) {
    serve();
    const Workflow invert = parse(kInvert);
    ASSERT_EQ(divan_workflow_attach_file(invert.get(), "1.image", (folder / "none.png").c_str(), error),
              DIVAN_OK);
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_blocking(client.get(), invert.get(), nullptr, &result, error), DIVAN_IO_FAILED)
        << error;
}

}  // namespace
}  // namespace divan::capi_test
