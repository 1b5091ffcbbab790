#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/protocol/prompt_id.hpp>

/// What the nodes of a prompt show: the `ui` objects in `executed` messages and in the history. There is no
/// fixed schema: each value is a list, and whatever has a `filename` is a file. Source: ComfyUI 0.3.64,
/// nodes.py, comfy_extras/nodes_*.py; custom nodes add keys such as `gifs`.
namespace divan::protocol {

enum class OutputKind { image, video, audio, model_3d, latent, other };

std::string_view name(OutputKind kind);  ///< "image", "video", …

/// A file on the server. All texts are the server's: untrusted, never joined to a local path as they are.
struct OutputFile {
    NodeId node;
    std::string key;  ///< the list it stood in: "images", "gifs", "audio", "3d", "latents", …
    std::string filename;
    std::string subfolder;        ///< mostly empty
    std::string type = "output";  ///< "output", "temp" or "input"
    std::string format;           ///< e.g. "video/h264-mp4"; mostly empty
    bool animated = false;  ///< the node marked its pictures as moving (videos stand under "images" too)
    OutputKind kind = OutputKind::other;
    json::Value raw;  ///< the whole record, with what custom nodes added

    OutputFile() = default;
    bool operator==(const OutputFile&) const = default;
};

/// A text that a node shows, e.g. PreviewAny's.
struct OutputText {
    std::string key, text;
    bool operator==(const OutputText&) const = default;
};

struct NodeOutputs {
    NodeId node;
    std::vector<OutputFile> files;
    std::vector<OutputText> texts;
    json::Value ui;  ///< as the server sent it: NaN and all; null for a node without anything to show

    NodeOutputs() = default;
    bool operator==(const NodeOutputs&) const = default;
};

/// Walks every key of one node's `ui` object.
NodeOutputs read_node_outputs(NodeId node, json::Value ui);
/// The `outputs` object of a history entry, in its order.
std::vector<NodeOutputs> read_outputs(const json::Value& outputs);

/// Image, video, … by the file's extension first (ComfyUI lists videos under "images"), then by key and
/// format.
OutputKind kind_of_file(std::string_view filename, std::string_view key, std::string_view format);

}  // namespace divan::protocol
