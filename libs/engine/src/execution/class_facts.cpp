#include "execution/class_facts.hpp"

namespace divan::engine {
namespace {

bool option(const json::Array& declaration, std::string_view name) {
    const json::Value* value = declaration.size() > 1 ? json::find(declaration[1], name) : nullptr;
    return value && json::to_bool(*value).value_or(false);
}

void read_section(ClassFacts& facts, const json::Value& inputs, std::string_view section) {
    const json::Value* declared = json::find(inputs, section);
    const json::Object* members = declared ? json::object_of(*declared) : nullptr;
    if (!members) return;
    for (const auto& member : *members) {
        InputFacts input;
        if (const json::Array* declaration = json::array_of(member.value())) {
            input.lazy = option(*declaration, "lazy");
            input.raw_link = option(*declaration, "rawLink");
        }
        facts.inputs.emplace(std::string{member.key()}, input);  // the first section that names it counts
        if (section == "required") facts.required.emplace_back(member.key());
    }
}

/// Hidden inputs are spelled "PROMPT" by old classes and ["PROMPT"] by new ones.
std::string hidden_kind(const json::Value& declaration) {
    const json::Array* list = json::array_of(declaration);
    const json::Value& kind = list && !list->empty() ? list->front() : declaration;
    return std::string{json::text_of(kind).value_or("")};
}

void read_hidden(ClassFacts& facts, const json::Value& inputs) {
    const json::Value* declared = json::find(inputs, "hidden");
    const json::Object* members = declared ? json::object_of(*declared) : nullptr;
    if (!members) return;
    for (const auto& member : *members) {
        std::string kind = hidden_kind(member.value());
        if (kind == "UNIQUE_ID") facts.id_in_signature = true;
        InputFacts input;
        input.hidden = true;
        facts.inputs.emplace(std::string{member.key()}, input);
        facts.hidden.emplace_back(std::string{member.key()}, std::move(kind));
    }
}

void read_outputs(ClassFacts& facts, const json::Object& info) {
    const json::Value* names = json::find(info, "output");
    const json::Array* outputs = names ? json::array_of(*names) : nullptr;
    facts.output_is_list.assign(outputs ? outputs->size() : 0, false);
    const json::Value* flags = json::find(info, "output_is_list");
    const json::Array* lists = flags ? json::array_of(*flags) : nullptr;
    for (std::size_t i = 0; lists && i < lists->size() && i < facts.output_is_list.size(); ++i)
        facts.output_is_list[i] = json::to_bool((*lists)[i]).value_or(false);
}

}  // namespace

const InputFacts* ClassFacts::input(std::string_view name) const {
    const auto found = inputs.find(name);
    return found == inputs.end() ? nullptr : &found->second;
}

ClassFacts read_facts(const NodeClass& node) {
    ClassFacts facts;
    facts.node = &node;
    facts.id_in_signature = node.not_idempotent;
    const json::Value* output_node = json::find(node.info, "output_node");
    facts.output_node = output_node && json::to_bool(*output_node).value_or(false);
    read_outputs(facts, node.info);
    if (const json::Value* inputs = json::find(node.info, "input")) {
        read_section(facts, *inputs, "required");
        read_section(facts, *inputs, "optional");
        read_hidden(facts, *inputs);
    }
    return facts;
}

const ClassFacts* ClassBook::find(std::string_view class_type) const {
    const NodeClass* node = registry_.find(class_type);
    if (!node) return nullptr;
    const auto found = read_.find(node);
    return found != read_.end() ? &found->second : &read_.emplace(node, read_facts(*node)).first->second;
}

}  // namespace divan::engine
