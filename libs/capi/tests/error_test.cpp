#include <fstream>
#include <regex>
#include <sstream>

#include <divan/base/error.hpp>

#include "support/c_api.hpp"

namespace divan::capi_test {
namespace {

std::map<int, std::string> codes_of_the_header() {
    std::ifstream in{DIVAN_SOURCE_DIR "/libs/capi/include/divan/capi/divan.h"};
    std::stringstream text;
    text << in.rdbuf();
    const std::string header = text.str();
    const std::regex form{R"(DIVAN_([A-Z_]+) = (\d{3})\b)"};
    std::map<int, std::string> codes;
    for (std::sregex_iterator at{header.begin(), header.end(), form}, end; at != end; ++at) {
        std::string name = (*at)[1];
        for (char& c : name) c = static_cast<char>(std::tolower(c));
        codes[std::stoi((*at)[2])] = name;
    }
    return codes;
}

TEST(CError, TheHeaderHasEveryCodeUnderItsNumberAndName) {
    const auto codes = codes_of_the_header();
    ASSERT_GT(codes.size(), 20U);
    for (int code = 1; code < 900; ++code) {
        const std::string_view known = divan::name(static_cast<Errc>(code));
        const auto found = codes.find(code);
        EXPECT_EQ(known, found == codes.end() ? "unknown" : found->second)
            << "code " << code << ": base/error.hpp and divan.h differ";
    }
    for (const auto& [code, name] : codes) EXPECT_EQ(divan_code_name(code), name);
}

TEST(CError, NamesOfNumbersThatAreNoCodes) {
    EXPECT_STREQ(divan_code_name(DIVAN_OK), "ok");
    for (const divan_code code : {-1, 1, 999, 65'536 + 101, INT32_MIN, INT32_MAX})
        EXPECT_STREQ(divan_code_name(code), "unknown") << code;
}

TEST(CError, TellsEverythingThatAnErrorHas) {
    divan_workflow* workflow = nullptr;
    Error error;
    EXPECT_EQ(divan_workflow_parse("{\n  \"1\": oops}", &workflow, error), DIVAN_MALFORMED_JSON);
    EXPECT_EQ(workflow, nullptr);
    EXPECT_EQ(error.code(), DIVAN_MALFORMED_JSON);
    EXPECT_FALSE(error.message().empty());
    EXPECT_EQ(error.fact("line"), "2");
    EXPECT_EQ(error.fact("no such fact"), "");
    const std::size_t facts = divan_error_fact_count(error.get());
    ASSERT_GE(facts, 2U);
    EXPECT_STREQ(divan_error_fact_name(error.get(), 0), "line");
    EXPECT_STREQ(divan_error_fact_value(error.get(), 0), "2");
    EXPECT_EQ(divan_error_fact_name(error.get(), facts), nullptr);
    EXPECT_EQ(divan_error_fact_value(error.get(), facts), nullptr);
    EXPECT_THAT(divan_error_describe(error.get()), testing::StartsWith("error 403 malformed_json: "));
}

TEST(CError, NobodyNeedsToWantTheError) {
    EXPECT_EQ(divan_workflow_parse("{", nullptr, nullptr), DIVAN_INVALID_ARGUMENT);
    divan_workflow* workflow = nullptr;
    EXPECT_EQ(divan_workflow_parse("{", &workflow, nullptr), DIVAN_MALFORMED_JSON);
}

TEST(CError, SuccessSetsTheErrorToNull) {
    auto* stale = reinterpret_cast<divan_error*>(std::uintptr_t{8});
    divan_workflow* workflow = nullptr;
    EXPECT_EQ(divan_workflow_parse("{}", &workflow, &stale), DIVAN_OK);
    EXPECT_EQ(stale, nullptr);
    divan_workflow_free(workflow);
}

TEST(CError, NullIsAnErrorWithoutContent) {
    EXPECT_EQ(divan_error_code(nullptr), DIVAN_OK);
    for (auto* text : {divan_error_message, divan_error_hint, divan_error_server_text, divan_error_describe})
        EXPECT_STREQ(text(nullptr), "");
    EXPECT_EQ(divan_error_fact(nullptr, "node"), nullptr);
    EXPECT_EQ(divan_error_fact_count(nullptr), 0U);
    divan_error_free(nullptr);
    divan_free(nullptr);
}

TEST_F(CApi, TheServersWordsAreKeptApartFromOurs) {
    serve("[[fault]]\nnode = \"EmptyImage\"\ndo = \"raise\"\ntext = \"made up\"\n");
    divan_result* result = nullptr;
    EXPECT_EQ(divan_run_blocking(client.get(), parse(kBlue).get(), nullptr, &result, error),
              DIVAN_EXECUTION_FAILED);
    EXPECT_EQ(result, nullptr);
    EXPECT_THAT(divan_error_server_text(error.get()), testing::HasSubstr("made up"));
    EXPECT_EQ(error.fact("node"), "1");
    EXPECT_EQ(error.fact("node_class"), "EmptyImage");
}

}  // namespace
}  // namespace divan::capi_test
