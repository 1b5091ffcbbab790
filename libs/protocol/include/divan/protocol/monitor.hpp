#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/protocol/server_message.hpp>

/// What the Crystools extension measures. Source: crystian/ComfyUI-Crystools (October 2025),
/// general/hardware.py, general/gpu.py, server/monitor.py. It writes -1 for what is switched off or cannot be
/// measured: here that is "nothing".
namespace divan::protocol {

struct GpuLoad {
    std::optional<double> utilization_percent, temperature_celsius, vram_used_percent;
    std::optional<std::int64_t> vram_total_bytes, vram_used_bytes;
    json::Value raw;

    GpuLoad() = default;
    bool operator==(const GpuLoad&) const = default;
};

/// One `crystools.monitor` message.
struct MonitorSnapshot {
    std::optional<double> cpu_percent, ram_used_percent, hdd_used_percent;
    std::optional<std::int64_t> ram_total_bytes, ram_used_bytes, hdd_total_bytes, hdd_used_bytes;
    std::string device_type;  ///< "cuda", "cpu", …
    std::vector<GpuLoad> gpus;
    json::Value raw;

    MonitorSnapshot() = default;
    bool operator==(const MonitorSnapshot&) const = default;
};

/// One element of GET /crystools/monitor/GPU.
struct MonitoredGpu {
    std::int64_t index = 0;
    std::string name;
    json::Value raw;

    MonitoredGpu() = default;
    bool operator==(const MonitoredGpu&) const = default;
};

/// "crystools.monitor", and what forks call it: any type with "crystools" and then "monitor" in it, in any
/// case.
bool is_monitor_event(std::string_view type);
/// Nothing for messages of other types, and for one whose data is no object.
std::optional<MonitorSnapshot> monitor_snapshot(const ServerMessage& message);
/// Errors: `malformed_reply`.
Result<std::vector<MonitoredGpu>> parse_monitored_gpus(std::string_view body);
/// Mount points. Errors: `malformed_reply`.
Result<std::vector<std::string>> parse_monitored_disks(std::string_view body);

}  // namespace divan::protocol
