#include <algorithm>
#include <array>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/text.hpp>

#include <divan/engine/image_codec.hpp>
#include "nodes/families.hpp"

/// Source of all rules here: ComfyUI 0.3.64, nodes.py `LoadImage`, `LoadImageMask`, `LoadImageOutput`;
/// folder_paths.py `annotated_filepath`.
namespace divan::engine {

namespace fs = std::filesystem;

namespace {

/// "x.png [output]" names a file in another folder.
struct AnnotatedName {
    fs::path folder;
    std::string name;

    AnnotatedName(const std::string& text, const Folders& folders) : folder{folders.input}, name{text} {
        strip(" [output]", folders.output);
        strip(" [input]", folders.input);
        strip(" [temp]", folders.temp);
    }
    /// ComfyUI takes paths that lead out of the folder; an engine inside somebody's program must not.
    bool is_file() const {
        std::error_code error;
        return stays_inside(folder, name) && fs::is_regular_file(folder / name, error);
    }
    fs::path path() const { return folder / name; }

private:
    void strip(std::string_view mark, const fs::path& marked_folder) {
        if (!name.ends_with(mark.substr(1))) return;
        name.resize(name.size() - std::min(name.size(), mark.size()));
        folder = marked_folder;
    }
};

NodeResult<DecodedImage> load(const std::string& name, const Folders& folders) {
    const AnnotatedName annotated{name, folders};
    const std::string path = annotated.path().string();
    if (!annotated.is_file())
        return raise("FileNotFoundError", "[Errno 2] No such file or directory: '" + path + "'");
    const auto bytes = read_file(annotated.path());
    if (!bytes) return raise("OSError", bytes.error().message);
    auto decoded = decode_image(*bytes);
    if (!decoded)
        return raise("PIL.UnidentifiedImageError",
                     "cannot identify image file '" + path + "' (" + decoded.error().message + ")");
    decoded->image = upright(std::move(decoded->image), decoded->orientation);
    return *std::move(decoded);
}

/// The mark that an earlier SaveImage left in a stand-in's file.
std::string origin_of(const DecodedImage& decoded) {
    for (const auto& [key, text] : decoded.text_chunks)
        if (key == "divan") return text;
    return {};
}

Image colours_of(const Image& picture) {
    if (picture.channels == 3) return picture;
    Image colours{picture.batch, picture.height, picture.width, 3};
    for (std::size_t i = 0; i < colours.values.size(); ++i)
        colours.values[i] = picture.values[i / 3 * 4 + i % 3];
    return colours;
}

Mask channel_of(const Image& picture, std::size_t channel) {
    Mask mask{picture.batch, picture.height, picture.width};
    const auto channels = static_cast<std::size_t>(picture.channels);
    for (std::size_t i = 0; i < mask.values.size(); ++i)
        mask.values[i] = picture.values[i * channels + channel];
    return mask;
}

/// Pictures without alpha give a small black mask, whatever their size.
Mask transparency_of(const Image& picture) {
    if (picture.channels < 4) return {picture.batch, 64, 64};
    Mask mask = channel_of(picture, 3);
    for (float& value : mask.values) value = 1.0F - value;
    return mask;
}

NodeResult<NodeOutputs> load_image(NodeHost& host, const std::string& name) {
    const auto decoded = load(name, host.folders());
    if (!decoded) return tl::unexpected{decoded.error()};
    const std::string origin = origin_of(*decoded);
    NodeOutputs outputs;
    outputs.slots.push_back({binding::marked_datum(colours_of(decoded->image), origin)});
    outputs.slots.push_back({binding::marked_datum(transparency_of(decoded->image), origin)});
    return outputs;
}

/// The picture counts as RGBA here: one without alpha is opaque, its alpha mask zeros of full size. First
/// frame only.
NodeResult<Mask> load_mask(NodeHost& host, const std::string& name, const std::string& channel) {
    constexpr std::array<std::string_view, 3> kColours{"red", "green", "blue"};
    const auto decoded = load(name, host.folders());
    if (!decoded) return tl::unexpected{decoded.error()};
    const Image& picture = decoded->image;
    const auto colour = std::find(kColours.begin(), kColours.end(), channel);
    Mask mask = colour != kColours.end()
                    ? channel_of(picture, static_cast<std::size_t>(colour - kColours.begin()))
                : picture.channels == 4 ? transparency_of(picture)
                                        : Mask{picture.batch, picture.height, picture.width};
    mask.batch = 1;
    mask.values.resize(static_cast<std::size_t>(mask.height) * static_cast<std::size_t>(mask.width));
    return mask;
}

std::string image_name(const NodeInputs& inputs) {
    const Datum* datum = inputs.find("image");
    const auto text = datum ? json::text_of(datum->literal()) : std::nullopt;
    return std::string{text.value_or("")};
}

json::Value validate(const NodeInputs& inputs, const Folders& folders) {
    const std::string name = image_name(inputs);
    if (AnnotatedName{name, folders}.is_file()) return true;
    return json::Value("Invalid image file: " + name);
}

NodeResult<json::Value> is_changed(const NodeInputs& inputs, const Folders& folders) {
    const AnnotatedName annotated{image_name(inputs), folders};
    if (!annotated.is_file())
        return raise("FileNotFoundError",
                     "[Errno 2] No such file or directory: '" + annotated.path().string() + "'");
    const auto bytes = read_file(annotated.path());
    if (!bytes) return raise("OSError", bytes.error().message);
    return json::Value(sha256_hex(*bytes));
}

bool has_image_name(const std::string& file) {
    constexpr std::array<std::string_view, 12> kEndings{".png", ".jpg", ".jpeg", ".jpe", ".webp", ".gif",
                                                        ".bmp", ".tif", ".tiff", ".svg", ".ico",  ".avif"};
    const std::string lower = to_lower(file);
    return std::any_of(kEndings.begin(), kEndings.end(),
                       [&](std::string_view ending) { return lower.ends_with(ending); });
}

Choices files_in(const fs::path& folder, bool only_images) {
    Choices files;
    std::error_code ignored;  // an unreadable folder has no choices, as in ComfyUI a missing one
    for (const auto& entry : fs::directory_iterator{folder, ignored}) {
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file(ignored) && (!only_images || has_image_name(name))) files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
}

NodeInfo load_info(const Choices& files) {
    return NodeInfo{"LoadImage", "Load Image", "image", "nodes"}
        .required("image", choice(files).with("image_upload", true))
        .output("IMAGE")
        .output("MASK");
}

NodeInfo load_mask_info(const Choices& files) {
    return NodeInfo{"LoadImageMask", "Load Image (as Mask)", "mask", "nodes"}
        .required("image", choice(files).with("image_upload", true))
        .required("channel", choice({"alpha", "red", "green", "blue"}))
        .output("MASK");
}

NodeInfo load_output_info() {
    json::Object remote;
    remote["route"] = "/internal/files/output";
    remote["refresh_button"] = true;
    remote["control_after_refresh"] = "first";
    return NodeInfo{"LoadImageOutput", "Load Image (from Outputs)", "image", "nodes"}
        .required("image", InputSpec{"COMBO"}
                               .with("image_upload", true)
                               .with("image_folder", "output")
                               .with("remote", remote))
        .output("IMAGE")
        .output("MASK")
        .describe(
            "Load an image from the output folder. When the refresh button is clicked, the node will update "
            "the "
            "image list and automatically select the first image, allowing for easy iteration.")
        .experimental();
}

NodeClass make_loader(const NodeInfo& info, NodeRun run) {
    NodeClass node = make_node(info, std::move(run));
    node.validate = &validate;
    node.validated_inputs = {"image"};
    node.is_changed = &is_changed;
    return node;
}

}  // namespace

NodeClasses load_nodes() {
    NodeClasses nodes;
    nodes.push_back(make_loader(load_info({}), compute(&load_image, {"image"})));
    nodes.back().refresh = [](json::Object& info, const Folders& folders) {
        info = load_info(files_in(folders.input, true)).build();
    };
    nodes.push_back(make_loader(load_mask_info({}), compute(&load_mask, {"image", "channel"})));
    nodes.back().refresh = [](json::Object& info, const Folders& folders) {
        info = load_mask_info(files_in(folders.input, false)).build();
    };
    nodes.push_back(make_loader(load_output_info(), compute(&load_image, {"image"})));
    return nodes;
}

}  // namespace divan::engine
