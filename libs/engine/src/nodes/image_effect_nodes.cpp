#include "nodes/families.hpp"
#include "nodes/pixels/filters.hpp"

namespace divan::engine {

namespace {

constexpr std::string_view kModule = "comfy_extras.nodes_post_processing";
constexpr std::string_view kCategory = "image/postprocessing";

NodeResult<Image> composite_masked(const Image& destination, const Image& source, int x, int y,
                                   bool resize_source, const Mask* mask) {
    return composite(destination, source, CompositePlace{x, y, resize_source}, mask);
}

NodeResult<Image> blend_images(const Image& first, const Image& second, double factor,
                               const std::string& mode) {
    return blend(first, second, factor, mode);
}

InputSpec image_v3() { return socket("IMAGE").with_options(); }

NodeInfo blend_info() {
    return NodeInfo{"ImageBlend", "", kCategory, kModule}
        .required("image1", image_v3())
        .required("image2", image_v3())
        .required("blend_factor", decimal(0.5, 0.0, 1.0, 0.01))
        .required("blend_mode",
                  choice_v3({"normal", "multiply", "screen", "overlay", "soft_light", "difference"}))
        .output("IMAGE")
        .v3();
}

NodeInfo blur_info() {
    return NodeInfo{"ImageBlur", "", kCategory, kModule}
        .required("image", image_v3())
        .required("blur_radius", integer(1, 1, 31, 1))
        .required("sigma", decimal(1.0, 0.1, 10.0, 0.1))
        .output("IMAGE")
        .v3();
}

NodeInfo sharpen_info() {
    return NodeInfo{"ImageSharpen", "", kCategory, kModule}
        .required("image", image_v3())
        .required("sharpen_radius", integer(1, 1, 31, 1))
        .required("sigma", decimal(1.0, 0.1, 10.0, 0.01))
        .required("alpha", decimal(1.0, 0.0, 5.0, 0.01))
        .output("IMAGE")
        .v3();
}

NodeInfo composite_info() {
    return NodeInfo{"ImageCompositeMasked", "ImageCompositeMasked", "image", "comfy_extras.nodes_mask"}
        .required("destination", socket("IMAGE"))
        .required("source", socket("IMAGE"))
        .required("x", integer(0, 0, kMaxResolution, 1))
        .required("y", integer(0, 0, kMaxResolution, 1))
        .required("resize_source", flag(false))
        .optional("mask", socket("MASK"))
        .output("IMAGE");
}

}  // namespace

NodeClasses image_effect_nodes() {
    NodeClasses nodes;
    nodes.push_back(
        make_node(blend_info(), compute(&blend_images, {"image1", "image2", "blend_factor", "blend_mode"})));
    nodes.push_back(make_node(blur_info(), compute(&blur, {"image", "blur_radius", "sigma"})));
    nodes.push_back(
        make_node(sharpen_info(), compute(&sharpen, {"image", "sharpen_radius", "sigma", "alpha"})));
    nodes.push_back(make_node(composite_info(), compute(&composite_masked, {"destination", "source", "x", "y",
                                                                            "resize_source", "mask"})));
    return nodes;
}

}  // namespace divan::engine
