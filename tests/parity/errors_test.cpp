// Section 18 of the parity table: what a failure tells.
#include <divan/client/run_errors.hpp>
#include <divan/client/submit.hpp>
#include <divan/json/parse.hpp>
#include <divan/protocol/submit.hpp>

#include "run_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using parity::ParityRun;
using test::FakeScript;

class ParityErrors : public ParityRun {
protected:
    Error error_of(RunRequest request) {
        const auto result = finish(std::move(request));
        EXPECT_FALSE(result);
        return result ? Error{} : result.error();
    }
    /// How a run ends when the server refuses its prompt with this body.
    Error refused_with(std::string body) {
        FakeScript script;
        script.rejection = std::move(body);
        serve(std::move(script));
        return error_of(RunRequest{picture()});
    }
    static std::string reason(std::string_view body) { return refusal_reason(json::parse(body).value()); }
};

constexpr std::string_view kRefusal = R"({"error": {"type": "prompt_outputs_failed_validation",
  "message": "Prompt outputs failed validation", "details": "", "extra_info": {}},
 "node_errors": {"4": {"errors": [{"type": "value_not_in_list", "message": "Value not in list",
    "details": "ckpt_name: 'sdxl.safetensor' not in ['sdxl.safetensors']",
    "extra_info": {"input_name": "ckpt_name", "input_config": [["sdxl.safetensors", "other.ckpt"], {}],
                   "received_value": "sdxl.safetensor"}}],
  "dependent_outputs": ["9"], "class_type": "CheckpointLoaderSimple"}}})";

TEST_F(ParityErrors, Base) {
    const Error error = refused_with(std::string{kRefusal});
    EXPECT_EQ(static_cast<int>(error.code), 202);
    EXPECT_EQ(name(error.code), "prompt_rejected");
    EXPECT_EQ(error.fact("node"), "4");
    EXPECT_EQ(error.fact("node_class"), "CheckpointLoaderSimple");
    EXPECT_EQ(error.fact("input"), "ckpt_name");
    EXPECT_EQ(error.hint, "did you mean 'sdxl.safetensors'?");
    const std::string text = describe(error);
    for (const std::string_view part :
         {"error 202 prompt_rejected", "node 4", "Value not in list", "status=400"})
        EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST_F(ParityErrors, Codes) {
    const auto code = [](Errc errc) { return comfyui_node_code(Error{errc, ""}); };
    EXPECT_EQ(code(Errc::prompt_lost), "E_WENT_MISSING");
    EXPECT_EQ(code(Errc::failed_cache), "E_FAILED_CACHE");
    EXPECT_EQ(code(Errc::prompt_rejected), "E_ENQUEUE_FAILED");
    EXPECT_EQ(code(Errc::connection_lost), "E_DISCONNECTED");
    EXPECT_EQ(code(Errc::result_missing), "E_EXECUTION_FAILED");
    EXPECT_EQ(comfyui_node_code(Error{Errc::execution_failed, ""}.with("exception", "ValueError")),
              "E_CUSTOM_EVENT");
    EXPECT_EQ(code(Errc::interrupted), "E_EXECUTION_INTERRUPTED");
    EXPECT_EQ(code(Errc::unknown_node), "E_MISSING_NODE");
    EXPECT_EQ(code(Errc::no_server_fits), "E_WORKFLOW_NOT_SUPPORTED");
    EXPECT_EQ(code(Errc::timeout), "") << "the peer has none for it";
    const Error unsent =
        Error{Errc::connect_failed, ""}.with("method", "POST").with("url", "http://h:1/prompt");
    EXPECT_EQ(comfyui_node_code(unsent), "E_ENQUEUE_FAILED");
}

TEST_F(ParityErrors, CodesNeverChangeTheirNumbers) {
    const std::pair<Errc, int> fixed[] = {
        {Errc::connect_failed, 101},     {Errc::timeout, 102},           {Errc::cancelled, 103},
        {Errc::in_doubt, 104},           {Errc::io_failed, 105},         {Errc::connection_lost, 106},
        {Errc::address_refused, 107},    {Errc::malformed_reply, 201},   {Errc::prompt_rejected, 202},
        {Errc::execution_failed, 203},   {Errc::interrupted, 204},       {Errc::prompt_lost, 205},
        {Errc::result_missing, 206},     {Errc::unexpected_status, 207}, {Errc::unauthorized, 208},
        {Errc::not_supported, 209},      {Errc::failed_cache, 210},      {Errc::no_server_fits, 301},
        {Errc::malformed_workflow, 401}, {Errc::unknown_node, 402},      {Errc::malformed_json, 403},
        {Errc::unknown_input, 404},      {Errc::invalid_argument, 405},  {Errc::unsafe_path, 406}};
    for (const auto& [code, number] : fixed) EXPECT_EQ(static_cast<int>(code), number) << name(code);
}

TEST_F(ParityErrors, EnqueueFailedError) {
    const EnqueueDiagnostics found = enqueue_diagnostics(refused_with(std::string{kRefusal}));
    EXPECT_EQ(found.status, 400);
    EXPECT_EQ(found.status_text, "Bad Request");
    EXPECT_EQ(found.url, server->url() + "/prompt");
    EXPECT_EQ(found.method, "POST");
    ASSERT_TRUE(found.body);
    EXPECT_EQ(*found.body, json::parse(kRefusal).value());
    EXPECT_EQ(found.snippet, kRefusal.substr(0, 500));
    EXPECT_EQ(
        found.reason,
        "Prompt outputs failed validation; node 4 (CheckpointLoaderSimple): Value not in list: ckpt_name: "
        "'sdxl.safetensor' not in ['sdxl.safetensors']");
}

TEST_F(ParityErrors, EnqueueFailedErrorWithoutAJsonBody) {
    std::string body;
    for (int count = 0; count < 400; ++count) body += "ü";
    body += std::string(400, 'x');
    const EnqueueDiagnostics found = enqueue_diagnostics(refused_with(body));
    EXPECT_FALSE(found.body);
    EXPECT_EQ(found.snippet, body.substr(0, 900)) << "500 characters, not bytes";
    EXPECT_EQ(found.reason, found.snippet);
}

TEST_F(ParityErrors, EnqueueFailedErrorOfOtherStatuses) {
    serve(FakeScript{});
    server->refusal = 429;
    const Error busy = error_of(RunRequest{picture()});
    EXPECT_EQ(enqueue_diagnostics(busy).status, 429);
    EXPECT_EQ(enqueue_diagnostics(busy).status_text, "Too Many Requests");
    EXPECT_EQ(comfyui_node_code(busy), "E_ENQUEUE_FAILED");
    server->refusal = 401;
    EXPECT_EQ(error_of(RunRequest{picture()}).code, Errc::unauthorized);
    ConnectionConfig nobody = parse_server_address("127.0.0.1:9").value();
    connect(std::move(nobody));
    const Error unsent = error_of(RunRequest{picture()});
    EXPECT_EQ(enqueue_diagnostics(unsent).status, 0);
    EXPECT_EQ(enqueue_diagnostics(unsent).url, "http://127.0.0.1:9/prompt");
    EXPECT_FALSE(enqueue_diagnostics(unsent).reason.empty());
}

TEST_F(ParityErrors, Reason) {
    EXPECT_EQ(reason(R"({"error": "no room"})"), "no room");
    EXPECT_EQ(reason(R"({"message": "m", "detail": "d"})"), "m");
    EXPECT_EQ(reason(R"({"detail": "d"})"), "d");
    EXPECT_EQ(reason(R"({"errors": ["first", "second"]})"), "first");
    EXPECT_EQ(reason(R"({"errors": [{"message": "inner"}]})"), "inner");
    EXPECT_EQ(reason(R"({"errors": [{"error": "inner"}]})"), "inner");
    EXPECT_EQ(reason(R"({"errors": [{"x": ")" + std::string(300, 'y') + R"("}]})").size(), 200U);
    EXPECT_EQ(reason(R"({"error": {"type": "t", "message": "Cannot execute", "details": "Node 7"}})"),
              "Cannot execute: Node 7");
    EXPECT_EQ(reason(R"({"error": {"type": "t"}, "message": "outer"})"), "outer");
    for (const std::string_view nothing :
         {"{}", "[]", "null", "7", R"({"error": null})", R"({"errors": []})"})
        EXPECT_EQ(reason(nothing), "") << nothing;
}

TEST_F(ParityErrors, CustomEventError) {
    const Error error = error_of(RunRequest{raising()});
    EXPECT_EQ(error.code, Errc::execution_failed);
    EXPECT_EQ(comfyui_node_code(error), "E_CUSTOM_EVENT");
    const std::string text = describe(error);
    for (const std::string_view part : {"ValueError", "the trap closed", "node 2", "TrapRaise"})
        EXPECT_NE(text.find(part), std::string::npos) << text;
    const auto event = execution_error_of(error);
    ASSERT_TRUE(event) << "the event is the cause";
    EXPECT_EQ(event->node, NodeId{"2"});
    EXPECT_EQ(event->node_type, "TrapRaise");
    EXPECT_FALSE(event->traceback.empty());
    EXPECT_FALSE(event->current_inputs.is_null());
}

TEST_F(ParityErrors, CustomEventErrorOfALargeEventKeepsItsNames) {
    serve_by_hand();
    const divan::Run run = begin_by_hand();
    protocol::ExecutionError raised;
    raised.node = NodeId{"9"};
    raised.exception_type = "ValueError";
    json::Object inputs;
    inputs["text"] = std::string(200'000, 'x');
    raised.current_inputs = std::move(inputs);
    server->start(run.prompt_id().str());
    server->fail_with(run.prompt_id().str(), raised);
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_LE(result.error().server_body.size(), 65'536U);
    EXPECT_EQ(execution_error_of(result.error())->exception_type, "ValueError");
}

TEST_F(ParityErrors, ExecutionInterruptedError) {
    const divan::Run run = begin(RunRequest{sleeper(30, 60)});
    ASSERT_TRUE(until([&] { return run.progress().max > 0; }));
    net::HttpRequest stop{"POST", "/interrupt", "{}"};
    ASSERT_TRUE(wait(fetch_api(*connection, std::move(stop), soon())));
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::interrupted) << "by somebody else";
    EXPECT_EQ(comfyui_node_code(result.error()), "E_EXECUTION_INTERRUPTED");
}

TEST_F(ParityErrors, MissingNodeError) {
    Workflow workflow = picture();
    ASSERT_TRUE(workflow.add_node(NodeId{"5"}, "NoSuchClass"));
    ASSERT_TRUE(workflow.bypass("5"));
    const Error error = error_of(RunRequest{workflow});
    EXPECT_EQ(error.code, Errc::unknown_node);
    EXPECT_EQ(comfyui_node_code(error), "E_MISSING_NODE");
    EXPECT_NE(error.message.find("NoSuchClass"), std::string::npos);
    EXPECT_NE(error.message.find("'5'"), std::string::npos);
}

TEST_F(ParityErrors, DisconnectedError) {
    serve_by_hand();
    RunRequest request{picture()};
    request.limits.refused = 300ms;
    const divan::Run run = begin_by_hand(std::move(request));
    server.reset();
    const auto result = end_of(run);
    ASSERT_FALSE(result);
    EXPECT_EQ(comfyui_node_code(result.error()), "E_DISCONNECTED") << describe(result.error());
    EXPECT_EQ(result.error().fact("prompt_id"), run.prompt_id().str());
}

TEST_F(ParityErrors, Export) {
    // What a program needs of a failure is in three public headers, and in one type.
    const Error error{Errc::prompt_rejected, "message", "hint", "server text"};
    EXPECT_EQ(error, Error(error));
    EXPECT_NE(comfyui_node_code(error), "");
    EXPECT_FALSE(execution_error_of(error));
    EXPECT_EQ(enqueue_diagnostics(error).reason, "message");
}

}  // namespace
}  // namespace divan
