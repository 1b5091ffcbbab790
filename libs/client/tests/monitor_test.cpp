#include <divan/client/monitor.hpp>

#include "recorded_test.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

class MonitorTest : public test::RecordedTest {
protected:
    void measure(double cpu, const std::string& type = "crystools.monitor") {
        json::Object data;
        data["cpu_utilization"] = cpu;
        server->send(protocol::Raw{type, std::move(data)});
    }
};

TEST_F(MonitorTest, TheFirstMeasurementSwitchesItOnAndNothingIsAsked) {
    const monitor::Monitor monitor{*connection};
    ASSERT_TRUE(call(connection->open(soon())));
    EXPECT_FALSE(monitor.active());
    measure(12.5);
    ASSERT_TRUE(test::run_until(io, [&] { return monitor.active(); }));
    EXPECT_EQ(monitor.latest()->cpu_percent, 12.5);
    EXPECT_TRUE(server->requests.empty());
}

TEST_F(MonitorTest, ListenersHearEachMeasurementUntilTheyLeave) {
    monitor::Monitor monitor{*connection};
    std::vector<double> heard;
    auto listening = monitor.on_snapshot(
        [&](const protocol::MonitorSnapshot& snapshot) { heard.push_back(*snapshot.cpu_percent); });
    ASSERT_TRUE(call(connection->open(soon())));
    measure(1);
    measure(2, "my_crystools.monitor");
    ASSERT_TRUE(test::run_until(io, [&] { return heard.size() == 2; }));
    listening.reset();
    measure(3);
    ASSERT_TRUE(test::run_until(io, [&] { return monitor.latest()->cpu_percent == 3; }));
    EXPECT_EQ(heard, (std::vector<double>{1, 2}));
}

TEST_F(MonitorTest, OtherMessagesAndNonsenseAreNoMeasurement) {
    const monitor::Monitor monitor{*connection};
    ASSERT_TRUE(call(connection->open(soon())));
    server->send(protocol::Raw{"crystools.monitor", json::Value("x")});
    server->send(protocol::Raw{"other", json::Object{}});
    test::settle(io, 100ms);
    EXPECT_FALSE(monitor.active());
}

TEST_F(MonitorTest, ConfigSendsWhatIsSet) {
    server->empty("PATCH /api/crystools/monitor", 200);
    monitor::Config config;
    config.rate_seconds = 0.5;
    config.cpu = true;
    config.hdd = false;
    config.ram = true;
    config.which_hdd = "/data";
    ASSERT_TRUE(call(monitor::set_config(*connection, config, soon())));
    EXPECT_EQ(server->last().body,
              R"({"rate":0.5,"switchCPU":true,"switchHDD":false,"switchRAM":true,"whichHDD":"/data"})");
    EXPECT_EQ(server->last().header("Content-Type"), "application/json");
    monitor::Config only_rate;
    only_rate.rate_seconds = 0;
    ASSERT_TRUE(call(monitor::set_config(*connection, only_rate, soon())));
    EXPECT_EQ(server->last().body, R"({"rate":0.0})");
    EXPECT_EQ(error_of(monitor::set_config(*connection, {}, soon())).code, Errc::invalid_argument);
}

TEST_F(MonitorTest, TheSwitchAndTheGpusAreSet) {
    server->empty("POST /api/crystools/monitor/switch", 200);
    server->empty("PATCH /api/crystools/monitor/GPU/1", 200);
    ASSERT_TRUE(call(monitor::turn(*connection, false, soon())));
    EXPECT_EQ(server->last().body, R"({"monitor":false})");
    monitor::GpuConfig gpu;
    gpu.utilization = true;
    gpu.vram = false;
    gpu.temperature = true;
    ASSERT_TRUE(call(monitor::set_gpu(*connection, 1, gpu, soon())));
    EXPECT_EQ(server->last().body, R"({"utilization":true,"vram":false,"temperature":true})");
}

TEST_F(MonitorTest, DisksAndGpusAreListed) {
    server->answer("GET /api/crystools/monitor/HDD", R"(["/", "/data"])");
    server->answer("GET /api/crystools/monitor/GPU", R"([{"index": 0, "name": "H200"}])");
    EXPECT_EQ(call(monitor::hdds(*connection, soon()))->at(1), "/data");
    EXPECT_EQ(call(monitor::gpus(*connection, soon()))->at(0).name, "H200");
}

TEST_F(MonitorTest, AValueThatTheServerRefusesIsToldInItsWords) {
    server->answer("PATCH /api/crystools/monitor", "Rate must be an number.", 400, "text/plain");
    monitor::Config config;
    config.rate_seconds = -1;
    EXPECT_EQ(error_of(monitor::set_config(*connection, config, soon())).server_text,
              "Rate must be an number.");
}

}  // namespace
}  // namespace divan
