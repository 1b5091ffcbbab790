// Sections 1, 18, 22 and 23 of the parity table, as far as they are about plain requests.
#include <divan/client/capabilities.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/client/model_switch.hpp>
#include <divan/client/raw_request.hpp>
#include <divan/client/settings.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/client/users.hpp>
#include <divan/client/view.hpp>
#include <divan/json/parse.hpp>

#include "namespaces_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

using ParityPlainRequests = parity::ParityNamespaces;

TEST_F(ParityPlainRequests, Ping) {
    EXPECT_GE(value_of(ping(*connection, soon())).count(), 0);
    connect(parse_server_address("127.0.0.1:1").value());
    EXPECT_EQ(error_of(ping(*connection, within(5s))).code, Errc::connect_failed);
}

TEST_F(ParityPlainRequests, PollStatus) {
    EXPECT_EQ(value_of(poll_status(*connection, soon())), 0);
    recorder();
    server->empty("GET /prompt", 503);
    EXPECT_EQ(error_of(poll_status(recorder(), soon())).fact("status"), "503");
    server->fall_silent();
    EXPECT_EQ(error_of(poll_status(recorder(), within(50ms))).code, Errc::timeout);
}

TEST_F(ParityPlainRequests, GetQueueAndValidateConnection) {
    const auto running = start_slow();
    const auto read = value_of(queue(*connection, soon()));
    EXPECT_EQ(read.running.at(0).id, running);
    EXPECT_EQ(read.running.at(0).outputs, (std::vector<NodeId>{NodeId{"9"}}));
    EXPECT_NE(json::find(read.running.at(0).prompt, "3"), nullptr);
    EXPECT_TRUE(json::is_number(read.running.at(0).number));
    value_of(interrupt(*connection, running, soon()));
}

TEST_F(ParityPlainRequests, HostForms) {
    const std::string port = engine->url().substr(engine->url().rfind(':'));
    for (const std::string& address :
         {"127.0.0.1" + port, "http://127.0.0.1" + port + "/", "http://localhost" + port}) {
        connect(parse_server_address(address).value());
        EXPECT_TRUE(wait(ping(*connection, soon()))) << address;
    }
    recorder();
    recorded_connection = std::make_unique<Connection>(
        io.get_executor(), parse_server_address(server->url() + "/prefix/").value());
    server->answer("GET /prefix/users", "{}");
    EXPECT_TRUE(wait(users::list(recorder(), soon())));
    for (const char* address : {"", "http://", "ftp://x", "http://x:99999"})
        EXPECT_EQ(parse_server_address(address).error().code, Errc::invalid_argument) << address;
}

TEST_F(ParityPlainRequests, CredentialTest) {
    recorder();
    server->answer("GET /prompt", R"({"exec_info": {"queue_remaining": 0}})");
    server->empty("GET /prompt", 401);
    EXPECT_TRUE(wait(poll_status(recorder(), soon())));
    EXPECT_EQ(error_of(poll_status(recorder(), soon())).code, Errc::unauthorized);
    connect(parse_server_address("127.0.0.1:1").value());
    EXPECT_EQ(error_of(poll_status(*connection, soon())).code, Errc::connect_failed);
}

TEST_F(ParityPlainRequests, FetchApi) {
    net::HttpRequest request{"POST", "/queue", "{}", "application/json"};
    EXPECT_EQ(value_of(fetch_api(*connection, std::move(request), soon())).status, 200);
    recorder();
    net::HttpRequest raw{"PUT", "/x", "{}", "application/json"};
    raw.headers.set("X-Mine", "kept");
    EXPECT_EQ(value_of(fetch_api(recorder(), std::move(raw), soon())).status, 405);
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
    EXPECT_EQ(server->last().header("X-Mine"), "kept");
}

TEST_F(ParityPlainRequests, ApiUrl) { EXPECT_EQ(api_url(*connection, "/queue"), engine->url() + "/queue"); }

TEST_F(ParityPlainRequests, OsType) {
    const std::string os = value_of(system_stats(*connection, soon())).os;
    EXPECT_EQ(os, "posix");
}

TEST_F(ParityPlainRequests, EnqueueFailedError) {
    recorder();
    const std::string body =
        R"({"error": {"type": "prompt_no_outputs", "message": "Prompt has no outputs", "details": "d", "extra_info": {}},)"
        R"( "node_errors": {"3": {"class_type": "KSampler", "dependent_outputs": ["9"], "errors": [{"type": "required_input_missing",)"
        R"( "message": "Required input is missing", "details": "model", "extra_info": {"input_name": "model"}}]}}})";
    server->answer("POST /prompt", body, 400);
    protocol::SubmitRequest request{"{}"};
    const Error error = error_of(submit(recorder(), std::move(request), soon()));
    EXPECT_EQ(error.fact("status"), "400");
    EXPECT_EQ(error.fact("url"), server->url() + "/prompt");
    EXPECT_EQ(error.fact("method"), "POST");
    EXPECT_EQ(error.fact("node"), "3");
    EXPECT_EQ(error.fact("input"), "model");
    EXPECT_NE(error.message.find("model"), std::string::npos) << error.message;
}

TEST_F(ParityPlainRequests, Defect27IntegersAreExact) {
    const std::uint64_t seed = 18446744073709551615ULL;
    json::Object values;
    values["seed"] = seed;
    value_of(settings::store_all(*connection, std::move(values), soon()));
    EXPECT_EQ(json::to_uint64(value_of(settings::get(*connection, "seed", soon()))), seed);
}

TEST_F(ParityPlainRequests, Defect28NaNIsAccepted) {
    recorder();
    server->answer("GET /history?max_items=1",
                   R"({"a": {"prompt": [0, "a", {"1": {"inputs": {"cfg": NaN}}}, {}, []], "outputs": {}}})");
    HistoryPage one;
    one.max_items = 1;
    EXPECT_EQ(value_of(history(recorder(), one, soon())).size(), 1U);
    server->answer("GET /object_info/X",
                   R"({"X": {"input": {"required": {"v": ["FLOAT", {"max": Infinity}]}}, "output": []}})");
    EXPECT_EQ(value_of(object_info(recorder(), "X", soon())).size(), 1U);
    server->answer("GET /settings/x", "NaN");
    EXPECT_TRUE(json::is_number(value_of(settings::get(recorder(), "x", soon()))));
}

TEST_F(ParityPlainRequests, Defect30TheServersNameOfAnUploadCounts) {
    uploaded("same.png", png(4, 4));
    EXPECT_EQ(uploaded("same.png", png(8, 8)).reference(), "same (1).png");
}

TEST_F(ParityPlainRequests, Defect31AFailedUploadIsAnErrorAndTheClientStaysUsable) {
    recorder();
    server->answer("POST /upload/image", "too large", 413, "text/plain");
    Upload upload{"a.png", "x"};
    const Error error = error_of(upload_image(recorder(), std::move(upload), soon()));
    EXPECT_EQ(error.fact("status"), "413");
    EXPECT_EQ(error.server_text, "too large");
    server->answer("GET /prompt", R"({"exec_info": {"queue_remaining": 0}})");
    EXPECT_TRUE(wait(ping(recorder(), soon())));
}

TEST_F(ParityPlainRequests, Defect42JsonIsSentAsJson) {
    recorder();
    for (const char* line : {"POST /queue", "POST /free", "POST /settings", "POST /interrupt"})
        server->empty(line, 200);
    value_of(clear_queue(recorder(), soon()));
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
    value_of(free_memory(recorder(), true, true, soon()));
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
    value_of(settings::store_all(recorder(), {}, soon()));
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
}

TEST_F(ParityPlainRequests, Defect48OpeningAsksNothingAndNoProbeAsksForAllNodes) {
    value_of(recorder().open(soon()));
    EXPECT_TRUE(server->requests.empty());
    Capabilities capabilities{recorder()};
    value_of(capabilities.report(soon()));
    for (const std::string& line : server->lines()) EXPECT_NE(line, "GET /object_info");
}

TEST_F(ParityPlainRequests, SwitchModelByParameter) {
    Workflow workflow = Workflow::parse(parity::slow_graph()).value();
    workflow = value_of(switch_model(*connection, workflow, {"checkpoints", "other.safetensors"}, soon()));
    EXPECT_EQ(json::text_of(*workflow.get(NodeId{"4"}, "ckpt_name")), "other.safetensors");
    const Error error =
        error_of(switch_model(*connection, workflow, {"checkpoints", "othr.safetensors"}, soon()));
    EXPECT_NE(error.hint.find("other.safetensors"), std::string::npos);
}

TEST_F(ParityPlainRequests, LoadModelExplicitly) {
    for (const ModelChoice& choice :
         {ModelChoice{"checkpoints", "other.safetensors"}, ModelChoice{"vae", "v.safetensors"}}) {
        const auto result = value_of(load_model(*connection, choice, soon()));
        EXPECT_FALSE(result.executed_nodes.empty()) << choice.folder;
    }
    EXPECT_EQ(engine->prompts_run(), 2U);
    EXPECT_EQ(error_of(load_model(*connection, {"loras", "tiny.safetensors"}, soon())).code,
              Errc::invalid_argument);
}

}  // namespace
}  // namespace divan
