#include <divan/protocol/system_stats.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

Device read_device(const json::Value& value) {
    Device device;
    device.name = json::text_or(value, "name");
    device.type = json::text_or(value, "type");
    device.index = integer_at(value, "index");
    device.vram_total_bytes = integer_at(value, "vram_total").value_or(0);
    device.vram_free_bytes = integer_at(value, "vram_free").value_or(0);
    device.torch_vram_total_bytes = integer_at(value, "torch_vram_total").value_or(0);
    device.torch_vram_free_bytes = integer_at(value, "torch_vram_free").value_or(0);
    return device;
}

void read_system(SystemStats& stats, const json::Value& system) {
    stats.os = json::text_or(system, "os");
    stats.ram_total_bytes = integer_at(system, "ram_total").value_or(0);
    stats.ram_free_bytes = integer_at(system, "ram_free").value_or(0);
    stats.comfyui_version = json::text_or(system, "comfyui_version");
    stats.python_version = json::text_or(system, "python_version");
    stats.pytorch_version = json::text_or(system, "pytorch_version");
    stats.required_frontend_version = json::text_or(system, "required_frontend_version");
    stats.installed_templates_version = json::text_or(system, "installed_templates_version");
    stats.required_templates_version = json::text_or(system, "required_templates_version");
    stats.embedded_python = bool_at(system, "embedded_python").value_or(false);
    stats.argv = texts_at(system, "argv");
}

}  // namespace

Result<SystemStats> parse_system_stats(std::string_view body) {
    auto document = read_object(body, "the reply to GET /system_stats");
    if (!document) return fail(std::move(document).error());
    const json::Value* system = json::find(*document, "system");
    if (!system || !json::object_of(*system))
        return fail(Errc::malformed_reply, "the reply to GET /system_stats has no 'system'", {},
                    std::string{body.substr(0, 500)});
    SystemStats stats;
    read_system(stats, *system);
    const json::Value* devices = json::find(*document, "devices");
    const json::Array* list = devices ? json::array_of(*devices) : nullptr;
    if (list)
        for (const json::Value& device : *list) stats.devices.push_back(read_device(device));
    stats.raw = std::move(*document);
    return stats;
}

}  // namespace divan::protocol
