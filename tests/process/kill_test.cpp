#include <gtest/gtest.h>

#include <csignal>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>

#include "child_process.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using testing_support::ChildProcess;

/// A node that sleeps for twenty seconds in forty steps, and its output.
constexpr std::string_view kSlow = R"({
  "a": {"class_type": "TrapSleep", "inputs": {"seconds": 20.0, "steps": 40, "preview": false, "seed": 1}},
  "b": {"class_type": "PreviewImage", "inputs": {"images": ["a", 0]}}
})";

class KillTest : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(write_file(folder_.path() / "slow.json", kSlow)); }

    /// Starts an engine on `port` (0: a free one) and returns its URL.
    std::string start_engine(const std::string& port = "0") {
        engine_.reset();
        engine_ = std::make_unique<ChildProcess>(
            std::vector<std::string>{DIVAN_BINARY, "engine", "--port", port, "--test-nodes"});
        const std::string line = engine_->read_line(30s);
        const auto at = line.find("http://");
        return at == std::string::npos ? "" : line.substr(at);
    }

    std::unique_ptr<ChildProcess> start_run(const std::string& url) {
        return std::make_unique<ChildProcess>(std::vector<std::string>{
            DIVAN_BINARY, "run", (folder_.path() / "slow.json").string(), "--server", url, "-o",
            (folder_.path() / "out").string(), "--json-stream", "--timeout", "60s"});
    }

    TemporaryFolder folder_;
    std::unique_ptr<ChildProcess> engine_;
};

std::string port_of(const std::string& url) { return url.substr(url.rfind(':') + 1); }

TEST_F(KillTest, AKilledServerEndsTheRunAsUnreachableWithinTenSeconds) {
    const std::string url = start_engine();
    const auto run = start_run(url);
    ASSERT_TRUE(run->wait_for_line("\"progress\"", 30s)) << run->errors();
    engine_->signal(SIGKILL);
    EXPECT_EQ(run->wait(10s), 5) << run->errors();
}

TEST_F(KillTest, AServerThatCameBackEmptyLostThePrompt) {
    const std::string url = start_engine();
    const auto run = start_run(url);
    ASSERT_TRUE(run->wait_for_line("\"progress\"", 30s)) << run->errors();
    engine_->signal(SIGKILL);
    ASSERT_TRUE(engine_->wait(10s));
    ASSERT_EQ(start_engine(port_of(url)), url);
    EXPECT_EQ(run->wait(10s), 4) << run->errors();
    EXPECT_TRUE(run->wait_for_line("the server lost the prompt", 1s));
}

TEST_F(KillTest, CtrlCInterruptsExactlyOurPromptAndConfirmsIt) {
    const std::string url = start_engine();
    const auto run = start_run(url);
    ASSERT_TRUE(run->wait_for_line("\"progress\"", 30s)) << run->errors();
    BlockingClient other{parse_server_address(url).value()};
    const auto ours = other.queue(10s);
    ASSERT_TRUE(ours) << describe(ours.error());
    ASSERT_EQ(ours->running.size(), 1u);
    const auto waiting = other.submit(protocol::SubmitRequest{std::string{kSlow}}, 10s);
    ASSERT_TRUE(waiting) << describe(waiting.error());

    run->signal(SIGINT);
    EXPECT_EQ(run->wait(15s), 7) << run->errors();
    const auto entry = other.history(ours->running.front().id, 10s);
    ASSERT_TRUE(entry && *entry);
    EXPECT_EQ(protocol::verdict(**entry), protocol::Verdict::interrupted);
    const auto queue = other.queue(10s);
    ASSERT_TRUE(queue);
    EXPECT_EQ(queue->running.size() + queue->pending.size(), 1u) << "the other prompt must go on";
}

TEST_F(KillTest, ASecondCtrlCLeavesAtOnce) {
    const std::string url = start_engine();
    const auto run = start_run(url);
    ASSERT_TRUE(run->wait_for_line("\"progress\"", 30s)) << run->errors();
    engine_->signal(SIGSTOP);  // no confirmation can come
    run->signal(SIGINT);
    EXPECT_FALSE(run->wait(300ms)) << "it should wait for the confirmation";
    run->signal(SIGINT);
    EXPECT_EQ(run->wait(5s), 7);
    engine_->signal(SIGCONT);
}

TEST_F(KillTest, AServerThatIsNotThereIsExitFive) {
    const auto run = start_run("http://127.0.0.1:9");
    EXPECT_EQ(run->wait(20s), 5) << run->errors();
}

TEST_F(KillTest, TwoEnginesOnOnePortGetAClearError) {
    const std::string url = start_engine();
    ChildProcess second{{DIVAN_BINARY, "engine", "--port", port_of(url)}};
    EXPECT_EQ(second.wait(20s), 1);
    EXPECT_NE(second.errors().find(port_of(url)), std::string::npos) << second.errors();
}

}  // namespace
}  // namespace divan
