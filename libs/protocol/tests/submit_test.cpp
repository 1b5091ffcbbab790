#include <gtest/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/protocol/submit.hpp>

namespace divan::protocol {
namespace {

json::Value written(const SubmitRequest& request) { return json::parse(write(request)).value(); }

TEST(SubmitRequest, SendsTheGraphAsItIs) {
    SubmitRequest request{
        R"({"3":{"class_type":"KSampler","inputs":{"seed":18446744073709551615,"cfg":7.50}}})"};
    EXPECT_EQ(write(request), R"({"prompt":)" + request.graph + "}");
}

TEST(SubmitRequest, CarriesIdsTargetsAndExtraData) {
    SubmitRequest request{"{}"};
    request.client = ClientId{"c-1"};
    request.prompt_id = PromptId{"p-1"};
    request.extra_data["api_key_comfy_org"] = "key";
    request.targets = {NodeId{"9"}};
    EXPECT_EQ(json::write(written(request)),
              R"({"prompt":{},"client_id":"c-1","prompt_id":"p-1","extra_data":{"api_key_comfy_org":"key"},)"
              R"("partial_execution_targets":["9"]})");
}

TEST(SubmitRequest, LeavesOutWhatComfyUiWouldStumbleOver) {
    const json::Value body = written(SubmitRequest{"{}"});
    for (const char* key :
         {"extra_data", "number", "front", "client_id", "prompt_id", "partial_execution_targets"})
        EXPECT_EQ(json::find(body, key), nullptr) << key;
}

TEST(SubmitRequest, ANumberWinsOverTheFront) {
    SubmitRequest request{"{}"};
    request.front = true;
    request.number = -1.5;
    EXPECT_EQ(json::find(written(request), "front"), nullptr);
    EXPECT_EQ(json::to_double(*json::find(written(request), "number")), -1.5);
}

TEST(SubmitReply, TellsIdAndNumber) {
    const auto reply = parse_submit_reply(R"({"prompt_id": "650082cf", "number": 15, "node_errors": {}})");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->prompt, PromptId{"650082cf"});
    EXPECT_EQ(json::to_int64(reply->number), 15);
    EXPECT_TRUE(reply->node_errors.empty());
}

constexpr std::string_view kPartly =
    R"({"prompt_id": "f1d8", "number": 27, "node_errors": {"20": {"errors": [{"type": "required_input_missing",)"
    R"( "message": "Required input is missing", "details": "images", "extra_info": {"input_name": "images"}}],)"
    R"( "dependent_outputs": ["20"], "class_type": "PreviewImage"}}})";

TEST(SubmitReply, WithNodeErrorsReadsAsARejection) {
    const auto reply = parse_submit_reply(kPartly);
    ASSERT_TRUE(reply);
    const Error error = to_error(*reply);
    EXPECT_EQ(error.code, Errc::prompt_rejected);
    EXPECT_EQ(error.fact("node"), "20");
    EXPECT_EQ(error.fact("node_class"), "PreviewImage");
    EXPECT_EQ(error.fact("input"), "images");
}

TEST(SubmitReply, WithoutAPromptIdIsMalformed) {
    for (const char* body : {"{}", "[]", "", "ok", R"({"prompt_id":null})"}) {
        const auto reply = parse_submit_reply(body);
        ASSERT_FALSE(reply) << body;
        EXPECT_EQ(reply.error().code, Errc::malformed_reply);
    }
}

constexpr std::string_view kRejected =
    R"({"error": {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": "",)"
    R"( "extra_info": {}}, "node_errors": {"1": {"errors": [{"type": "value_smaller_than_min", "message":)"
    R"( "Value 0 smaller than min of 1", "details": "steps", "extra_info": {"input_name": "steps", "received_value": NaN}}],)"
    R"( "dependent_outputs": ["9"], "class_type": "KSampler"}}})";

TEST(Rejection, NamesNodeClassInputAndReason) {
    const auto rejection = parse_rejection(kRejected);
    ASSERT_TRUE(rejection);
    const Error error = to_error(*rejection);
    EXPECT_EQ(error.fact("node"), "1");
    EXPECT_EQ(error.fact("node_class"), "KSampler");
    EXPECT_EQ(error.fact("input"), "steps");
    EXPECT_EQ(error.fact("reason"), "value_smaller_than_min");
    EXPECT_EQ(error.server_text, "Value 0 smaller than min of 1: steps");
}

TEST(Rejection, IsWrittenAsItWasRead) {
    const auto rejection = parse_rejection(kRejected);
    ASSERT_TRUE(rejection);
    EXPECT_EQ(json::write_python(to_json(*rejection)), kRejected);
}

TEST(Rejection, OfANewerServerIsUnderstood) {
    const auto rejection = parse_rejection(
        R"({"error": {"type": "missing_node_type", "message": "Node 'Fancy' not found.", "details": "Node ID '#4'",)"
        R"( "extra_info": {"node_id": "4", "class_type": "Fancy", "node_title": "Fancy"}}, "node_errors": []})");
    ASSERT_TRUE(rejection);
    EXPECT_EQ(to_error(*rejection).fact("error_type"), "missing_node_type");
    EXPECT_FALSE(to_error(*rejection).hint.empty());
}

TEST(Rejection, OfACycleHintsAtOne) {
    const auto rejection = parse_rejection(
        R"({"error": {"type": "prompt_outputs_failed_validation", "message": "Prompt outputs failed validation", "details": ""}, "node_errors": {}})");
    ASSERT_TRUE(rejection);
    EXPECT_NE(to_error(*rejection).hint.find("cycle"), std::string::npos);
}

TEST(Rejection, WithATextAsErrorKeepsTheText) {
    const auto rejection = parse_rejection(R"({"error": "Duplicate username."})");
    ASSERT_TRUE(rejection);
    EXPECT_EQ(rejection->message, "Duplicate username.");
}

TEST(Rejection, WithoutAnErrorIsMalformed) { EXPECT_FALSE(parse_rejection("{}")); }

}  // namespace
}  // namespace divan::protocol
