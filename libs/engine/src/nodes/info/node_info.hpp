#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <divan/json/value.hpp>

namespace divan::engine {

/// One input as `/object_info` spells it: `["INT", {"default": 512, …}]`. Options stand in the order of the
/// calls.
class InputSpec {
public:
    explicit InputSpec(json::Value type) : type_(std::move(type)) {}  // braces: a list, with g++

    InputSpec with(std::string_view option, json::Value value) &&;
    InputSpec tip(std::string_view text) && { return std::move(*this).with("tooltip", json::Value(text)); }
    /// The options are written even when there are none, as the V3 schema does.
    InputSpec with_options() &&;
    json::Array to_json() const;

private:
    json::Value type_;
    json::Object options_;
    bool always_options_ = false;
};

using Choices = std::vector<std::string>;

InputSpec socket(std::string_view type);      ///< `["IMAGE"]`
InputSpec choice(const Choices& choices);     ///< V1: `[["a", "b"]]`
InputSpec choice_v3(const Choices& choices);  ///< `["COMBO", {"multiselect": false, "options": […]}]`
InputSpec integer(long long otherwise, long long min, long long max);
InputSpec integer(long long otherwise, long long min, long long max, long long step);
InputSpec decimal(double otherwise, double min, double max, double step);
InputSpec seed();  ///< 0 to 2^64−1, with `control_after_generate`
InputSpec flag(bool otherwise);
InputSpec text_input(bool multiline);

/// Builds one entry of `/object_info` with ComfyUI's keys in ComfyUI's order
/// (0.3.64, server.py `node_info`; V3: comfy_api/latest/_io.py `GetNodeInfoV1`).
class NodeInfo {
public:
    /// A V1 class. `module` is `python_module`, e.g. "nodes" or "comfy_extras.nodes_mask".
    NodeInfo(std::string_view name, std::string_view display_name, std::string_view category,
             std::string_view module);

    NodeInfo required(std::string_view name, InputSpec spec) &&;
    NodeInfo optional(std::string_view name, InputSpec spec) &&;
    NodeInfo hidden(std::string_view name, std::string_view what) &&;
    NodeInfo output(std::string_view type, std::string_view name = {}, std::string_view tooltip = {}) &&;
    NodeInfo extra_tooltip(std::string_view tooltip) &&;  ///< a tooltip too many: some classes inherit them
    NodeInfo list_output(std::string_view type) &&;       ///< `output_is_list` is true
    NodeInfo describe(std::string_view text) &&;
    NodeInfo output_node() &&;
    NodeInfo v3() &&;  ///< all V3 keys; the display name is null when it is empty
    NodeInfo experimental() &&;

    const std::string& name() const { return name_; }
    json::Object build() const;

private:
    json::Object inputs() const;
    json::Object input_order() const;
    void add_trailer(json::Object& info) const;

    std::string name_, display_name_, category_, module_, description_;
    json::Object required_, optional_, hidden_;
    json::Array outputs_, output_is_list_, output_names_, output_tooltips_;
    bool output_node_ = false, v3_ = false, experimental_ = false, has_tooltips_ = false;
};

inline constexpr int kMaxResolution = 16384;  ///< ComfyUI 0.3.64, nodes.py `MAX_RESOLUTION`

}  // namespace divan::engine
