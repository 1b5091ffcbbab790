#include "server/prompt_catalogue.hpp"

#include "server/site.hpp"

namespace divan::engine {

namespace {

NodeInputs literals(const json::Object& arguments) {
    NodeInputs inputs;
    for (const auto& [name, value] : arguments) inputs.set(std::string{name}, Datum{value});
    return inputs;
}

CustomValidation custom_of(const NodeClass& node, const Folders& folders) {
    CustomValidation custom;
    custom.inputs = node.validated_inputs;
    custom.run = [&node, &folders](const json::Object& arguments) -> PythonResult<json::Value> {
        return node.validate(literals(arguments), folders);
    };
    return custom;
}

}  // namespace

PromptCatalogue::PromptCatalogue(const json::Value& body, const NodeRegistry& registry,
                                 const Folders& folders) {
    json::Object info;
    const json::Value* prompt = json::find(body, "prompt");
    if (const auto* nodes = prompt ? json::object_of(*prompt) : nullptr)
        for (const auto& [id, node] : *nodes)
            if (const NodeClass* known = registry.find(json::text_or(node, "class_type")))
                add(*known, folders, info);
    auto catalogue = NodeCatalogue::from_json(std::move(info));
    if (catalogue) catalogue_ = std::move(*catalogue);
}

void PromptCatalogue::add(const NodeClass& node, const Folders& folders, json::Object& info) {
    if (json::find(info, node.name)) return;
    info[node.name] = fresh_info(node, folders);
    if (node.validate) custom_.emplace(node.name, custom_of(node, folders));
}

PromptVerdict PromptCatalogue::judge(const json::Value& body) const {
    ValidateOptions options;
    options.custom = [this](std::string_view class_type) -> const CustomValidation* {
        const auto found = custom_.find(class_type);
        return found == custom_.end() ? nullptr : &found->second;
    };
    return validate_request(body, catalogue_, options);
}

}  // namespace divan::engine
