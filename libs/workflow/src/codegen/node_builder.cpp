#include "node_builder.hpp"

#include <set>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

#include "cpp_text.hpp"

namespace divan::codegen {

namespace {

std::vector<std::string> with(std::vector<std::string> names, const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
    return names;
}

std::string spelled(const InputSpec& spec, std::string_view key) {
    const auto* value = spec.option(key);
    return value && json::is_number(*value) ? json::number_text(*value) : std::string{};
}

}  // namespace

const std::vector<std::string> kVocabulary{"AddedNode",  "AnyType",  "Choice",     "Growing", "Input",
                                           "InputValue", "Many",     "NodeInputs", "OneOf",   "Optional",
                                           "Output",     "Required", "Select",     "Widget"};
const std::vector<std::string> kOwnNames =
    with(kVocabulary, {"Json", "Known", "Outputs", "kClassType", "kTexts", "types", "write_to"});

namespace {

constexpr int kDeepest = 4;

/// `"a.safetensors", "b.safetensors", "c.safetensors" … (12)`
std::string first_choices(const json::Array& choices) {
    std::vector<std::string> first;
    for (std::size_t i = 0; i < choices.size() && i < 3; ++i) first.push_back(json::write(choices[i]));
    return join(first, ", ") + (choices.size() > 3 ? fmt::format(" … ({})", choices.size()) : "");
}

/// "0 to 100, step 0.1"
std::string facts_of(const InputSpec& spec) {
    std::vector<std::string> facts;
    const std::string least = spelled(spec, "min"), most = spelled(spec, "max"), step = spelled(spec, "step");
    if (!least.empty() && !most.empty())
        facts.push_back(least + " to " + most);
    else if (!least.empty() || !most.empty())
        facts.push_back(least.empty() ? "at most " + most : "at least " + least);
    if (!step.empty() && step != "1") facts.push_back("step " + step);
    if (const auto* choices = spec.choices(); choices && !choices->empty() && !enumerable_choices(spec))
        facts.push_back(first_choices(*choices));
    if (const auto* flag = spec.option("multiline"); flag && json::to_bool(*flag).value_or(false))
        facts.emplace_back("multiline");
    return join(facts, ", ");
}

Member member_of(const InputSpec& spec, const std::string& input_name, NameScope& scope) {
    Member member;
    member.input_name = input_name;
    member.identifier = scope.take(identifier(input_name));
    member.presence = spec.section == InputSection::required ? Presence::required : Presence::optional;
    member.tooltip = spec.tooltip();
    return member;
}

}  // namespace

NodeBuilder::NodeBuilder(const NodeInfo& info, std::string name, const ChoiceTypes& choices,
                         InputTypes& types, std::vector<SkippedEntry>& skipped)
    : hidden_{with(kOwnNames, {name})}, scope_{hidden_}, info_{info}, types_{types}, skipped_{skipped} {
    node_.info = &info;
    node_.identifier = std::move(name);
    node_.class_type = string_literal(info.class_type).value_or("");
    name_choices(choices);
}

NodeType NodeBuilder::build() {
    add_inputs(info_.inputs, node_.inputs, scope_, 0);
    add_outputs();
    return std::move(node_);
}

/// The list of the input `sampler_name` is SamplerName here; SamplerNameChoice where an input is called that
/// itself.
void NodeBuilder::name_choices(const ChoiceTypes& choices) {
    std::set<std::string> inputs;
    for (const InputSpec& spec : info_.inputs) inputs.insert(identifier(spec.name));
    for_each_input(info_.inputs, [&](const std::string&, const InputSpec& spec) {
        const ChoiceType* type = choices.of_input(spec);
        if (!type || local_names_.contains(type)) return;
        const std::string name =
            scope_.take(type->base_name + (inputs.contains(type->base_name) ? "Choice" : ""));
        local_names_[type] = name;
        node_.choices.push_back({name, type});
        types_.use(*type);
    });
    for (const auto& choice : node_.choices) hidden_.push_back(choice.name);
}

void NodeBuilder::add_inputs(const std::vector<InputSpec>& specs, InputGroup& group, NameScope& scope,
                             int depth) {
    for (const InputSpec& spec : specs) {
        const std::string_view type = json::text_of(*spec.type).value_or("");
        if (!string_literal(spec.name))
            skip("an input whose name holds a NUL");
        else if (depth < kDeepest && type == kAutogrow)
            add_growing(spec, group, scope);
        else if (depth < kDeepest && type == kDynamicCombo)
            add_select(spec, combo_options(spec, scope, depth + 1), group, scope);
        else if (depth < kDeepest && type == kDynamicSlot)
            add_select(spec, {slot_option(spec, scope, depth + 1)}, group, scope);
        else
            group.members.push_back(plain_member(spec, spec.name, scope));
    }
}

Member NodeBuilder::plain_member(const InputSpec& spec, const std::string& input_name, NameScope& scope) {
    Member member = member_of(spec, input_name, scope);
    member.type = types_.of_input(spec, local_names_);
    member.initializer = types_.default_of(spec, local_names_);
    if (member.presence == Presence::required && !member.initializer.empty())
        member.presence = Presence::defaulted;
    member.facts = facts_of(spec);
    return member;
}

void NodeBuilder::add_growing(const InputSpec& spec, InputGroup& group, NameScope& scope) {
    const Autogrow form = autogrow(spec);
    const auto prefix = string_literal(form.prefix);
    if (form.item.empty() || !prefix)
        return skip("the input '" + spec.name + "' repeats nothing that is known");
    if (!form.names.empty()) return add_named(spec, form, group, scope);
    Member member = member_of(spec, spec.name, scope);
    member.type = "Growing<" + types_.of_input(form.item[0], local_names_) + '>';
    if (form.least == 0) member.presence = Presence::optional;
    member.facts = fmt::format("{} to {} of them", form.least, form.most);
    member.list = fmt::format("{}, {}, {}", *prefix, form.least, form.most);
    group.members.push_back(std::move(member));
}

/// A fixed list of names: one member each.
void NodeBuilder::add_named(const InputSpec& spec, const Autogrow& form, InputGroup& group,
                            NameScope& scope) {
    for (std::size_t i = 0; i < form.names.size(); ++i) {
        InputSpec item = form.item[0];
        item.section = i < form.least ? spec.section : InputSection::optional;
        const std::string name = spec.name + '.' + std::string{form.names[i]};
        if (!string_literal(name)) continue;
        Member member = plain_member(item, name, scope);
        if (i >= form.least) member.initializer.clear();  // it grows only where the caller says so
        group.members.push_back(std::move(member));
    }
}

void NodeBuilder::add_select(const InputSpec& spec, std::vector<InputGroup> options, InputGroup& group,
                             NameScope& scope) {
    if (options.empty()) return skip("the input '" + spec.name + "' has no options");
    std::vector<std::string> types;
    for (auto& option : options) {
        types.push_back(option.identifier);
        group.options.push_back(std::move(option));
    }
    Member member = member_of(spec, spec.name, scope);
    member.type = "Select<" + join(types, ", ") + '>';
    group.members.push_back(std::move(member));
}

std::vector<InputGroup> NodeBuilder::combo_options(const InputSpec& spec, NameScope& outer, int depth) {
    std::vector<InputGroup> groups;
    for (const auto& option : dynamic_options(spec)) {
        const auto key = string_literal(option.key);
        if (!key) continue;
        InputGroup& group = groups.emplace_back();
        group.identifier =
            outer.take(pascal_case(identifier(spec.name)) + pascal_case(identifier(option.key)));
        group.own_value = "InputValue{::std::string_view{" + *key + "}}";
        NameScope scope{with(hidden_, {group.identifier})};
        add_inputs(option.inputs, group, scope, depth);
    }
    return groups;
}

/// A link, and what it brings with it: the group's own value is the link.
InputGroup NodeBuilder::slot_option(const InputSpec& spec, NameScope& outer, int depth) {
    InputGroup group;
    group.identifier = outer.take(pascal_case(identifier(spec.name)) + "Slot");
    NameScope scope{with(hidden_, {group.identifier})};
    InputSpec linked = spec;
    const auto* type = spec.option("slotType");
    linked.type = type && json::is_text(*type) ? type : spec.type;
    Member link;
    link.identifier = scope.take("link");
    link.type = types_.of_input(linked, local_names_);
    group.own_value = link.identifier;
    group.members.push_back(std::move(link));
    add_inputs(read_specs(spec.option("inputs")), group, scope, depth);
    return group;
}

void NodeBuilder::add_outputs() {
    NameScope scope{with(kOwnNames, {"id"})};
    for (std::size_t slot = 0; slot < info_.outputs.size(); ++slot)
        node_.outputs.push_back(output_member(info_.outputs[slot], slot, scope));
}

OutputMember NodeBuilder::output_member(const OutputSpec& output, std::size_t slot, NameScope& scope) {
    OutputMember member;
    member.slot = slot;
    member.type = types_.of_output(*output.type, info_, slot);
    const bool unnamed_list = json::array_of(*output.type) && output.name.starts_with('[');
    const std::string name = output.name == "*" ? "any" : unnamed_list ? "choice" : output.name;
    member.identifier = scope.take(to_lower(identifier(name)));
    if (to_lower(name) != member.identifier) member.facts = '"' + name + '"';
    if (output.is_list) member.facts += member.facts.empty() ? "a list" : ", a list";
    member.tooltip = output.tooltip;
    return member;
}

}  // namespace divan::codegen
