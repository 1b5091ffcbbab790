#include "nodes/info/save_infos.hpp"

namespace divan::engine {

namespace {

NodeInfo with_metadata(NodeInfo info) {
    return std::move(info).hidden("prompt", "PROMPT").hidden("extra_pnginfo", "EXTRA_PNGINFO").output_node();
}

NodeInfo animation(std::string_view name) {
    return with_metadata(NodeInfo{name, name, "image/animation", "comfy_extras.nodes_images"}
                             .required("images", socket("IMAGE"))
                             .required("filename_prefix", InputSpec{"STRING"}.with("default", "ComfyUI"))
                             .required("fps", decimal(6.0, 0.01, 1000.0, 0.01)));
}

constexpr std::string_view kSaves = "Saves the input images to your ComfyUI output directory.";

}  // namespace

NodeInfo save_image_info() {
    return with_metadata(
        NodeInfo{"SaveImage", "Save Image", "image", "nodes"}
            .required("images", socket("IMAGE").tip("The images to save."))
            .required("filename_prefix", InputSpec{"STRING"}
                                             .with("default", "ComfyUI")
                                             .tip("The prefix for the file to save. This may include "
                                                  "formatting information such as %date:yyyy-MM-dd% or "
                                                  "%Empty Latent Image.width% to include values from nodes."))
            .describe(kSaves));
}

NodeInfo preview_image_info() {
    return with_metadata(NodeInfo{"PreviewImage", "Preview Image", "image", "nodes"}
                             .required("images", socket("IMAGE"))
                             .describe(kSaves));
}

NodeInfo preview_mask_info() {
    return with_metadata(NodeInfo{"MaskPreview", "MaskPreview", "mask", "comfy_extras.nodes_mask"}
                             .required("mask", socket("MASK"))
                             .describe(kSaves));
}

NodeInfo save_webp_info() {
    return animation("SaveAnimatedWEBP")
        .required("lossless", flag(true))
        .required("quality", integer(80, 0, 100))
        .required("method", choice({"default", "fastest", "slowest"}));
}

NodeInfo save_apng_info() {
    return animation("SaveAnimatedPNG").required("compress_level", integer(4, 0, 9));
}

}  // namespace divan::engine
