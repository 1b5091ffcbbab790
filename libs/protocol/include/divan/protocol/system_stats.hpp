#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan::protocol {

struct Device {
    std::string name, type;             ///< e.g. "cuda:0 NVIDIA H200 : cudaMallocAsync", "cuda"
    std::optional<std::int64_t> index;  ///< absent on a CPU
    std::int64_t vram_total_bytes = 0, vram_free_bytes = 0;
    std::int64_t torch_vram_total_bytes = 0, torch_vram_free_bytes = 0;
    bool operator==(const Device&) const = default;
};

/// GET /system_stats. Members that an older server does not send are empty.
/// Source: ComfyUI 0.3.64, server.py `system_stats`.
struct SystemStats {
    std::string os;  ///< "posix" or "nt"; since 2026 "linux", "win32", "darwin"
    std::int64_t ram_total_bytes = 0, ram_free_bytes = 0;
    std::string comfyui_version, python_version, pytorch_version, required_frontend_version;
    std::string installed_templates_version, required_templates_version;
    bool embedded_python = false;
    std::vector<std::string> argv;
    std::vector<Device> devices;
    json::Value raw;  ///< the whole reply

    SystemStats() = default;
    bool operator==(const SystemStats&) const = default;
};

/// Errors: `malformed_reply`.
Result<SystemStats> parse_system_stats(std::string_view body);

}  // namespace divan::protocol
