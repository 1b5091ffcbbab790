#include "function_pool_stage.hpp"

// parity table, section 13: ComfyPool, servers, people and events
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

TEST_F(ParityPool, WaitingForAClient) {
    engine();
    test::WireTap tap{io, engines[0]->port()};
    pool = std::make_unique<Pool>(io.get_executor(), pool_settings());
    PoolServer through = pool_server(tap.url()).value();
    ASSERT_TRUE(pool->add_server(through));
    ASSERT_TRUE(until([&] { return pool->servers()[0].stable; }));
    Connection& person = visitor(0);
    ASSERT_TRUE(run(submit(person, protocol::SubmitRequest{sleepy(0.6).to_json()}, within(5s))));
    ASSERT_TRUE(until([&] { return pool->servers()[0].foreign == 1; }));
    tap.clear();
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_TRUE(run(pool->run(takes(1ms, 1))));
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 300ms) << "it waited for the person";
    EXPECT_LE(tap.requests().size(), 1U) << "woken by the server's own message, not by asking";
}

TEST_F(ParityPool, AddClientRemoveClientPickAndDestroy) {
    pool_of(2);
    EXPECT_EQ(pool->add_server(server(1)).error().code, Errc::invalid_argument) << "the id is taken";
    PoolServer unnamed = pool_server(engines[0]->url()).value();
    EXPECT_EQ(pool->add_server(unnamed).value(), ServerId{address(0)});
    EXPECT_EQ(pool->add_server(unnamed).value(), ServerId{address(0) + "#2"});
    Connection* b = pool->connection(ServerId{"b"});
    ASSERT_TRUE(b);
    EXPECT_TRUE(pool->remove_server(ServerId{"a"}));
    EXPECT_FALSE(pool->remove_server(ServerId{"a"}));
    ASSERT_TRUE(until([&] { return pool->servers().size() == 3; }));
    EXPECT_EQ(pool->connection(ServerId{"b"}), b) << "ids do not shift";
    EXPECT_EQ(pool->connection(ServerId{"a"}), nullptr);
    std::optional<Result<int>> waiting;
    asio::co_spawn(io, pool->run(takes(10s, 1)),
                   [&](std::exception_ptr, Result<int> result) { waiting = result; });
    ASSERT_TRUE(until([&] { return pool->stats().running == 1; }));
    pool->close();
    ASSERT_TRUE(until([&] { return waiting.has_value(); }));
    EXPECT_EQ(waiting->error().code, Errc::cancelled);
}

TEST_F(ParityPool, Events) {
    engine();
    test::WireTap tap{io, engines[0]->port()};
    pool = std::make_unique<Pool>(io.get_executor(), pool_settings());
    std::vector<std::string> servers, jobs, messages;
    PoolEvents events;
    events.on_ready = [&] { servers.push_back("ready"); };
    events.on_server = [&](const ServerNews& news) {
        servers.push_back(news.server.str() + " " + std::string{name(news.change)});
    };
    events.on_queued = [&](const JobId&) { jobs.push_back("queued"); };
    events.on_assigned = [&](const JobTry& one) { jobs.push_back("assigned to " + one.server.str()); };
    events.on_completed = [&](const JobTry& one, const RunResult&) {
        jobs.push_back("completed on " + one.server.str());
    };
    events.on_failed = [&](const JobFailure& failure) {
        jobs.push_back(fmt::format("failed, {} of {}, {}", failure.last.attempt, failure.last.max_attempts,
                                   failure.will_retry));
    };
    events.on_message = [&](const ServerId& server, const protocol::ServerMessage& message) {
        messages.push_back(server.str() + " " + std::string{protocol::type_of(message)});
    };
    const auto subscription = pool->watch(std::move(events));
    PoolServer through = pool_server(tap.url()).value();
    through.id = ServerId{"a"};
    through.connection.reconnect.base = 20ms;
    ASSERT_TRUE(pool->add_server(through));
    ASSERT_TRUE(until([&] { return pool->servers()[0].stable; }));
    EXPECT_TRUE(run(pool->run_workflow(RunRequest{picture(1)})));
    EXPECT_FALSE(run(pool->run_workflow(RunRequest{raising("value")})));
    EXPECT_EQ(jobs, (std::vector<std::string>{"queued", "assigned to a", "completed on a", "queued",
                                              "assigned to a", "failed, 1 of 1, false"}));
    for (const std::string type :
         {"status", "execution_start", "executing", "executed", "execution_success", "execution_error"})
        EXPECT_NE(std::ranges::count(messages, "a " + type), 0) << type;
    tap.drop();
    ASSERT_TRUE(until([&] { return std::ranges::count(servers, "a reconnected") == 1; }));
    pool->remove_server(ServerId{"a"});
    ASSERT_TRUE(until([&] { return servers.back() == "a removed"; }));
    EXPECT_EQ(servers,
              (std::vector<std::string>{"a added", "a connecting", "a connected", "ready", "a stable",
                                        "a busy", "a idle", "a busy", "a idle", "a disconnected",
                                        "a reconnected", "a stable", "a leaving", "a removed"}));
}

TEST_F(ParityPool, ListenersComeAndGo) {
    pool_of(1);
    int first = 0, second = 0;
    PoolEvents one, two;
    one.on_queued = [&](const JobId&) { ++first; };
    two.on_queued = [&](const JobId&) { ++second; };
    auto subscription = pool->watch(std::move(one));
    const auto other = pool->watch(std::move(two));
    EXPECT_TRUE(run(pool->run(where())));
    subscription.reset();
    EXPECT_TRUE(run(pool->run(where())));
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 2);
}

TEST_F(ParityPool, CoexistsWithPeopleWhoUseTheServerByHand) {
    pool_of(1);
    Connection& person = visitor(0);
    const auto theirs = run(submit(person, protocol::SubmitRequest{sleepy(0.5, 4, 7).to_json()}, within(5s)));
    ASSERT_TRUE(theirs);
    ASSERT_TRUE(until([&] { return pool->servers()[0].foreign == 1; }));
    const auto ours = run(pool->run_workflow(RunRequest{picture(1)}));
    EXPECT_TRUE(ours);
    const auto entry = run(history(person, theirs->prompt, within(5s)));
    ASSERT_TRUE(entry && *entry) << "it ended before ours began";
    EXPECT_EQ(protocol::verdict(**entry), protocol::Verdict::success);
}

}  // namespace
}  // namespace divan
