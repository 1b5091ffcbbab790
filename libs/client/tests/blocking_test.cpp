#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include <divan/client/blocking.hpp>

#include "support/fake_comfy.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using test::FakeComfy;
using test::FakeScript;

/// The scripted server on a thread of its own.
class BlockingTest : public testing::Test {
protected:
    void serve(FakeScript script = {}) {
        server = std::make_unique<FakeComfy>(io, std::move(script));
        url = server->url();
        thread = std::thread{[this] { io.run(); }};
    }
    void TearDown() override {
        asio::post(io, [this] {
            server.reset();
            work.reset();
        });
        if (thread.joinable()) thread.join();
    }
    ConnectionConfig config() const { return parse_server_address(url).value(); }
    static RunRequest red_fox() {
        return RunRequest{Workflow::parse(R"({"9": {"class_type": "SaveImage", "inputs": {}}})").value()};
    }

    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    std::unique_ptr<FakeComfy> server;
    std::string url;
    std::thread thread;
};

TEST_F(BlockingTest, RunsAndReturns) {
    serve();
    BlockingClient client{config()};
    std::atomic<int> percent = -1;
    RunEvents events;
    events.on_percent = [&](int value) { percent = value; };
    const auto result = client.run(red_fox(), events, 20s);
    ASSERT_TRUE(result) << describe(result.error());
    EXPECT_EQ(result->files().size(), 1U);
    EXPECT_EQ(percent, 100);
}

TEST_F(BlockingTest, OtherCallsWorkToo) {
    serve();
    BlockingClient client{config()};
    ASSERT_TRUE(client.open(10s));
    EXPECT_TRUE(client.queue(10s));
    EXPECT_EQ(client.system_stats(10s)->comfyui_version, "0.3.50");
    EXPECT_TRUE(client.call<std::chrono::milliseconds>(
        [](Connection& connection) { return ping(connection, within(10s)); }));
}

TEST_F(BlockingTest, CancelEndsARunFromAnotherThread) {
    FakeScript script;
    script.execute = false;
    serve(script);
    BlockingClient client{config()};
    auto run = client.start(red_fox(), {}, 20s);
    ASSERT_TRUE(run);
    run->cancel();
    const auto result = run->wait();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::cancelled);
}

TEST_F(BlockingTest, DestructionEndsWhatIsOnItsWay) {
    FakeScript script;
    script.execute = false;
    serve(script);
    auto client = std::make_unique<BlockingClient>(config());
    std::optional<Result<RunResult>> result;
    auto run = client->start(red_fox(), {}, 20s);
    ASSERT_TRUE(run);
    std::thread waiting{[&] { result = run->wait(); }};
    client.reset();
    waiting.join();
    ASSERT_TRUE(result);
    EXPECT_FALSE(*result);
}

TEST_F(BlockingTest, ACallFromACallbackIsRefusedInsteadOfHanging) {
    serve();
    BlockingClient client{config()};
    std::atomic<bool> refused = false;
    RunEvents events;
    events.on_started = [&] {
        const auto inside = client.queue(10s);
        refused = !inside && inside.error().code == Errc::invalid_argument;
    };
    ASSERT_TRUE(client.run(red_fox(), events, 20s));
    EXPECT_TRUE(refused);
}

TEST_F(BlockingTest, EndsAtItsLimit) {
    FakeScript script;
    script.execute = false;
    serve(script);
    BlockingClient client{config()};
    const auto result = client.run(red_fox(), {}, 300ms);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, Errc::timeout);
}

}  // namespace
}  // namespace divan
