#include <divan/client/model_switch.hpp>

#include <algorithm>
#include <array>
#include <set>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/json/parse.hpp>

namespace divan {
namespace {

struct Loader {
    std::string_view class_type, input, folder;
    std::string_view alone;  ///< its other inputs, for a run of its own; empty: it cannot run alone
};

// Source: ComfyUI 0.3.64, nodes.py and comfy_extras/; city96/ComfyUI-GGUF.
constexpr std::array kLoaders{
    Loader{"CheckpointLoaderSimple", "ckpt_name", "checkpoints", "{}"},
    Loader{"CheckpointLoader", "ckpt_name", "checkpoints", ""},
    Loader{"unCLIPCheckpointLoader", "ckpt_name", "checkpoints", "{}"},
    Loader{"ImageOnlyCheckpointLoader", "ckpt_name", "checkpoints", "{}"},
    Loader{"UNETLoader", "unet_name", "diffusion_models", R"({"weight_dtype": "default"})"},
    Loader{"UnetLoaderGGUF", "unet_name", "diffusion_models", "{}"},
    Loader{"CLIPLoader", "clip_name", "text_encoders", R"({"type": "stable_diffusion"})"},
    Loader{"DualCLIPLoader", "clip_name1", "text_encoders", ""},
    Loader{"DualCLIPLoader", "clip_name2", "text_encoders", ""},
    Loader{"TripleCLIPLoader", "clip_name1", "text_encoders", ""},
    Loader{"TripleCLIPLoader", "clip_name2", "text_encoders", ""},
    Loader{"TripleCLIPLoader", "clip_name3", "text_encoders", ""},
    Loader{"QuadrupleCLIPLoader", "clip_name1", "text_encoders", ""},
    Loader{"QuadrupleCLIPLoader", "clip_name2", "text_encoders", ""},
    Loader{"QuadrupleCLIPLoader", "clip_name3", "text_encoders", ""},
    Loader{"QuadrupleCLIPLoader", "clip_name4", "text_encoders", ""},
    Loader{"VAELoader", "vae_name", "vae", "{}"},
    Loader{"LoraLoader", "lora_name", "loras", ""},
    Loader{"LoraLoaderModelOnly", "lora_name", "loras", ""},
    Loader{"ControlNetLoader", "control_net_name", "controlnet", "{}"},
    Loader{"DiffControlNetLoader", "control_net_name", "controlnet", ""},
    Loader{"CLIPVisionLoader", "clip_name", "clip_vision", "{}"},
    Loader{"StyleModelLoader", "style_model_name", "style_models", "{}"},
    Loader{"UpscaleModelLoader", "model_name", "upscale_models", "{}"},
    Loader{"GLIGENLoader", "gligen_name", "gligen", "{}"},
    Loader{"HypernetworkLoader", "hypernetwork_name", "hypernetworks", ""},
    Loader{"PhotoMakerLoader", "photomaker_model_name", "photomaker", "{}"},
    Loader{"AudioEncoderLoader", "audio_encoder_name", "audio_encoders", "{}"},
};

const Loader* first_input(std::string_view class_type, std::string_view folder) {
    for (const Loader& loader : kLoaders)
        if (loader.class_type == class_type && loader.folder == folder) return &loader;
    return nullptr;
}

/// Whether the choice is about this input.
bool is_meant(const LoaderInput& input, const ModelChoice& choice) {
    if (input.folder != choice.folder || (choice.node && input.node != *choice.node)) return false;
    if (!choice.input.empty()) return input.input == choice.input;
    return input.input == first_input(input.class_type, input.folder)->input;
}

Error no_loader(const Workflow& workflow, const ModelChoice& choice) {
    std::vector<std::string> used;
    for (const LoaderInput& input : loader_inputs(workflow)) used.push_back(input.folder);
    std::ranges::sort(used);
    used.erase(std::unique(used.begin(), used.end()), used.end());
    std::string message = "the workflow has no loader of '" + choice.folder + "'";
    if (choice.node) message = "node " + choice.node->str() + " is no loader of '" + choice.folder + "'";
    std::string hint = used.empty() ? "it loads no models" : "it loads models of: " + join(used, ", ");
    return Error{Errc::invalid_argument, std::move(message), std::move(hint)};
}

/// What the server's own check would say: the file is one of the choices of the loader's input.
asio::awaitable<Result<void>> check_choice(Connection& connection, LoaderInput loader, Deadline deadline) {
    auto catalogue = co_await object_info(connection, loader.class_type, deadline);
    if (!catalogue) co_return fail(std::move(catalogue).error());
    const NodeInfo* info = catalogue->find(loader.class_type);
    const InputSpec* spec = info ? info->input(loader.input) : nullptr;
    if (!spec)
        co_return fail(Error{Errc::not_supported, "the server has no node class '" + loader.class_type + "'",
                             "use another loader, or install the extension that brings it"}
                           .with("server", connection.server()));
    const auto files = catalogue->choices(loader.class_type, loader.input);
    if (!spec->choices() || std::ranges::find(files, loader.file) != files.end()) co_return Result<void>{};
    co_return fail(
        Error{Errc::invalid_argument,
              "the server has no '" + loader.file + "' for " + loader.class_type + "." + loader.input,
              did_you_mean(loader.file, files)}
            .with("server", connection.server()));
}

asio::awaitable<Result<void>> check_choices(Connection& connection, Workflow workflow, ModelChoice choice,
                                            Deadline deadline) {
    std::set<std::string> asked;
    for (const LoaderInput& loader : loader_inputs(workflow)) {
        if (!is_meant(loader, choice) || !asked.insert(loader.class_type).second) continue;
        auto there = co_await check_choice(connection, loader, deadline);
        if (!there) co_return fail(std::move(there).error());
    }
    co_return Result<void>{};
}

}  // namespace

std::vector<std::string> loader_folders() {
    std::vector<std::string> folders;
    for (const Loader& loader : kLoaders)
        if (std::ranges::find(folders, loader.folder) == folders.end()) folders.emplace_back(loader.folder);
    return folders;
}

std::vector<LoaderInput> loader_inputs(const Workflow& workflow) {
    std::vector<LoaderInput> found;
    for (const NodeId& node : workflow.node_ids()) {
        const std::string class_type = workflow.class_type(node);
        for (const Loader& loader : kLoaders) {
            const json::Value* value =
                loader.class_type == class_type ? workflow.get(node, loader.input) : nullptr;
            if (!value) continue;
            LoaderInput input{node, class_type, std::string{loader.input}, std::string{loader.folder}, {}};
            input.file = std::string{json::text_of(*value).value_or("")};
            input.linked = link_target(*value).has_value();
            found.push_back(std::move(input));
        }
    }
    return found;
}

Result<std::vector<NodeId>> switch_model(Workflow& workflow, const ModelChoice& choice) {
    if (choice.node) {
        const auto there = workflow.resolve(choice.node->str());
        if (!there) return fail(there.error());
    }
    std::vector<NodeId> set;
    for (const LoaderInput& input : loader_inputs(workflow)) {
        if (!is_meant(input, choice)) continue;
        if (input.linked)
            return fail(Errc::invalid_argument,
                        "input '" + input.input + "' of node " + input.node.str() + " is fed by another node",
                        "set the model there");
        const auto done = workflow.set(input.node, input.input, json::Value(choice.file));
        if (!done) return fail(done.error());
        set.push_back(input.node);
    }
    if (set.empty()) return fail(no_loader(workflow, choice));
    return set;
}

asio::awaitable<Result<Workflow>> switch_model(Connection& connection, Workflow workflow, ModelChoice choice,
                                               Deadline deadline) {
    auto set = switch_model(workflow, choice);
    if (!set) co_return fail(std::move(set).error());
    auto there = co_await check_choices(connection, workflow, std::move(choice), deadline);
    if (!there) co_return fail(std::move(there).error());
    co_return workflow;
}

Result<Workflow> load_workflow(const ModelChoice& choice) {
    for (const Loader& loader : kLoaders) {
        if (loader.folder != choice.folder || loader.alone.empty()) continue;
        auto rest = json::parse(loader.alone);
        if (!rest) return fail(std::move(rest).error());
        json::Object inputs = *json::object_of(*rest);
        inputs[loader.input] = choice.file;
        Workflow workflow;
        const NodeId node = workflow.add_node(loader.class_type, std::move(inputs));
        const NodeId shown = workflow.add_node("PreviewAny");
        const auto linked = workflow.link(node, 0, shown, "source");
        if (!linked) return fail(linked.error());
        return workflow;
    }
    return fail(Errc::invalid_argument, "a model of '" + choice.folder + "' cannot be loaded alone",
                "it is loaded onto another model: switch it in a workflow");
}

asio::awaitable<Result<RunResult>> load_model(Connection& connection, ModelChoice choice, Deadline deadline) {
    auto workflow = load_workflow(choice);
    if (!workflow) co_return fail(std::move(workflow).error());
    auto there = co_await check_choices(connection, *workflow, std::move(choice), deadline);
    if (!there) co_return fail(std::move(there).error());
    RunRequest request{std::move(*workflow)};
    RunEvents events;
    co_return co_await run(connection, std::move(request), std::move(events), deadline);
}

}  // namespace divan
