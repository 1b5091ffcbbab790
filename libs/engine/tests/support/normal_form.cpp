#include "support/normal_form.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::engine::testing {

namespace {

using Ids = std::map<std::string, std::string>;

json::Value normal(const json::Value& value, std::string_view key, const Ids& ids);

/// What Python holds in a set, or walks in a set's order.
bool is_set(std::string_view key) { return key == "executed" || key == "current_outputs" || key == "errors"; }

std::string normal_text(std::string text, std::string_view key, const Ids& ids) {
    if (const auto known = ids.find(text); known != ids.end()) return known->second;
    if (key == "sid" && text.size() == 32) return "<sid>";
    if (key == "details" && text.find('\n') != std::string::npos) {
        auto lines = split(text, '\n');
        std::ranges::sort(lines);
        text = join(lines, "\n");
    }
    static const std::regex kTemporary{"ComfyUI_temp_[a-z]{5}"},
        kUser{"_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"};
    text = std::regex_replace(text, kTemporary, "ComfyUI_temp_<random>");
    return std::regex_replace(text, kUser, "_<random>");
}

/// [number, id, prompt, extra_data, outputs] of /queue and /history.
bool is_queue_tuple(const json::Array& items) {
    return items.size() == 5 && json::is_number(items[0]) && json::array_of(items[4]);
}

/// Outputs and their meta stand in the order in which output nodes ran, which follows a set's order.
json::Object sorted_members(const json::Object& members) {
    std::map<std::string, json::Value> sorted;
    for (const auto& [name, member] : members) sorted.emplace(std::string{name}, member);
    json::Object out;
    for (const auto& [name, member] : sorted) out[name] = member;
    return out;
}

json::Value normal_array(const json::Array& items, std::string_view key, const Ids& ids) {
    std::vector<json::Value> all;
    for (const auto& item : items) all.push_back(normal(item, key == "messages" ? "" : key, ids));
    if (is_queue_tuple(items)) all[4] = normal(items[4], "executed", ids);
    if (is_set(key))
        std::ranges::sort(all, {}, [](const json::Value& item) { return json::write_python(item); });
    return json::Array(all.begin(), all.end());
}

json::Value normal(const json::Value& value, std::string_view key, const Ids& ids) {
    if (key == "timestamp" || key == "modified" || key == "created") return "<time>";
    if (key == "traceback") return "<traceback>";
    if (const auto text = json::text_of(value)) return json::Value(normal_text(std::string{*text}, key, ids));
    if (const auto* items = json::array_of(value)) return normal_array(*items, key, ids);
    const auto* members = json::object_of(value);
    if (!members) return value;
    json::Object out;
    for (const auto& [name, member] : *members)
        out[normal_text(std::string{name}, "", ids)] = normal(member, name, ids);
    return key == "outputs" || key == "meta" ? sorted_members(out) : out;
}

std::uint32_t word(std::string_view bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t next = at; next < at + 4 && next < bytes.size(); ++next)
        value = value << 8 | static_cast<unsigned char>(bytes[next]);
    return value;
}

std::string hex(std::string_view bytes) {
    std::string out;
    for (const char byte : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(byte));
    return out;
}

std::string binary_text(std::string_view bytes, const Ids& ids) {
    const std::uint32_t event = word(bytes, 0), second = word(bytes, 4);
    if (event == 1) return fmt::format("binary 1, format {}, bytes {}", second, hex(bytes.substr(8, 2)));
    if (event != 4 || bytes.size() < 8 + second) return fmt::format("binary {}", event);
    const auto metadata = json::parse(bytes.substr(8, second));
    return fmt::format("binary 4, {}, bytes {}", metadata ? normal_form(*metadata, ids) : "no JSON",
                       hex(bytes.substr(8 + second, 2)));
}

}  // namespace

std::string normal_form(const json::Value& value, const Ids& ids) {
    return json::write_python(normal(value, "", ids));
}

std::string shape_of(const json::Value& value) {
    if (const auto* items = json::array_of(value))
        return items->empty() ? "[]" : "[" + shape_of(items->front()) + "]";
    const auto* members = json::object_of(value);
    if (!members) return std::string{json::kind_name(value)};
    std::string out;
    for (const auto& [name, member] : *members)
        out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", std::string_view{name}, shape_of(member));
    return "{" + out + "}";
}

std::string message_text(const net::WebSocketMessage& message, const Ids& ids) {
    if (message.binary) return binary_text(message.content, ids);
    const auto value = json::parse(message.content);
    return value ? normal_form(*value, ids) : "no JSON: " + message.content;
}

std::string recorded_text(const json::Value& step) {
    if (const json::Value* text = json::find(step, "text")) return normal_form(*text, {});
    const auto event = json::to_int64(*json::find(step, "event")).value_or(0);
    const std::string magic = json::text_or(step, "magic");
    if (event == 1)
        return fmt::format("binary 1, format {}, bytes {}", json::number_text(*json::find(step, "format")),
                           magic);
    return fmt::format("binary 4, {}, bytes {}", normal_form(*json::find(step, "metadata"), {}), magic);
}

}  // namespace divan::engine::testing
