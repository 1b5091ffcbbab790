#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <divan/workflow/workflow.hpp>

namespace divan {

enum class ModelCategory { checkpoint, vae, lora, controlnet, other };

/// Where a server keeps its models.
enum class ModelStorage { hdd, ssd, nvme };

/// The node classes that load models, or are as slow when they run first. A value: start from the known ones
/// and add your own.
class ModelLoaders {
public:
    /// The 30 classes that comfyui-node 1.10.0 knows, spelled exactly so.
    ModelLoaders();

    void add(std::string class_type);  ///< the category by its name, as below
    void add(std::string class_type, ModelCategory category);
    bool contains(std::string_view class_type) const { return classes_.contains(class_type); }
    /// Of a known class; `other` for the rest.
    ModelCategory category(std::string_view class_type) const;
    std::vector<std::string> classes() const;  ///< sorted

private:
    std::map<std::string, ModelCategory, std::less<>> classes_;
};

/// The known ones, made once.
const ModelLoaders& known_model_loaders();

/// By the first of checkpoint, vae, lora, controlnet that occurs in the name, in any case; else `other`.
ModelCategory model_category_of_name(std::string_view class_type);

/// A rough guess for a cold start: checkpoint 30, 10, 5 s (hard disk, SSD, NVMe); VAE 5, 2, 1; LoRA 3, 1,
/// 0.5; ControlNet 15, 5, 2.5; others 10, 3, 1.5.
std::chrono::milliseconds model_loading_estimate(ModelCategory category, ModelStorage storage);

/// The nodes that load models, in the order of the file.
std::vector<NodeId> model_loading_nodes(const Workflow& workflow,
                                        const ModelLoaders& loaders = known_model_loaders());

/// The sum over those nodes, as if none of the models were loaded.
std::chrono::milliseconds estimate_model_loading(const Workflow& workflow,
                                                 ModelStorage storage = ModelStorage::ssd,
                                                 const ModelLoaders& loaders = known_model_loaders());

/// By how much to stretch the time-outs of a first run: 1 without such nodes, 2 for one or two, 3 for up to
/// four, 4 for more. 1 when the workflow ran on that server before, since the models are then likely loaded.
int model_loading_timeout_factor(const Workflow& workflow, bool ran_before = false,
                                 const ModelLoaders& loaders = known_model_loaders());

}  // namespace divan
