#include <gtest/gtest.h>

#include <divan/protocol/monitor.hpp>

namespace divan::protocol {
namespace {

constexpr std::string_view kMessage =
    R"({"type": "crystools.monitor", "data": {"cpu_utilization": 12.5, "ram_total": 100, "ram_used": 40, "ram_used_percent": 40.0,)"
    R"( "hdd_total": -1, "hdd_used": -1, "hdd_used_percent": -1, "device_type": "cuda", "gpus": [{"gpu_utilization": 7,)"
    R"( "gpu_temperature": 55, "vram_total": 25757220864, "vram_used": 1073741824, "vram_used_percent": 4.16, "fan": 3}]}})";

TEST(Monitor, MessageIsTyped) {
    const auto snapshot = monitor_snapshot(parse_server_message(kMessage).value());
    ASSERT_TRUE(snapshot);
    EXPECT_EQ(snapshot->cpu_percent, 12.5);
    EXPECT_EQ(snapshot->ram_used_bytes, 40);
    EXPECT_EQ(snapshot->device_type, "cuda");
    ASSERT_EQ(snapshot->gpus.size(), 1U);
    EXPECT_EQ(snapshot->gpus[0].utilization_percent, 7.0);
    EXPECT_EQ(snapshot->gpus[0].vram_total_bytes, 25757220864);
    EXPECT_NE(json::find(snapshot->gpus[0].raw, "fan"), nullptr);
}

TEST(Monitor, WhatIsSwitchedOffIsNothing) {
    const auto snapshot = monitor_snapshot(parse_server_message(kMessage).value());
    ASSERT_TRUE(snapshot);
    EXPECT_FALSE(snapshot->hdd_total_bytes.has_value());
    EXPECT_FALSE(snapshot->hdd_used_percent.has_value());
}

TEST(Monitor, ForksMayCallItOtherwise) {
    for (const char* type : {"crystools.monitor", "Crystools_X.Monitor", "my-crystools/gpu-monitor"})
        EXPECT_TRUE(is_monitor_event(type)) << type;
    for (const char* type : {"crystools", "monitor.crystools", "progress", ""})
        EXPECT_FALSE(is_monitor_event(type)) << type;
    EXPECT_FALSE(monitor_snapshot(Raw{"crystools.monitor", json::Value(3)}));
    EXPECT_FALSE(monitor_snapshot(Raw{"other", json::Object{}}));
    EXPECT_FALSE(monitor_snapshot(ExecutionStart{}));
}

TEST(Monitor, ListsGpusAndDisks) {
    EXPECT_EQ(parse_monitored_gpus(R"([{"index": 1, "name": "H200"}])")->at(0).name, "H200");
    EXPECT_EQ(parse_monitored_disks(R"(["/", "/data"])")->size(), 2U);
    for (const char* body : {"{}", "[{}]", R"([{"name": "x"}])", "[[]]"}) {
        EXPECT_EQ(parse_monitored_gpus(body).error().code, Errc::malformed_reply) << body;
        EXPECT_EQ(parse_monitored_disks(body).error().code, Errc::malformed_reply) << body;
    }
}

}  // namespace
}  // namespace divan::protocol
