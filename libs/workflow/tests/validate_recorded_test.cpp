#include <gtest/gtest.h>
#include <algorithm>
#include <map>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/python_text.hpp>
#include <divan/workflow/validate.hpp>

#include "support/fixtures.hpp"

namespace divan {
namespace {

/// ComfyUI visits inputs and outputs in a random order: errors are compared as sorted texts.
std::vector<std::string> error_texts(const json::Value& entry) {
    std::vector<std::string> texts;
    for (const auto& error : *json::array_of(*json::find(entry, "errors"))) {
        json::Value shown = error;
        shown.get_object()["extra_info"].get_object().erase("traceback");
        texts.push_back(json::write_python(shown));
    }
    std::sort(texts.begin(), texts.end());
    return texts;
}

std::vector<std::string> sorted_lines(const std::string& text) {
    auto lines = split(text, '\n');
    std::sort(lines.begin(), lines.end());
    return lines;
}

void expect_same_error(const json::Value& expected, const json::Value& error) {
    for (const char* key : {"type", "message"})
        EXPECT_EQ(json::text_or(error, key), json::text_or(expected, key));
    EXPECT_EQ(sorted_lines(json::text_or(error, "details")),
              sorted_lines(json::text_or(expected, "details")));
}

void expect_same_node_errors(const json::Object& expected, const json::Object& actual) {
    ASSERT_EQ(actual.size(), expected.size()) << json::write_python(json::Value(actual));
    for (const auto& member : expected) {
        const auto* entry = actual.if_contains(member.key());
        ASSERT_NE(entry, nullptr) << "no errors for node " << member.key();
        EXPECT_EQ(error_texts(*entry), error_texts(member.value()));
        EXPECT_EQ(json::text_or(*entry, "class_type"), json::text_or(member.value(), "class_type"));
        EXPECT_EQ(*json::find(*entry, "dependent_outputs"), *json::find(member.value(), "dependent_outputs"));
    }
}

struct RecordedCase : testing::TestWithParam<json::Value> {};

TEST_P(RecordedCase, IsJudgedAsTheRealServerDid) {
    const json::Value& recorded = GetParam();
    const auto status = json::to_int64(*json::find(recorded, "status"));
    const auto* body = json::find(recorded, "body");
    const auto sent = body ? *body : json::parse(json::text_or(recorded, "text"));
    if (!sent) {
        EXPECT_EQ(status, 500) << "ComfyUI answers 500 to what is no JSON";
        return;
    }
    ValidateOptions options;
    options.custom = test::recorded_validations;
    const auto verdict = validate_request(*sent, test::catalogue(), options);
    EXPECT_EQ(verdict.http_status, status);
    EXPECT_EQ(verdict.accepted, status == 200);
    const auto* error = json::find(recorded, "error");
    if (error) expect_same_error(*error, verdict.error);
    const auto* node_errors = json::find(recorded, "node_errors");
    if (node_errors) expect_same_node_errors(*json::object_of(*node_errors), verdict.node_errors);
}

std::vector<json::Value> recorded_cases() {
    const auto file = test::data_file("validation_cases.json");
    const auto& cases = *json::array_of(file);
    return {cases.begin(), cases.end()};
}

std::string case_name(const testing::TestParamInfo<json::Value>& info) {
    std::string name = json::text_or(info.param, "name");
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(Recorded, RecordedCase, testing::ValuesIn(recorded_cases()), case_name);

PythonResult<json::Value> refuse_by_n(const json::Object& arguments) {
    const auto* n = json::find(arguments, "n");
    const auto number = n ? json::to_double(*n) : std::nullopt;
    if (number == 7) return json::Value("seven");
    if (number == 8) return json::Value(false);
    if (number == 9) return python_raise("ValueError", "nine");
    return json::Value(true);
}

PythonResult<json::Value> refuse_by_n_with_kwargs(const json::Object& arguments) {
    const auto* n = json::find(arguments, "n");
    const auto number = n ? json::to_double(*n) : std::nullopt;
    if (number == 7) return json::Value("kw seven");
    return number == 8 ? json::Value(nullptr) : json::Value(true);
}

PythonResult<json::Value> refuse_by_type(const json::Object& arguments) {
    const auto* type = json::find(arguments.at("input_types"), "x");
    if (!type || json::text_of(*type) == "INT") return json::Value(true);
    return json::Value("no " + python_str(*type));
}

/// The VALIDATE_INPUTS of the classes in validation_samples.json.
const CustomValidation* sample_validations(std::string_view class_type) {
    static const auto kAll = [] {
        std::map<std::string_view, CustomValidation> all;
        all["Val"].inputs = {"n", "mode"};
        all["Val"].run = refuse_by_n;
        all["ValKw"].every_input = true;
        all["ValKw"].run = refuse_by_n_with_kwargs;
        all["ValTypes"].takes_input_types = true;
        all["ValTypes"].run = refuse_by_type;
        return all;
    }();
    const auto found = kAll.find(class_type);
    return found == kAll.end() ? nullptr : &found->second;
}

json::Value as_result(PromptVerdict verdict) {
    json::Object result;
    result["status"] = verdict.http_status;
    if (verdict.http_status == 500) return result;
    result["error"] = std::move(verdict.error);
    auto& outputs = result["outputs"].emplace_array();
    for (const auto& output : verdict.outputs) outputs.emplace_back(output.str());
    for (auto& member : verdict.node_errors)
        for (auto& error : member.value().get_object()["errors"].get_array())
            error.get_object()["extra_info"].get_object().erase("traceback");
    result["node_errors"] = std::move(verdict.node_errors);
    if (verdict.accepted) result["prompt"] = std::move(verdict.prompt);
    return result;
}

// Random prompts over odd node classes, judged by ComfyUI 0.3.64's own code with its sets made ordered.
TEST(ValidationSamples, GetTheVerdictOfComfyUIsOwnCodeByteForByte) {
    const auto file = test::data_file("validation_samples.json");
    const auto classes = NodeCatalogue::from_json(*json::find(file, "object_info")).value();
    ValidateOptions options;
    options.custom = sample_validations;
    for (const auto& sample : *json::array_of(*json::find(file, "cases"))) {
        const auto& prompt = *json::find(sample, "prompt");
        options.partial_execution_targets = *json::find(sample, "targets");
        EXPECT_EQ(json::write_python(as_result(validate_prompt(prompt, classes, options))),
                  json::write_python(*json::find(sample, "result")))
            << json::write_python(prompt);
    }
}

}  // namespace
}  // namespace divan
