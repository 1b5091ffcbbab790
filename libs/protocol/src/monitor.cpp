#include <divan/protocol/monitor.hpp>

#include <divan/base/text.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

std::optional<double> measured(const json::Value& value, std::string_view key) {
    const auto number = number_at(value, key);
    return number && *number >= 0 ? number : std::nullopt;
}

std::optional<std::int64_t> measured_bytes(const json::Value& value, std::string_view key) {
    const auto bytes = integer_at(value, key);
    return bytes && *bytes >= 0 ? bytes : std::nullopt;
}

GpuLoad read_load(const json::Value& value) {
    GpuLoad load;
    load.utilization_percent = measured(value, "gpu_utilization");
    load.temperature_celsius = measured(value, "gpu_temperature");
    load.vram_used_percent = measured(value, "vram_used_percent");
    load.vram_total_bytes = measured_bytes(value, "vram_total");
    load.vram_used_bytes = measured_bytes(value, "vram_used");
    load.raw = value;
    return load;
}

MonitorSnapshot read_snapshot(const json::Value& data) {
    MonitorSnapshot snapshot;
    snapshot.cpu_percent = measured(data, "cpu_utilization");
    snapshot.ram_total_bytes = measured_bytes(data, "ram_total");
    snapshot.ram_used_bytes = measured_bytes(data, "ram_used");
    snapshot.ram_used_percent = measured(data, "ram_used_percent");
    snapshot.hdd_total_bytes = measured_bytes(data, "hdd_total");
    snapshot.hdd_used_bytes = measured_bytes(data, "hdd_used");
    snapshot.hdd_used_percent = measured(data, "hdd_used_percent");
    snapshot.device_type = json::text_or(data, "device_type");
    if (const json::Array* gpus = array_at(data, "gpus"))
        for (const json::Value& gpu : *gpus) snapshot.gpus.push_back(read_load(gpu));
    snapshot.raw = data;
    return snapshot;
}

std::optional<MonitoredGpu> read_gpu(const json::Value& value) {
    const auto index = integer_at(value, "index");
    if (!index) return std::nullopt;
    MonitoredGpu gpu;
    gpu.index = *index;
    gpu.name = json::text_or(value, "name");
    gpu.raw = value;
    return gpu;
}

std::optional<std::string> read_disk(const json::Value& value) {
    const auto text = json::text_of(value);
    return text ? std::optional{std::string{*text}} : std::nullopt;
}

}  // namespace

bool is_monitor_event(std::string_view type) {
    const std::string low = to_lower(type);
    const auto pack = low.find("crystools");
    return pack != std::string::npos && low.find("monitor", pack) != std::string::npos;
}

std::optional<MonitorSnapshot> monitor_snapshot(const ServerMessage& message) {
    const Raw* raw = std::get_if<Raw>(&message);
    if (!raw || !is_monitor_event(raw->type) || !json::object_of(raw->data)) return std::nullopt;
    return read_snapshot(raw->data);
}

Result<std::vector<MonitoredGpu>> parse_monitored_gpus(std::string_view body) {
    constexpr std::string_view kWhat = "the list of monitored GPUs";
    const auto document = read_array(body, kWhat);
    if (!document) return fail(document.error());
    return read_elements<MonitoredGpu>(*json::array_of(*document), kWhat, body, read_gpu);
}

Result<std::vector<std::string>> parse_monitored_disks(std::string_view body) {
    constexpr std::string_view kWhat = "the list of monitored disks";
    const auto document = read_array(body, kWhat);
    if (!document) return fail(document.error());
    return read_elements<std::string>(*json::array_of(*document), kWhat, body, read_disk);
}

}  // namespace divan::protocol
