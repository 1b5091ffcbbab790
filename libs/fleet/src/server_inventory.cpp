#include <divan/fleet/server_inventory.hpp>

#include <algorithm>

#include <fmt/format.h>

#include <divan/workflow/resource_name.hpp>

namespace divan {
namespace {

template <class T>
void sort_once(std::vector<T>& values) {
    std::ranges::sort(values);
    const auto rest = std::ranges::unique(values);
    values.erase(rest.begin(), rest.end());
}

}  // namespace

WorkflowNeeds needs_of(const Workflow& workflow) {
    WorkflowNeeds needs;
    for (const NodeId& node : workflow.node_ids()) {
        const std::string class_type = workflow.class_type(node);
        if (!class_type.empty()) needs.classes.push_back(class_type);
        const json::Object* inputs = workflow.inputs(node);
        if (!inputs) continue;
        for (const auto& [input, value] : *inputs)
            if (const auto text = json::text_of(value); text && is_resource_name(*text))
                needs.files.emplace_back(class_type, std::string{input}, std::string{*text});
    }
    sort_once(needs.classes);
    sort_once(needs.files);
    return needs;
}

void ServerInventory::learn(NodeCatalogue catalogue) {
    forget();
    catalogue_ = std::move(catalogue);
}

void ServerInventory::learn_missing_class(std::string class_type) {
    missing_classes_.insert(std::move(class_type));
}

void ServerInventory::learn_missing_file(NeededFile file) { missing_files_.insert(std::move(file)); }

void ServerInventory::forget() {
    catalogue_.reset();
    missing_classes_.clear();
    missing_files_.clear();
}

bool ServerInventory::lacks_class(const std::string& class_type) const {
    if (missing_classes_.contains(class_type)) return true;
    return catalogue_ && !catalogue_->find(class_type);
}

/// A file is missing only where the server lists choices for that input and this is none of them.
bool ServerInventory::lacks_file(const NeededFile& file) const {
    if (missing_files_.contains(file)) return true;
    if (!catalogue_) return false;
    const NodeInfo* info = catalogue_->find(file.class_type);
    const InputSpec* input = info ? info->input(file.input) : nullptr;
    const json::Array* choices = input ? input->choices() : nullptr;
    if (!choices) return false;
    return std::ranges::none_of(*choices, [&](const json::Value& choice) {
        return json::text_of(choice) == std::string_view{file.file};
    });
}

std::vector<std::string> ServerInventory::missing(const WorkflowNeeds& needs) const {
    std::vector<std::string> gaps;
    for (const std::string& class_type : needs.classes)
        if (lacks_class(class_type)) gaps.push_back(fmt::format("node class '{}'", class_type));
    for (const NeededFile& file : needs.files)
        if (!lacks_class(file.class_type) && lacks_file(file))
            gaps.push_back(fmt::format("file '{}' for {}.{}", file.file, file.class_type, file.input));
    return gaps;
}

}  // namespace divan
