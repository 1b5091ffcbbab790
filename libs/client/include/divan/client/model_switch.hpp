#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/client/run.hpp>
#include <divan/workflow/workflow.hpp>

/// Choosing models by parameter. What a server has is listed by `models` in catalogue.hpp.
namespace divan {

/// A model of one of the server's folders: {"checkpoints", "sd_xl_base_1.0.safetensors"}.
struct ModelChoice {
    std::string folder;
    std::string file;
    std::optional<NodeId> node;  ///< only this loader; else every loader of the folder
    std::string input;  ///< of a loader with several inputs for one folder ("clip_name2"); empty: the first

    ModelChoice() = default;
    ModelChoice(std::string of, std::string name) : folder{std::move(of)}, file{std::move(name)} {}
};

/// An input of a workflow that names a model.
struct LoaderInput {
    NodeId node;
    std::string class_type, input, folder;
    std::string file;     ///< empty when it is no text
    bool linked = false;  ///< another node feeds it: it cannot be set

    bool operator==(const LoaderInput&) const = default;
};

/// The folders whose models this library knows how to choose, and the loader classes of ComfyUI 0.3.64 (and
/// of the GGUF extension) that take them.
std::vector<std::string> loader_folders();
/// In the order of the workflow.
std::vector<LoaderInput> loader_inputs(const Workflow& workflow);

/// Sets the model in the workflow, without asking a server; returns the nodes that were set.
/// Errors: `unknown_node` for a node that is not there; `invalid_argument` when there is no loader of that
/// folder (the hint names the folders that the workflow uses), or the input is fed by another node.
Result<std::vector<NodeId>> switch_model(Workflow& workflow, const ModelChoice& choice);

/// The same, once the server was asked whether its loaders take that file (/object_info/{class}; that may be
/// more than the files of the folder: VAELoader's "pixel_space"). Errors: also `invalid_argument` when they
/// do not (the hint names near ones), `not_supported` when the server has no such loader, and those of
/// `object_info`.
asio::awaitable<Result<Workflow>> switch_model(Connection& connection, Workflow workflow, ModelChoice choice,
                                               Deadline deadline);

/// Loads a model now, so that the first real run does not wait for it: runs its loader and shows what came
/// out. The server keeps it until its caches need the room. Errors: those of `run`; `invalid_argument` for a
/// folder without a loader that works alone (a LoRA is loaded onto a model), and for a file that the server
/// does not have.
asio::awaitable<Result<RunResult>> load_model(Connection& connection, ModelChoice choice, Deadline deadline);

/// The workflow that `load_model` runs. Errors: `invalid_argument` as above.
Result<Workflow> load_workflow(const ModelChoice& choice);

}  // namespace divan
