#include <gtest/gtest.h>

#include <divan/client/submit.hpp>

#include "support/run_fixture.hpp"

namespace divan {
namespace {

Errc code_of_reply(int status) { return read_submit_reply(net::HttpReply{status, "<html>"}).error().code; }

TEST(SubmitReply, IsInDoubtWhereThePromptMayHaveBeenQueued) {
    for (const int status : {200, 500, 502, 504}) EXPECT_EQ(code_of_reply(status), Errc::in_doubt) << status;
}

TEST(SubmitReply, OfSomebodyWhoIsNoComfyUiEndsTheRunAtOnce) {
    for (const int status : {404, 405, 501, 503, 505})
        EXPECT_EQ(code_of_reply(status), Errc::unexpected_status) << status;
}

TEST_F(RunTest, AsksTheServerInsteadOfSendingAgainWhenTheReplyIsLost) {
    FakeScript script;
    script.lose_submit_reply = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, RunsOnWhenTheServerAnswers500ThoughItQueuedThePrompt) {
    FakeScript script;
    script.fail_submit = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, RunsOnWhenTheAnswerToThePromptIsGarbage) {
    FakeScript script;
    script.answer_garbage = true;
    serve(script);
    EXPECT_TRUE(finish());
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, SendsAgainOnceThePromptIsProvedAbsent) {
    FakeScript script;
    script.lose_submit = true;
    serve(script);
    const auto result = finish();
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(server->bodies.size(), 2U);
    EXPECT_EQ(server->submitted.size(), 1U);
}

TEST_F(RunTest, ARejectionNamesTheNode) {
    FakeScript script;
    script.rejection =
        R"({"error": {"type": "prompt_outputs_failed_validation", "message": "m", "details": "", "extra_info": {}}, "node_errors": {"9": {"errors": [{"type": "required_input_missing", "message": "Required input is missing", "details": "images", "extra_info": {"input_name": "images"}}], "dependent_outputs": ["9"], "class_type": "SaveImage"}}})";
    serve(script);
    const auto result = finish();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_rejected);
    EXPECT_EQ(result.error().fact("node"), "9");
    EXPECT_EQ(result.error().fact("node_class"), "SaveImage");
    EXPECT_EQ(result.error().fact("status"), "400");
}

TEST_F(RunTest, APartialAcceptanceIsRejectedAndTakenBack) {
    FakeScript script;
    script.execute = false;
    script.node_errors =
        R"({"20": {"errors": [], "dependent_outputs": ["20"], "class_type": "PreviewImage"}})";
    serve(script);
    const auto result = finish();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::prompt_rejected);
    EXPECT_TRUE(until([&] { return server->pending.empty(); }));
}

TEST_F(RunTest, APartialAcceptanceRunsOnWhenAllowed) {
    FakeScript script;
    script.node_errors =
        R"({"20": {"errors": [], "dependent_outputs": ["20"], "class_type": "PreviewImage"}})";
    serve(script);
    RunRequest request{red_fox()};
    request.allow_partial = true;
    const auto result = end_of(begin(std::move(request)));
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->node_errors.at(0).node, NodeId{"20"});
}

TEST_F(RunTest, NobodyListensAtThePort) {
    serve();
    const std::string url = server->url();
    server.reset();
    test::settle(io, 20ms);
    const auto result = finish();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::connect_failed);
}

}  // namespace
}  // namespace divan
