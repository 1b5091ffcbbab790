#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace divan::protocol {

/// What a node says about its work (`ProgressText`), taken apart. Nodes that call a hosted API say how long
/// their task is on its way and where its result lies: "Task in progress: 12s (~30s remaining)",
/// "Result URL: https://…", with a first line "Price: …" or another prefix. Everything else is a message.
/// Source: ComfyUI 0.3.64, comfy_api_nodes/apis/client.py `_display_text_on_node`,
/// `_display_time_progress_on_node`, comfy_api_nodes/nodes_*.py.
struct NodeText {
    enum class Kind { message, progress, result };
    Kind kind = Kind::message;
    std::optional<double> seconds;            ///< of a progress: since the task began
    std::optional<double> remaining_seconds;  ///< of a progress that tells them
    std::vector<std::string> urls;            ///< of a result, in their order; http and https only
    std::string clean;                        ///< from the first known phrase on; without one, the whole text

    NodeText() = default;
    bool operator==(const NodeText&) const = default;
};

std::string_view name(NodeText::Kind kind);  ///< "message", "progress" or "result"

/// Takes any bytes. The text and its addresses are the server's: untrusted.
NodeText read_node_text(std::string_view text);

}  // namespace divan::protocol
