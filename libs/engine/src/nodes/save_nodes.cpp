#include <algorithm>

#include <divan/base/files.hpp>
#include <divan/base/random.hpp>
#include <divan/json/write.hpp>

#include <divan/engine/image_codec.hpp>
#include "nodes/codec/animation.hpp"
#include "nodes/families.hpp"
#include "nodes/info/save_infos.hpp"
#include "nodes/pixels/tensor_rules.hpp"
#include "nodes/save_path.hpp"

/// Source of all rules here: ComfyUI 0.3.64, nodes.py `SaveImage`, `PreviewImage`;
/// comfy_extras/nodes_images.py; comfy_extras/nodes_mask.py `MaskPreview`.
namespace divan::engine {

namespace {

constexpr int kMaxWebpSide = 16'383;

using Metadata = std::vector<std::pair<std::string, std::string>>;

/// Where the files of one call go.
struct Target {
    std::filesystem::path root;
    std::string type;  ///< "output" or "temp"
    std::string prefix;
};

/// Prompt and `extra_pnginfo` as JSON texts. TypeError when `extra_pnginfo` is no object: Python trips over
/// it, too.
NodeResult<Metadata> metadata_of(const NodeHost& host) {
    Metadata metadata{{"prompt", json::write_python(host.prompt())}};
    const json::Value& extra = host.extra_pnginfo();
    if (const json::Object* members = json::object_of(extra)) {
        for (const auto& member : *members)
            metadata.emplace_back(member.key(), json::write_python(member.value()));
    } else if (json::kind_name(extra) != "null") {
        return raise("TypeError",
                     "extra_pnginfo must be an object, not a " + std::string{json::kind_name(extra)});
    }
    return metadata;
}

json::Object file_record(const std::string& file, const SavePath& path, const Target& target) {
    json::Object record;
    record["filename"] = file;
    record["subfolder"] = path.subfolder;
    record["type"] = target.type;
    return record;
}

NodeResult<> write_output(const SavePath& path, const std::string& file, const std::string& bytes) {
    const auto written = write_file(path.folder / file, bytes);
    if (!written) return raise("OSError", written.error().message);
    return {};
}

NodeResult<SavePath> path_for(const Image& images, const Target& target) {
    if (images.batch < 1) return raise("IndexError", "index 0 is out of bounds for dimension 0 with size 0");
    if (images.width < 1 || images.height < 1)
        return raise("SystemError", "tile cannot extend outside image");
    return find_save_path(target.prefix, target.root, images.width, images.height);
}

NodeOutputs ui_images(json::Array records, std::optional<bool> animated = {}) {
    json::Object ui;
    ui["images"] = std::move(records);
    if (animated) ui["animated"] = json::Array{*animated};
    NodeOutputs outputs;
    outputs.ui = std::move(ui);
    return outputs;
}

NodeResult<NodeOutputs> save_pngs(const Image& images, const std::string& origin, const Target& target,
                                  int compress_level, const NodeHost& host) {
    auto metadata = metadata_of(host);
    if (!metadata) return tl::unexpected{std::move(metadata).error()};
    if (!origin.empty()) metadata->emplace_back("divan", origin);
    const auto path = path_for(images, target);
    if (!path) return tl::unexpected{path.error()};
    json::Array records;
    for (int i = 0; i < images.batch; ++i) {
        const std::string file = path->numbered(i, path->counter + i, "png");
        const auto written = write_output(*path, file, encode_png(images, i, *metadata, compress_level));
        if (!written) return tl::unexpected{written.error()};
        records.emplace_back(file_record(file, *path, target));
    }
    return ui_images(std::move(records));
}

NodeResult<NodeOutputs> save_image(NodeHost& host, const Datum& images, const std::string& prefix) {
    const Image* pixels = object_in<Image>(images);
    if (!pixels) return tl::unexpected{wrong_type("images", images)};
    return save_pngs(*pixels, origin_of(images), Target{host.folders().output, "output", prefix}, 4, host);
}

/// Five letters, the same for one node as long as its instance lives. ComfyUI's alphabet has no w, and p
/// twice.
Target temporary_target(NodeHost& host) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstupvxyz";
    std::string& suffix = host.instance_memory()["temporary_suffix"];
    while (suffix.size() < 5) suffix += kLetters[random_upto(kLetters.size() - 1)];
    return {host.folders().temp, "temp", "ComfyUI_temp_" + suffix};
}

NodeResult<NodeOutputs> preview_image(NodeHost& host, const Datum& images) {
    const Image* pixels = object_in<Image>(images);
    if (!pixels) return tl::unexpected{wrong_type("images", images)};
    return save_pngs(*pixels, origin_of(images), temporary_target(host), 1, host);
}

NodeResult<NodeOutputs> preview_mask(NodeHost& host, const Datum& mask) {
    const Mask* shades = object_in<Mask>(mask);
    if (!shades) return tl::unexpected{wrong_type("mask", mask)};
    auto pixels = new_image(shades->batch, shades->height, shades->width, 3);
    if (!pixels) return tl::unexpected{std::move(pixels).error()};
    for (std::size_t i = 0; i < pixels->values.size(); ++i) pixels->values[i] = shades->values[i / 3];
    return save_pngs(*pixels, origin_of(mask), temporary_target(host), 4, host);
}

/// EXIF has no room for keys of our own: prompt is in 0x0110, the rest goes down from 0x010F.
std::string exif_of(const Metadata& metadata) {
    std::vector<std::pair<std::uint16_t, std::string>> tags;
    std::uint16_t tag = 0x0110;
    for (const auto& [key, text] : metadata) tags.emplace_back(tag--, key + ":" + text);
    return codec::exif_texts(std::move(tags));
}

int webp_method(const std::string& name) { return name == "fastest" ? 0 : name == "slowest" ? 6 : 4; }

NodeResult<NodeOutputs> save_animated_webp(NodeHost& host, const Datum& images, const std::string& prefix,
                                           double fps, bool lossless, int quality,
                                           const std::string& method) {
    const Image* pixels = object_in<Image>(images);
    if (!pixels) return tl::unexpected{wrong_type("images", images)};
    auto metadata = metadata_of(host);
    if (!metadata) return tl::unexpected{std::move(metadata).error()};
    if (const std::string origin = origin_of(images); !origin.empty())
        metadata->emplace_back("divan", origin);
    if (std::max(pixels->width, pixels->height) > kMaxWebpSide)
        return raise("ValueError", "encoding error 5: Image size exceeds WebP limit of 16383 pixels");
    const Target target{host.folders().output, "output", prefix};
    const auto path = path_for(*pixels, target);
    if (!path) return tl::unexpected{path.error()};

    codec::WebpAnimation animation;
    animation.frame_ms = static_cast<int>(1000.0 / fps);
    animation.lossless = lossless;
    animation.quality = quality;
    animation.method = webp_method(method);
    animation.exif = exif_of(*metadata);
    const std::string file = path->numbered(0, path->counter, "webp");
    const auto written = write_output(*path, file, codec::encode_animated_webp(*pixels, animation));
    if (!written) return tl::unexpected{written.error()};
    return ui_images(json::Array{file_record(file, *path, target)}, pixels->batch != 1);
}

std::vector<codec::PrivateChunk> comf_chunks(const Metadata& metadata) {
    std::vector<codec::PrivateChunk> chunks;
    for (const auto& [key, text] : metadata) chunks.push_back({"comf", key + std::string(1, '\0') + text});
    return chunks;
}

NodeResult<NodeOutputs> save_animated_png(NodeHost& host, const Datum& images, const std::string& prefix,
                                          double fps, int compress_level) {
    const Image* pixels = object_in<Image>(images);
    if (!pixels) return tl::unexpected{wrong_type("images", images)};
    auto metadata = metadata_of(host);
    if (!metadata) return tl::unexpected{std::move(metadata).error()};
    if (const std::string origin = origin_of(images); !origin.empty())
        metadata->emplace_back("divan", origin);
    const Target target{host.folders().output, "output", prefix};
    const auto path = path_for(*pixels, target);
    if (!path) return tl::unexpected{path.error()};
    const std::string file = path->numbered(0, path->counter, "png");
    const std::string bytes = codec::encode_animated_png(*pixels, static_cast<int>(1000.0 / fps),
                                                         compress_level, comf_chunks(*metadata));
    const auto written = write_output(*path, file, bytes);
    if (!written) return tl::unexpected{written.error()};
    return ui_images(json::Array{file_record(file, *path, target)}, true);
}

}  // namespace

NodeClasses save_nodes() {
    NodeClasses nodes;
    nodes.push_back(make_node(save_image_info(), compute(&save_image, {"images", "filename_prefix"})));
    nodes.push_back(make_node(preview_image_info(), compute(&preview_image, {"images"})));
    nodes.push_back(make_node(preview_mask_info(), compute(&preview_mask, {"mask"})));
    nodes.push_back(make_node(
        save_webp_info(),
        compute(&save_animated_webp, {"images", "filename_prefix", "fps", "lossless", "quality", "method"})));
    nodes.push_back(make_node(save_apng_info(), compute(&save_animated_png, {"images", "filename_prefix",
                                                                             "fps", "compress_level"})));
    return nodes;
}

}  // namespace divan::engine
