// The snippets of docs/connection-stability.md and docs/errors.md, compiled and run.
#include <fstream>
#include <iostream>
#include <regex>

#include <divan/client/readiness.hpp>
#include <divan/client/run_errors.hpp>
#include <divan/json/write.hpp>

#include "parity_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using StabilityGuide = parity::EngineTest;

// clang-format off: the excerpts stand in the documents line by line.

ConnectionConfig patient() {
    ConnectionConfig config = parse_server_address("127.0.0.1:8188").value();
    config.reconnect.base = 500ms;        // the pause after the first failed attempt; it doubles from here …
    config.reconnect.cap = 10s;           // … up to here
    config.reconnect.max_attempts = 20;   // then it gives up; 0, the default, never does
    config.on_reconnection_failed = [](const Error& last) { std::cerr << describe(last) << '\n'; };
    return config;
}

asio::awaitable<Result<void>> open_by_hand(Connection& connection) {
    const Subscription watching = connection.on_lifecycle([](const LifecycleEvent& event) {
        std::cout << name(event.kind) << ", attempts: " << event.attempts << '\n';
        if (event.reason) std::cout << describe(*event.reason) << '\n';
    });
    const Subscription states = connection.on_state([](ConnectionState now) { std::cout << name(now) << '\n'; });

    ReadyPolicy policy;
    policy.retries = 30;                  // a server that is still starting up
    policy.pause = 500ms;
    auto facts = co_await ready(connection, policy, within(60s));
    if (!facts) co_return fail(facts.error());
    std::cout << facts->os << ", answered within " << facts->ping.count() << " ms\n";

    connection.reconnect();               // drops what there is and tries at once; begins anew after "failed"
    connection.abort_reconnect();         // no further attempt, until a socket is wanted again
    auto opened = co_await connection.open(within(5s));
    if (!opened) std::cerr << "not now, attempts go on: " << describe(opened.error()) << '\n';
    co_return opened;
}

asio::awaitable<Result<RunResult>> run_with_patience(Connection& connection, Workflow workflow, RunEvents events) {
    RunRequest request{workflow};
    request.limits.refused = 30s;         // a server that is restarted under us comes back within that
    request.limits.unreachable = 10min;   // and so does the network
    auto result = co_await run(connection, std::move(request), events, within(1h));
    if (!result && result.error().code == Errc::prompt_lost)
        std::cerr << "the server came back without it: run it again\n";
    co_return result;
}

asio::awaitable<Result<RunResult>> follow(Connection& connection, protocol::PromptId prompt_id,
                                          protocol::ClientId client_id, RunEvents events) {
    AttachRequest attach{prompt_id};
    attach.client_id = client_id;         // the socket's name when it was sent: its events come to that name only
    const Run followed = attach_run(connection, std::move(attach), events, within(1h));
    auto found = co_await followed.result();
    co_return found;
}

asio::awaitable<Result<RunResult>> run_and_tell(Connection& connection, RunRequest request, RunEvents events) {
    auto result = co_await run(connection, std::move(request), events, within(60s));
    if (!result) {
        const Error& error = result.error();
        std::cerr << describe(error) << '\n';          // one line: code, message, server's text, facts, hint
        if (error.code == Errc::execution_failed)
            std::cerr << "node " << error.fact("node") << " raised " << error.fact("exception") << '\n';
    }
    co_return result;
}

void tell_refusal(const Error& error) {
    const EnqueueDiagnostics found = enqueue_diagnostics(error);
    std::cerr << found.method << ' ' << found.url << " → " << found.status << ' ' << found.status_text << '\n'
              << found.reason << '\n';
    if (found.body) std::cerr << json::write(*found.body) << '\n';
}

void tell_exception(const Error& error) {
    if (const std::optional<protocol::ExecutionError> raised = execution_error_of(error)) {
        std::cerr << raised->exception_type << ": " << raised->exception_message;
        for (const std::string& line : raised->traceback) std::cerr << line;
    }
}

bool may_pass(const Error& error) {
    switch (error.code) {
        case Errc::connect_failed:
        case Errc::connection_lost:
        case Errc::timeout:
        case Errc::prompt_lost: return true;
        case Errc::unexpected_status: return error.fact("status") == "429" || error.fact("status").starts_with("5");
        default: return false;
    }
}

// clang-format on

TEST_F(StabilityGuide, OpensByHand) {
    ConnectionConfig config = patient();
    config.origin = config_for_engine().origin;
    connect(std::move(config));
    testing::internal::CaptureStdout();
    const auto opened = wait(open_by_hand(*connection));
    const std::string told = testing::internal::GetCapturedStdout();
    EXPECT_TRUE(opened) << describe(opened.error());
    EXPECT_NE(told.find("answered within"), std::string::npos) << told;
    EXPECT_NE(told.find("connected"), std::string::npos) << told;
}

TEST_F(StabilityGuide, RunsWithPatienceAndFollowsWhatWasSent) {
    const auto result = wait(run_with_patience(*connection, picture(1), {}));
    ASSERT_TRUE(result) << describe(result.error());
    const auto found = wait(follow(*connection, result->prompt_id, connection->client_id(), {}));
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_EQ(found->to_object(), result->to_object());
}

using ErrorsGuide = parity::EngineTest;

TEST_F(ErrorsGuide, TellsWhatANodeRaised) {
    const auto workflow = Workflow::parse(R"({"1": {"class_type": "TrapRaise", "inputs": {"kind": "value"}},
        "2": {"class_type": "EmptyImage", "inputs": {"width": 16, "height": 8, "batch_size": 1, "color": 1}},
        "9": {"class_type": "PreviewImage", "inputs": {"images": ["1", 0]}}})");
    Workflow raising = workflow.value();
    ASSERT_TRUE(raising.set("1.image", json::Value(json::Array{"2", 0})));
    testing::internal::CaptureStderr();
    const auto result = wait(run_and_tell(*connection, RunRequest{raising}, {}));
    ASSERT_FALSE(result);
    tell_exception(result.error());
    const std::string told = testing::internal::GetCapturedStderr();
    EXPECT_NE(told.find("node 1 raised ValueError"), std::string::npos) << told;
    EXPECT_NE(told.find("ValueError: the trap closed"), std::string::npos) << told;
    EXPECT_FALSE(may_pass(result.error()));
}

TEST_F(ErrorsGuide, TellsWhyAPromptWasRefused) {
    Workflow workflow = picture();
    ASSERT_TRUE(workflow.set("1.width", json::Value(-1)));
    const auto result = finish(RunRequest{workflow});
    ASSERT_FALSE(result);
    testing::internal::CaptureStderr();
    tell_refusal(result.error());
    const std::string told = testing::internal::GetCapturedStderr();
    EXPECT_NE(told.find("/prompt → 400 Bad Request"), std::string::npos) << told;
    EXPECT_NE(told.find("node 1 (EmptyImage)"), std::string::npos) << told;
    EXPECT_TRUE(may_pass(Error{Errc::unexpected_status, ""}.with("status", "503")));
}

/// The table of docs/errors.md, by code.
std::map<std::string, std::string> table_of_codes() {
    const std::string text = read_file(std::string{DIVAN_SOURCE_DIR} + "/docs/errors.md").value();
    const std::regex row{"\\| (\\d{3}) \\| `(\\w+)` \\|.*\\| ([^|]*) \\|"};
    std::map<std::string, std::string> codes;
    for (std::sregex_iterator at{text.begin(), text.end(), row}, end; at != end; ++at)
        codes[(*at)[1].str() + " " + (*at)[2].str()] = (*at)[3];
    return codes;
}

TEST_F(ErrorsGuide, ListsEveryCode) {
    auto codes = table_of_codes();
    for (int number = 100; number < 600; ++number) {
        const Error error{static_cast<Errc>(number), ""};
        const std::string_view known = name(error.code);
        const auto row = codes.extract(std::to_string(number) + " " + std::string{known});
        const bool listed = !row.empty();
        EXPECT_EQ(listed, known != name(Errc{})) << number << ' ' << known;
        if (!listed) continue;
        EXPECT_NE(row.mapped().find(std::string{comfyui_node_code(error)}), std::string::npos) << number;
    }
    EXPECT_TRUE(codes.empty());
}

}  // namespace
}  // namespace divan
