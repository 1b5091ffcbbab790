#include <divan/protocol/outputs.hpp>

#include <array>

#include <divan/base/text.hpp>

#include "reading.hpp"

namespace divan::protocol {
namespace {

struct Extension {
    std::string_view name;
    OutputKind kind;
};

constexpr std::array kExtensions{
    Extension{"png", OutputKind::image},     Extension{"jpg", OutputKind::image},
    Extension{"jpeg", OutputKind::image},    Extension{"webp", OutputKind::image},
    Extension{"gif", OutputKind::image},     Extension{"avif", OutputKind::image},
    Extension{"apng", OutputKind::image},    Extension{"bmp", OutputKind::image},
    Extension{"tif", OutputKind::image},     Extension{"tiff", OutputKind::image},
    Extension{"exr", OutputKind::image},     Extension{"svg", OutputKind::image},
    Extension{"mp4", OutputKind::video},     Extension{"webm", OutputKind::video},
    Extension{"mov", OutputKind::video},     Extension{"mkv", OutputKind::video},
    Extension{"avi", OutputKind::video},     Extension{"wav", OutputKind::audio},
    Extension{"mp3", OutputKind::audio},     Extension{"flac", OutputKind::audio},
    Extension{"opus", OutputKind::audio},    Extension{"ogg", OutputKind::audio},
    Extension{"m4a", OutputKind::audio},     Extension{"glb", OutputKind::model_3d},
    Extension{"gltf", OutputKind::model_3d}, Extension{"obj", OutputKind::model_3d},
    Extension{"ply", OutputKind::model_3d},  Extension{"stl", OutputKind::model_3d},
    Extension{"fbx", OutputKind::model_3d},  Extension{"latent", OutputKind::latent},
};

constexpr std::array kKeys{
    Extension{"images", OutputKind::image},   Extension{"gifs", OutputKind::video},
    Extension{"video", OutputKind::video},    Extension{"videos", OutputKind::video},
    Extension{"audio", OutputKind::audio},    Extension{"3d", OutputKind::model_3d},
    Extension{"latents", OutputKind::latent},
};

template <class Table>
OutputKind look_up(const Table& table, std::string_view name) {
    for (const Extension& row : table)
        if (row.name == name) return row.kind;
    return OutputKind::other;
}

std::string extension_of(std::string_view filename) {
    const auto dot = filename.rfind('.');
    return dot == std::string_view::npos ? std::string{} : to_lower(filename.substr(dot + 1));
}

bool any_true(const json::Value& list) {
    if (json::to_bool(list) == true) return true;
    const json::Array* flags = json::array_of(list);
    if (!flags) return false;
    for (const json::Value& flag : *flags)
        if (json::to_bool(flag) == true) return true;
    return false;
}

OutputFile read_file_record(const NodeId& node, std::string_view key, const json::Value& record,
                            bool animated) {
    OutputFile file;
    file.node = node;
    file.key = key;
    file.filename = json::text_or(record, "filename");
    file.subfolder = json::text_or(record, "subfolder");
    file.type = json::text_or(record, "type", "output");
    file.format = json::text_or(record, "format");
    file.animated = animated;
    file.kind = kind_of_file(file.filename, key, file.format);
    file.raw = json::detached(record);
    return file;
}

struct Walk {
    NodeOutputs& outputs;
    bool animated;

    void element(std::string_view key, const json::Value& value) const {
        if (const auto text = json::text_of(value)) {
            outputs.texts.push_back({std::string{key}, std::string{*text}});
        } else if (!json::text_or(value, "filename").empty()) {
            outputs.files.push_back(read_file_record(outputs.node, key, value, animated));
        }
    }
    void member(std::string_view key, const json::Value& value) const {
        if (const json::Array* list = json::array_of(value)) {
            for (const json::Value& entry : *list) element(key, entry);
        } else {
            element(key, value);  // custom nodes put a single record where ComfyUI wants a list
        }
    }
};

}  // namespace

std::string_view name(OutputKind kind) {
    constexpr std::array<std::string_view, 6> kNames{"image", "video", "audio", "3d", "latent", "other"};
    return kNames.at(static_cast<std::size_t>(kind));
}

OutputKind kind_of_file(std::string_view filename, std::string_view key, std::string_view format) {
    if (const OutputKind kind = look_up(kExtensions, extension_of(filename)); kind != OutputKind::other)
        return kind;
    if (format.starts_with("video/")) return OutputKind::video;
    if (format.starts_with("audio/")) return OutputKind::audio;
    if (format.starts_with("image/")) return OutputKind::image;
    return look_up(kKeys, key);
}

NodeOutputs read_node_outputs(NodeId node, json::Value ui) {
    NodeOutputs outputs;
    outputs.node = std::move(node);
    outputs.ui = std::move(ui);
    const json::Object* members = json::object_of(outputs.ui);
    if (!members) return outputs;
    const json::Value* flags = json::find(*members, "animated");
    const Walk walk{outputs, flags && any_true(*flags)};
    for (const auto& member : *members) walk.member(member.key(), member.value());
    return outputs;
}

std::vector<NodeOutputs> read_outputs(const json::Value& outputs) {
    std::vector<NodeOutputs> nodes;
    const json::Object* members = json::object_of(outputs);
    if (!members) return nodes;
    for (const auto& member : *members)
        nodes.push_back(read_node_outputs(NodeId{std::string{member.key()}}, json::detached(member.value())));
    return nodes;
}

}  // namespace divan::protocol
