#include <functional>

#include "support/c_api.hpp"

namespace divan::capi_test {
namespace {

using Call = std::function<divan_code(divan_error**)>;

/// Every call is refused with an error that says so, and without an error to fill, too.
void expect_refused(const std::vector<std::pair<const char*, Call>>& calls) {
    for (const auto& [what, call] : calls) {
        Error error;
        EXPECT_EQ(call(error), DIVAN_INVALID_ARGUMENT) << what;
        EXPECT_FALSE(error.message().empty()) << what;
        EXPECT_EQ(call(nullptr), DIVAN_INVALID_ARGUMENT) << what;
    }
}

TEST(CMisuse, ANullWorkflowIsAnError) {
    divan_workflow* copy = nullptr;
    char* json = nullptr;
    expect_refused({
        {"copy", [&](auto e) { return divan_workflow_copy(nullptr, &copy, e); }},
        {"to_json", [&](auto e) { return divan_workflow_to_json(nullptr, &json, e); }},
        {"set_text", [](auto e) { return divan_workflow_set_text(nullptr, "1.a", "b", e); }},
        {"set_int", [](auto e) { return divan_workflow_set_int(nullptr, "1.a", 1, e); }},
        {"set_double", [](auto e) { return divan_workflow_set_double(nullptr, "1.a", 1, e); }},
        {"set_bool", [](auto e) { return divan_workflow_set_bool(nullptr, "1.a", 1, e); }},
        {"set_json", [](auto e) { return divan_workflow_set_json(nullptr, "1.a", "1", e); }},
        {"get_json", [&](auto e) { return divan_workflow_get_json(nullptr, "1.a", &json, e); }},
        {"attach_file", [](auto e) { return divan_workflow_attach_file(nullptr, "1.a", "a.png", e); }},
        {"attach_bytes",
         [](auto e) { return divan_workflow_attach_bytes(nullptr, "1.a", "b", 1, "a.png", e); }},
        {"declare_output", [](auto e) { return divan_workflow_declare_output(nullptr, "a", "1", e); }},
        {"bypass", [](auto e) { return divan_workflow_bypass(nullptr, "1", 1, e); }},
    });
}

TEST(CMisuse, ANullTextOrPlaceOfAWorkflowIsAnError) {
    const Workflow blue = parse(kBlue);
    divan_workflow* made = nullptr;
    char* json = nullptr;
    expect_refused({
        {"parse text", [&](auto e) { return divan_workflow_parse(nullptr, &made, e); }},
        {"parse place", [](auto e) { return divan_workflow_parse("{}", nullptr, e); }},
        {"load path", [&](auto e) { return divan_workflow_load(nullptr, &made, e); }},
        {"load nothing", [&](auto e) { return divan_workflow_load("", &made, e); }},
        {"copy place", [&](auto e) { return divan_workflow_copy(blue.get(), nullptr, e); }},
        {"to_json place", [&](auto e) { return divan_workflow_to_json(blue.get(), nullptr, e); }},
        {"set_text address", [&](auto e) { return divan_workflow_set_text(blue.get(), nullptr, "b", e); }},
        {"set_text text", [&](auto e) { return divan_workflow_set_text(blue.get(), "1.a", nullptr, e); }},
        {"set_json json", [&](auto e) { return divan_workflow_set_json(blue.get(), "1.a", nullptr, e); }},
        {"get_json address", [&](auto e) { return divan_workflow_get_json(blue.get(), nullptr, &json, e); }},
        {"get_json place", [&](auto e) { return divan_workflow_get_json(blue.get(), "1.a", nullptr, e); }},
        {"attach_file path",
         [&](auto e) { return divan_workflow_attach_file(blue.get(), "1.a", nullptr, e); }},
        {"attach_bytes",
         [&](auto e) { return divan_workflow_attach_bytes(blue.get(), "1.a", nullptr, 1, "a", e); }},
        {"attach no bytes",
         [&](auto e) { return divan_workflow_attach_bytes(blue.get(), "1.a", "a", 0, "a", e); }},
        {"output alias", [&](auto e) { return divan_workflow_declare_output(blue.get(), nullptr, "2", e); }},
        {"output node", [&](auto e) { return divan_workflow_declare_output(blue.get(), "a", nullptr, e); }},
        {"bypass node", [&](auto e) { return divan_workflow_bypass(blue.get(), nullptr, 1, e); }},
    });
}

TEST(CMisuse, ANullClientOrRunOrResultIsAnError) {
    const Workflow blue = parse(kBlue);
    auto client_options = divan_client_defaults();
    divan_client* client = nullptr;
    divan_engine* engine = nullptr;
    divan_run* run = nullptr;
    divan_result* result = nullptr;
    divan_saved* saved = nullptr;
    char* reply = nullptr;
    auto file = divan_file_new();
    auto saved_file = divan_saved_file_new();
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    expect_refused({
        {"engine place", [](auto e) { return divan_engine_start(nullptr, nullptr, e); }},
        {"new place", [&](auto e) { return divan_client_new(&client_options, nullptr, e); }},
        {"new without options", [&](auto e) { return divan_client_new(nullptr, &client, e); }},
        {"new without server", [&](auto e) { return divan_client_new(&client_options, &client, e); }},
        {"connect", [](auto e) { return divan_client_connect(nullptr, 1, e); }},
        {"request",
         [&](auto e) {
             return divan_client_request(nullptr, "GET", "/", nullptr, 1, nullptr, &reply, nullptr, e);
         }},
        {"close", [](auto e) { return divan_client_close(nullptr, e); }},
        {"start", [&](auto e) { return divan_run_start(nullptr, blue.get(), nullptr, &run, e); }},
        {"attach", [&](auto e) { return divan_run_attach(nullptr, "id", nullptr, &run, e); }},
        {"blocking", [&](auto e) { return divan_run_blocking(nullptr, blue.get(), nullptr, &result, e); }},
        {"poll", [](auto e) { return divan_run_poll(nullptr, nullptr, e); }},
        {"wait", [](auto e) { return divan_run_wait(nullptr, 1, e); }},
        {"result", [&](auto e) { return divan_run_result(nullptr, &result, e); }},
        {"cancel", [](auto e) { return divan_run_cancel(nullptr, e); }},
        {"file", [&](auto e) { return divan_result_file(nullptr, 0, &file, e); }},
        {"read", [&](auto e) { return divan_result_read_file(nullptr, 0, 1, &bytes, &size, e); }},
        {"save", [&](auto e) { return divan_result_save(nullptr, nullptr, &saved, e); }},
        {"saved", [&](auto e) { return divan_saved_get(nullptr, 0, &saved_file, e); }},
    });
    EXPECT_EQ(engine, nullptr);
}

TEST(CMisuse, FunctionsWithoutACodeAnswerNull) {
    EXPECT_EQ(divan_engine_url(nullptr), nullptr);
    EXPECT_EQ(divan_run_prompt_id(nullptr), nullptr);
    EXPECT_EQ(divan_result_json(nullptr), nullptr);
    EXPECT_EQ(divan_result_file_count(nullptr), 0U);
    EXPECT_EQ(divan_saved_count(nullptr), 0U);
}

TEST(CMisuse, NullCanBeFreed) {
    divan_engine_free(nullptr);
    divan_workflow_free(nullptr);
    divan_client_free(nullptr);
    divan_run_free(nullptr);
    divan_result_free(nullptr);
    divan_saved_free(nullptr);
}

TEST(CMisuse, AHandleOfAnotherKindIsAnErrorAndIsNotFreed) {
    const Workflow blue = parse(kBlue);
    auto* no_client = reinterpret_cast<divan_client*>(blue.get());
    auto* no_run = reinterpret_cast<divan_run*>(blue.get());
    expect_refused({
        {"client", [&](auto e) { return divan_client_connect(no_client, 1, e); }},
        {"run", [&](auto e) { return divan_run_poll(no_run, nullptr, e); }},
    });
    divan_client_free(no_client);
    divan_run_free(no_run);
    EXPECT_EQ(divan_run_prompt_id(no_run), nullptr);
    EXPECT_EQ(divan_workflow_set_int(blue.get(), "1.width", 8, nullptr), DIVAN_OK)
        << "it is still a workflow";
}

TEST(CMisuse, TextThatIsNoUtf8IsAnError) {
    const Workflow blue = parse(kBlue);
    Error error;
    EXPECT_EQ(divan_workflow_set_text(blue.get(), "1.width", "caf\xe9", error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(error.fact("byte"), "3");
    EXPECT_EQ(divan_workflow_set_text(blue.get(), "\xff", "x", error), DIVAN_INVALID_ARGUMENT);
    EXPECT_EQ(divan_workflow_set_text(blue.get(), "2.filename_prefix", "caf\xc3\xa9", error), DIVAN_OK)
        << error;
}

TEST(COptions, AStructWithoutItsSizeIsAnError) {
    divan_client_options options{};
    options.server = "127.0.0.1:1";
    divan_client* client = nullptr;
    Error error;
    EXPECT_EQ(divan_client_new(&options, &client, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_THAT(error.hint(), testing::HasSubstr("defaults"));
}

TEST(COptions, AProgramOfAnOlderHeaderGoesOnWorking) {
    struct Older {
        std::size_t struct_size;
        const char* server;
        const char* junk_behind_it;
    } older{offsetof(divan_client_options, user), "127.0.0.1:1", "not read"};
    divan_client* client = nullptr;
    Error error;
    EXPECT_EQ(divan_client_new(reinterpret_cast<divan_client_options*>(&older), &client, error), DIVAN_OK)
        << error;
    divan_client_free(client);
}

TEST(COptions, AProgramOfANewerHeaderWorksUnlessItUsesWhatWeLack) {
    struct Newer {
        divan_client_options options = divan_client_defaults();
        std::uint64_t feature = 0;
    } newer;
    newer.options.struct_size = sizeof newer;
    newer.options.server = "127.0.0.1:1";
    divan_client* client = nullptr;
    Error error;
    EXPECT_EQ(divan_client_new(&newer.options, &client, error), DIVAN_OK) << error;
    divan_client_free(client);
    newer.feature = 1;
    EXPECT_EQ(divan_client_new(&newer.options, &client, error), DIVAN_INVALID_ARGUMENT);
    EXPECT_THAT(error.hint(), testing::HasSubstr("newer"));
}

TEST_F(CApi, ASmallerStructToFillIsFilledAsFarAsItGoes) {
    serve();
    const RunHandle run = start(kBlue);
    ASSERT_EQ(divan_run_wait(run.get(), 60'000, error), DIVAN_OK) << error;
    struct Older {
        divan_run_status status{};
        std::uint64_t behind = 7;
    } older;
    older.status.struct_size = offsetof(divan_run_status, fraction);
    older.status.fraction = -1;
    EXPECT_EQ(divan_run_poll(run.get(), &older.status, error), DIVAN_OK) << error;
    EXPECT_EQ(older.status.state, DIVAN_RUN_FINISHED);
    EXPECT_EQ(older.status.fraction, -1);
    older.status.struct_size = sizeof older;
    EXPECT_EQ(divan_run_poll(run.get(), &older.status, error), DIVAN_OK) << error;
    EXPECT_EQ(older.status.fraction, 1);
    EXPECT_EQ(older.behind, 7U);
    older.status.struct_size = 0;
    EXPECT_EQ(divan_run_poll(run.get(), &older.status, error), DIVAN_INVALID_ARGUMENT);
}

}  // namespace
}  // namespace divan::capi_test
