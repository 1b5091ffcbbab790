#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// A model file that an input names.
struct NeededFile {
    std::string class_type, input, file;

    NeededFile() = default;
    NeededFile(std::string of_class, std::string at_input, std::string name)
        : class_type{std::move(of_class)}, input{std::move(at_input)}, file{std::move(name)} {}
    auto operator<=>(const NeededFile&) const = default;
};

/// What a workflow asks of a server. Equal for workflows of one `structure_hash`.
struct WorkflowNeeds {
    std::vector<std::string> classes;  ///< sorted, each once
    std::vector<NeededFile> files;     ///< sorted, each once; texts that `is_resource_name` takes for a model

    WorkflowNeeds() = default;
    bool operator==(const WorkflowNeeds&) const = default;
};

/// Bypassed nodes count: whether the graph can do without them is decided elsewhere.
WorkflowNeeds needs_of(const Workflow& workflow);

/// The node classes and model files of one server, as far as they are known: nothing at first, single gaps
/// that refusals taught, or everything from `/object_info`. Pure. Threads: as a value.
class ServerInventory {
public:
    ServerInventory() = default;
    explicit ServerInventory(NodeCatalogue catalogue) : catalogue_{std::move(catalogue)} {}

    /// Replaces all that was known.
    void learn(NodeCatalogue catalogue);
    void learn_missing_class(std::string class_type);
    void learn_missing_file(NeededFile file);
    /// After a restart everything may be different.
    void forget();

    /// What is certainly not there: "node class 'X'", "file 'a.safetensors' for
    /// CheckpointLoaderSimple.ckpt_name". Empty when all is there, and when nothing is known.
    std::vector<std::string> missing(const WorkflowNeeds& needs) const;
    bool lacks_class(const std::string& class_type) const;
    bool lacks_file(const NeededFile& file) const;
    const std::optional<NodeCatalogue>& catalogue() const { return catalogue_; }

private:
    std::optional<NodeCatalogue> catalogue_;
    std::set<std::string> missing_classes_;
    std::set<NeededFile> missing_files_;
};

}  // namespace divan
