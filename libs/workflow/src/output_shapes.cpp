#include <divan/workflow/output_shapes.hpp>

namespace divan {
namespace {

struct Row {
    const char* class_type;
    std::vector<std::string> keys;
};

std::vector<Row> known_rows() {
    return {
        {"SaveImage", {"images"}},
        {"SaveImageAdvanced", {"images"}},
        {"PreviewImage", {"images"}},
        {"MaskPreview", {"images"}},
        {"LossGraphNode", {"images"}},
        {"SaveSVGNode", {"images"}},
        {"SaveAnimatedWEBP", {"images", "animated"}},
        {"SaveAnimatedPNG", {"images", "animated"}},
        {"SaveWEBM", {"images", "animated"}},
        {"SaveVideo", {"images", "animated"}},
        {"VHS_VideoCombine", {"gifs"}},
        {"SaveAudio", {"audio"}},
        {"SaveAudioMP3", {"audio"}},
        {"SaveAudioOpus", {"audio"}},
        {"PreviewAudio", {"audio"}},
        {"SaveGLB", {"3d"}},
        {"Preview3D", {"result"}},
        {"Preview3DAnimation", {"result"}},
        {"PreviewAny", {"text"}},
        {"SaveLatent", {"latents"}},
        {"KSampler", {"samples"}},
        {"SaveImageWebsocket", {}},  // sends its pictures over the socket
        {"CheckpointSave", {}},
        {"CLIPSave", {}},
        {"VAESave", {}},
        {"ModelSave", {}},
        {"LoraSave", {}},
        {"SaveLoRANode", {}},
    };
}

}  // namespace

OutputShapes::OutputShapes() {
    for (Row& row : known_rows()) set(row.class_type, std::move(row.keys));
}

void OutputShapes::set(std::string class_type, std::vector<std::string> keys) {
    keys_.insert_or_assign(std::move(class_type), std::move(keys));
}

const std::vector<std::string>* OutputShapes::find(std::string_view class_type) const {
    if (const auto found = keys_.find(class_type); found != keys_.end()) return &found->second;
    const bool is_image = class_type.starts_with("SaveImage") || class_type.starts_with("PreviewImage");
    return is_image ? &images_ : nullptr;
}

const OutputShapes& known_output_shapes() {
    static const OutputShapes kShapes;
    return kShapes;
}

std::vector<ExpectedOutput> expected_outputs(const Workflow& workflow,
                                             const std::vector<DeclaredOutput>& outputs,
                                             const OutputShapes& shapes) {
    std::vector<ExpectedOutput> expected;
    for (const DeclaredOutput& output : outputs) {
        const std::string class_type = workflow.class_type(output.node);
        const auto* keys = shapes.find(class_type);
        expected.push_back({output, class_type, keys ? *keys : std::vector<std::string>{}});
    }
    return expected;
}

}  // namespace divan
