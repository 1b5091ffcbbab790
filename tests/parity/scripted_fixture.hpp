#pragma once

#include <gtest/gtest.h>

#include <divan/client/run.hpp>

#include "fake_comfy.hpp"

namespace divan::parity {

using namespace std::chrono_literals;
using test::FakeComfy;
using test::FakeScript;

/// A server by script where the engine cannot misbehave so, or does not say what it was asked.
class ScriptedTest : public testing::Test {
protected:
    void serve(FakeScript script = {}, std::uint16_t port = 0) {
        server = std::make_unique<FakeComfy>(io, std::move(script), port);
    }
    ConnectionConfig config() const { return config_at(server->url()); }
    static ConnectionConfig config_at(const std::string& url) {
        ConnectionConfig config = parse_server_address(url).value();
        config.reconnect.base = 20ms;
        config.reconnect.cap = 100ms;
        return config;
    }
    void connect(ConnectionConfig settings, const Logger* log = nullptr) {
        connection = std::make_unique<Connection>(io.get_executor(), std::move(settings), log);
    }
    void connect() { connect(config()); }
    void TearDown() override {
        connection.reset();
        server.reset();
        test::settle(io, 20ms);
    }
    /// A port where nobody listens.
    std::uint16_t free_port() {
        FakeComfy placeholder{io, FakeScript{}};
        return placeholder.port();
    }

    template <class T>
    T wait(asio::awaitable<T> operation) {
        return test::run_on(io, std::move(operation));
    }
    bool until(std::function<bool()> condition) { return test::run_until(io, std::move(condition)); }
    void settle(std::chrono::milliseconds span) { test::settle(io, span); }
    Deadline soon() const { return within(30s); }
    void open() {
        const auto opened = wait(connection->open(soon()));
        ASSERT_TRUE(opened) << describe(opened.error());
    }

    static Workflow red_fox() {
        return Workflow::
            parse(R"({"1": {"class_type": "EmptyImage", "inputs": {}}, "9": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}})")
                .value();
    }
    divan::Run begin(RunRequest request = RunRequest{red_fox()}) {
        return start_run(*connection, std::move(request), events, soon());
    }
    Result<RunResult> end_of(const divan::Run& run) { return wait(run.result()); }
    Result<RunResult> finish() { return end_of(begin()); }

    asio::io_context io{1};
    std::unique_ptr<FakeComfy> server;
    std::unique_ptr<Connection> connection;
    RunEvents events;
};

/// What happened to the socket, in a word each.
class LifecycleLog {
public:
    explicit LifecycleLog(Connection& connection)
        : subscription_{connection.on_lifecycle([this](const LifecycleEvent& event) {
              names.emplace_back(name(event.kind));
              events.push_back(event);
          })} {}
    long count(std::string_view kind) const {
        return static_cast<long>(std::count(names.begin(), names.end(), kind));
    }
    std::vector<std::string> names;
    std::vector<LifecycleEvent> events;

private:
    Subscription subscription_;
};

}  // namespace divan::parity
