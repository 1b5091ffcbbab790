#include <divan/workflow/model_loading.hpp>

#include <array>
#include <utility>

#include <divan/base/text.hpp>

namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr std::array kKnown{
    "CheckpointLoaderSimple",
    "CheckpointLoader",
    "unCLIPCheckpointLoader",
    "VAELoader",
    "VAEDecode",
    "LoraLoader",
    "LoraLoaderModelOnly",
    "ControlNetLoader",
    "ControlNetApply",
    "ControlNetApplyAdvanced",
    "IPAdapterModelLoader",
    "IPAdapterApply",
    "CLIPLoader",
    "DualCLIPLoader",
    "CLIPVisionLoader",
    "UNETLoader",
    "DiffusersLoader",
    "StyleModelLoader",
    "UpscaleModelLoader",
    "GLIGENLoader",
    "PhotoMakerLoader",
    "InstantIDModelLoader",
    "AnimateDiffLoader",
    "ADE_AnimateDiffLoaderGen1",
    "ADE_AnimateDiffLoaderGen2",
    "FluxCheckpointLoader",
    "SD3CheckpointLoader",
    "comfy.sd1.CheckpointLoader",
    "comfy.sd2.CheckpointLoader",
    "comfy.sdxl.CheckpointLoader",
};

constexpr std::array<std::pair<std::string_view, ModelCategory>, 4> kCategories{
    {{"checkpoint", ModelCategory::checkpoint},
     {"vae", ModelCategory::vae},
     {"lora", ModelCategory::lora},
     {"controlnet", ModelCategory::controlnet}}};

/// By category, then by storage.
constexpr std::chrono::milliseconds kEstimates[][3] = {
    {30s, 10s, 5s}, {5s, 2s, 1s}, {3s, 1s, 500ms}, {15s, 5s, 2500ms}, {10s, 3s, 1500ms}};

}  // namespace

ModelLoaders::ModelLoaders() {
    for (const char* class_type : kKnown) add(class_type);
}

void ModelLoaders::add(std::string class_type) {
    const ModelCategory category = model_category_of_name(class_type);
    add(std::move(class_type), category);
}

void ModelLoaders::add(std::string class_type, ModelCategory category) {
    classes_.insert_or_assign(std::move(class_type), category);
}

ModelCategory ModelLoaders::category(std::string_view class_type) const {
    const auto found = classes_.find(class_type);
    return found == classes_.end() ? ModelCategory::other : found->second;
}

std::vector<std::string> ModelLoaders::classes() const {
    std::vector<std::string> names;
    for (const auto& [class_type, category] : classes_) names.push_back(class_type);
    return names;
}

const ModelLoaders& known_model_loaders() {
    static const ModelLoaders kLoaders;
    return kLoaders;
}

ModelCategory model_category_of_name(std::string_view class_type) {
    const std::string low = to_lower(class_type);
    for (const auto& [word, category] : kCategories)
        if (low.find(word) != std::string::npos) return category;
    return ModelCategory::other;
}

std::chrono::milliseconds model_loading_estimate(ModelCategory category, ModelStorage storage) {
    return kEstimates[static_cast<std::size_t>(category)][static_cast<std::size_t>(storage)];
}

std::vector<NodeId> model_loading_nodes(const Workflow& workflow, const ModelLoaders& loaders) {
    auto nodes = workflow.node_ids();
    std::erase_if(nodes, [&](const NodeId& node) { return !loaders.contains(workflow.class_type(node)); });
    return nodes;
}

std::chrono::milliseconds estimate_model_loading(const Workflow& workflow, ModelStorage storage,
                                                 const ModelLoaders& loaders) {
    std::chrono::milliseconds total{0};
    for (const NodeId& node : model_loading_nodes(workflow, loaders))
        total += model_loading_estimate(loaders.category(workflow.class_type(node)), storage);
    return total;
}

int model_loading_timeout_factor(const Workflow& workflow, bool ran_before, const ModelLoaders& loaders) {
    if (ran_before) return 1;
    const auto count = model_loading_nodes(workflow, loaders).size();
    if (count == 0) return 1;
    if (count <= 2) return 2;
    return count <= 4 ? 3 : 4;
}

}  // namespace divan
