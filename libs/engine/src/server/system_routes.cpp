#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include <divan/base/text.hpp>

#include "server/site.hpp"
#include "server/version.hpp"

namespace divan::engine {

namespace {

constexpr std::string_view kPage =
    "<!doctype html>\n<html><head><title>divan engine</title></head><body>\n<h1>divan engine</h1>\n"
    "<p>This server speaks the protocol of ComfyUI 0.3.64. It has no web interface of its own; "
    "<a href=\"/object_info\">/object_info</a> lists its nodes.</p>\n</body></html>\n";

Answer front_page() {
    Answer answer = bytes_answer(std::string{kPage}, "text/html");
    answer.reply.headers.set("Cache-Control", "no-cache");
    answer.reply.headers.set("Pragma", "no-cache");
    answer.reply.headers.set("Expires", "0");
    return answer;
}

/// A line of /proc/meminfo in bytes; 0 where there is no such file.
std::uint64_t memory_bytes(std::string_view key) {
    std::ifstream file{"/proc/meminfo"};
    std::string name;
    std::uint64_t kilobytes = 0;
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(key) && std::sscanf(line.c_str() + key.size(), ": %lu", &kilobytes) == 1)
            return kilobytes * 1024;
    return 0;
}

json::Object host_facts(const Site& site) {
    return {{"os", "posix"},
            {"ram_total", memory_bytes("MemTotal")},
            {"ram_free", memory_bytes("MemAvailable")},
            {"comfyui_version", site.config.comfyui_version},
            {"required_frontend_version", "1.27.10"},
            {"installed_templates_version", nullptr},
            {"required_templates_version", "0.1.95"},
            {"python_version", "none (divan engine, C++)"},
            {"pytorch_version", "none"},
            {"embedded_python", false},
            {"argv", json::Array{"divan", "engine"}}};
}

/// The one member that ComfyUI does not have.
json::Object about_us(const Site& site) {
    return {{"version", kVersion}, {"stand_in_models", true}, {"test_nodes", site.config.test_nodes}};
}

/// One device: a processor that plays a card of the size that the models file gives it.
json::Object device(const Site& site) {
    constexpr double kGigabyte = 1024.0 * 1024.0 * 1024.0;
    const auto total =
        static_cast<std::uint64_t>(std::llround(std::max(0.0, site.costs.vram_total_gb) * kGigabyte));
    return {{"name", "cpu"},           {"type", "cpu"},      {"index", nullptr},
            {"vram_total", total},     {"vram_free", total}, {"torch_vram_total", total},
            {"torch_vram_free", total}};
}

Answer object_info(const Site& site) {
    json::Object all;
    for (const auto& node : site.registry.classes()) all[node->name] = fresh_info(*node, site.folders);
    return json_answer(all);
}

Answer one_object_info(const Site& site, const Request& request) {
    json::Object shown;
    if (const NodeClass* node = site.registry.find(request.parameter("class")))
        shown[node->name] = fresh_info(*node, site.folders);
    return json_answer(shown);
}

}  // namespace

json::Object server_features(const EngineConfig& config) {
    return {{"supports_preview_metadata", true}, {"max_upload_size", config.max_upload_bytes}};
}

json::Object fresh_info(const NodeClass& node, const Folders& folders) {
    json::Object info = node.info;
    if (node.refresh) node.refresh(info, folders);
    return info;
}

std::optional<std::filesystem::path> folder_of_type(const Folders& folders, std::string_view type) {
    if (type == "output") return folders.output;
    if (type == "input") return folders.input;
    if (type == "temp") return folders.temp;
    return std::nullopt;
}

void add_system_routes(Router& router, Site& site) {
    router.add("GET", "/", [](const Request&) { return front_page(); });
    router.add("GET", "/system_stats", [&site](const Request&) {
        return json_answer(json::Object{
            {"system", host_facts(site)}, {"devices", json::Array{device(site)}}, {"divan", about_us(site)}});
    });
    router.add("GET", "/features",
               [&site](const Request&) { return json_answer(server_features(site.config)); });
    router.add("GET", "/object_info", [&site](const Request&) { return object_info(site); });
    router.add("GET", "/object_info/{class}",
               [&site](const Request& request) { return one_object_info(site, request); });
    router.add("GET", "/extensions", [](const Request&) { return json_answer(json::Array{}); });
    router.add("GET", "/workflow_templates", [](const Request&) { return json_answer(json::Object{}); });
    router.add("GET", "/i18n", [](const Request&) { return json_answer(json::Object{}); });
}

}  // namespace divan::engine
