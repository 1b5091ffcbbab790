#include "resolve.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

#include "cpp_text.hpp"
#include "input_specs.hpp"
#include "input_types.hpp"

namespace divan::codegen {
namespace {

/// What generated code calls by these names, so no foreign name may hide them.
const std::vector<std::string> kVocabulary{"AddedNode", "AnyType",  "Choice", "Growing",  "Input",   "Many",
                                           "NodeInputs", "OneOf",   "Optional", "Output", "Required", "Select",
                                           "Widget",    "types",    "InputValue"};

std::vector<std::string> with(std::vector<std::string> names, const std::vector<std::string>& more) {
    names.insert(names.end(), more.begin(), more.end());
    return names;
}

std::string spelled(const InputSpec& spec, std::string_view key) {
    const auto* value = spec.option(key);
    return value && json::is_number(*value) ? json::number_text(*value) : std::string{};
}

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
    if (const auto* flag = spec.option("multiline"); flag && json::to_bool(*flag).value_or(false)) facts.emplace_back("multiline");
    return join(facts, ", ");
}

/// One class on its way to its C++ type.
class NodeBuilder {
public:
    NodeBuilder(const NodeInfo& info, std::string name, const ChoiceTypes& choices, InputTypes& types,
                std::vector<SkippedEntry>& skipped)
        : hidden_{with(kVocabulary, {name, "Outputs", "kClassType", "write_to"})}, info_{info}, types_{types}, skipped_{skipped} {
        node_.info = &info;
        node_.identifier = std::move(name);
        node_.class_type = string_literal(info.class_type).value_or("");
        node_.inputs.identifier = node_.identifier;
        name_choices(choices);
    }

    NodeType build() {
        add_inputs(info_.inputs, node_.inputs, scope_, 0);
        add_outputs();
        return std::move(node_);
    }

private:
    /// The list of the input `sampler_name` is SamplerName here; SamplerNameChoice where an input is called that itself.
    void name_choices(const ChoiceTypes& choices) {
        std::set<std::string> inputs;
        for (const InputSpec& spec : info_.inputs) inputs.insert(identifier(spec.name));
        for_each_input(info_.inputs, [&](const std::string&, const InputSpec& spec) {
            const ChoiceType* type = choices.of_input(spec);
            if (!type || local_names_.contains(type)) return;
            const std::string name = scope_.take(type->base_name + (inputs.contains(type->base_name) ? "Choice" : ""));
            local_names_[type] = name;
            node_.choices.push_back({name, type});
        });
        for (const auto& choice : node_.choices) hidden_.push_back(choice.name);
    }

    void add_inputs(const std::vector<InputSpec>& specs, InputGroup& group, NameScope& scope, int depth) {
        for (const InputSpec& spec : specs) {
            const auto name = string_literal(spec.name);
            if (!name) {
                skipped_.push_back({info_.class_type, "an input whose name holds a NUL"});
                continue;
            }
            const std::string_view type = json::text_of(*spec.type).value_or("");
            const bool nests = depth < 4;
            if (nests && type == kAutogrow)
                add_growing(spec, group, scope);
            else if (nests && (type == kDynamicCombo || type == kDynamicSlot))
                add_select(spec, type == kDynamicSlot, group, scope, depth);
            else
                group.members.push_back(plain_member(spec, spec.name, scope));
        }
    }

    Member plain_member(const InputSpec& spec, const std::string& input_name, NameScope& scope) {
        Member member = member_of(spec, input_name, scope);
        member.type = types_.of_input(spec, local_names_);
        member.initializer = types_.default_of(spec, local_names_);
        if (member.presence == Presence::required && !member.initializer.empty()) member.presence = Presence::defaulted;
        member.facts = facts_of(spec);
        return member;
    }

    static Member member_of(const InputSpec& spec, const std::string& input_name, NameScope& scope) {
        Member member;
        member.input_name = *string_literal(input_name);
        member.identifier = scope.take(identifier(input_name));
        member.presence = spec.section == InputSection::required ? Presence::required : Presence::optional;
        member.tooltip = spec.tooltip();
        return member;
    }

    void add_growing(const InputSpec& spec, InputGroup& group, NameScope& scope) {
        const Autogrow form = autogrow(spec);
        const auto prefix = string_literal(form.prefix);
        if (form.item.empty() || !prefix) {
            skipped_.push_back({info_.class_type, "the input '" + spec.name + "' repeats nothing that is known"});
            return;
        }
        for (std::size_t i = 0; i < form.names.size(); ++i) {  // a fixed list of names: one member each
            InputSpec item = form.item[0];
            item.section = i < form.least ? spec.section : InputSection::optional;
            const std::string name = spec.name + '.' + std::string{form.names[i]};
            if (string_literal(name)) group.members.push_back(plain_member(item, name, scope));
        }
        if (!form.names.empty()) return;
        Member member = member_of(spec, spec.name, scope);
        member.type = "Growing<" + types_.of_input(form.item[0], local_names_) + '>';
        if (form.least == 0) member.presence = Presence::optional;
        member.facts = fmt::format("{} to {} of them", form.least, form.most);
        member.list = fmt::format("{}, {}, {}", *prefix, form.least, form.most);
        group.members.push_back(std::move(member));
    }

    void add_select(const InputSpec& spec, bool slot, InputGroup& group, NameScope& scope, int depth) {
        std::vector<std::string> types;
        const std::size_t first = group.options.size();
        if (slot)
            group.options.push_back(slot_option(spec, scope, depth));
        else
            for (const auto& option : dynamic_options(spec))
                if (const auto key = string_literal(option.key))
                    group.options.push_back(option_type(spec, option, "InputValue{::std::string_view{" + *key + "}}", scope, depth));
        for (std::size_t i = first; i < group.options.size(); ++i) types.push_back(group.options[i].identifier);
        if (types.empty()) {
            skipped_.push_back({info_.class_type, "the input '" + spec.name + "' has no options"});
            return;
        }
        Member member = member_of(spec, spec.name, scope);
        member.type = "Select<" + join(types, ", ") + '>';
        if (slot) member.presence = Presence::optional;
        group.members.push_back(std::move(member));
    }

    InputGroup option_type(const InputSpec& spec, const DynamicOption& option, std::string own_value, NameScope& outer, int depth) {
        InputGroup group;
        group.identifier = outer.take(pascal_case(identifier(spec.name)) + pascal_case(identifier(option.key)));
        group.own_value = std::move(own_value);
        NameScope scope{with(hidden_, {group.identifier})};
        add_inputs(option.inputs, group, scope, depth + 1);
        return group;
    }

    InputGroup slot_option(const InputSpec& spec, NameScope& outer, int depth) {
        InputGroup group;
        group.identifier = outer.take(pascal_case(identifier(spec.name)) + "Slot");
        NameScope scope{with(hidden_, {group.identifier})};
        Member link;
        link.identifier = scope.take("link");
        const auto* type = spec.option("slotType");
        InputSpec inner = spec;
        inner.type = type && json::is_text(*type) ? type : spec.type;
        link.type = types_.of_input(inner, local_names_);
        group.own_value = link.identifier;
        group.members.push_back(std::move(link));
        add_inputs(read_specs(spec.option("inputs")), group, scope, depth + 1);
        return group;
    }

    void add_outputs() {
        NameScope scope{with(hidden_, {"id"})};
        for (std::size_t slot = 0; slot < info_.outputs.size(); ++slot) {
            const OutputSpec& output = info_.outputs[slot];
            OutputMember member;
            member.slot = slot;
            member.type = types_.of_output(*output.type, info_, slot);
            const bool listed = json::array_of(*output.type) != nullptr;
            const std::string plain = output.name == "*" ? "any" : listed && output.name.starts_with('[') ? "choice" : output.name;
            const std::string name = identifier(plain);
            member.identifier = scope.take(to_lower(name));
            if (to_lower(output.name) != member.identifier) member.facts = json::write(json::Value(output.name));
            if (output.is_list) member.facts += member.facts.empty() ? "a list" : ", a list";
            member.tooltip = output.tooltip;
            node_.outputs.push_back(std::move(member));
        }
    }

    std::vector<std::string> hidden_;
    NameScope scope_{hidden_};
    InputTypes::LocalNames local_names_;
    const NodeInfo& info_;
    InputTypes& types_;
    std::vector<SkippedEntry>& skipped_;
    NodeType node_;
};

std::vector<const NodeInfo*> sorted_nodes(const NodeCatalogue& catalogue) {
    std::vector<const NodeInfo*> nodes;
    for (const NodeInfo& node : catalogue.all()) nodes.push_back(&node);
    std::sort(nodes.begin(), nodes.end(), [](const auto* left, const auto* right) { return left->class_type < right->class_type; });
    return nodes;
}

/// Classes whose name is an identifier keep it, whatever the others are called.
std::map<std::string, std::string> class_names(const std::vector<const NodeInfo*>& nodes, NameScope& scope) {
    std::map<std::string, std::string> names;
    for (const bool exact : {true, false})
        for (const NodeInfo* node : nodes)
            if (const std::string name = identifier(node->class_type); (name == node->class_type) == exact)
                names[node->class_type] = scope.take(name);
    return names;
}

}  // namespace

HeaderModel resolve(const NodeCatalogue& catalogue, const std::string& name_space,
                    const std::function<bool(const NodeInfo&)>& wanted) {
    HeaderModel model;
    const auto nodes = sorted_nodes(catalogue);
    NameScope scope{kVocabulary};
    auto names = class_names(nodes, scope);
    const auto choices = std::make_shared<const ChoiceTypes>(nodes, scope);
    InputTypes types{nodes, *choices, name_space};
    for (const NodeInfo* node : nodes) {
        if (!wanted(*node)) continue;
        if (!string_literal(node->class_type)) {
            model.skipped.push_back({node->class_type, "the name holds a NUL"});
            continue;
        }
        NodeBuilder builder{*node, names[node->class_type], *choices, types, model.skipped};
        model.nodes.push_back(builder.build());
    }
    model.types = choices;
    model.choices = types.shared_choices();
    model.tags.assign(types.tags().begin(), types.tags().end());
    return model;
}

}  // namespace divan::codegen
