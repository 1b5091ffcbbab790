#pragma once

#include <string>
#include <vector>

#include "header_model.hpp"
#include "input_specs.hpp"
#include "input_types.hpp"

namespace divan::codegen {

/// What generated code takes from `divan::typed` by these names.
extern const std::vector<std::string> kVocabulary;
/// Those, and the names that generated types have inside: no foreign name may hide them.
extern const std::vector<std::string> kOwnNames;

/// One class on its way to its C++ type.
class NodeBuilder {
public:
    /// `name`: of the type. What cannot be expressed is added to `skipped`.
    NodeBuilder(const NodeInfo& info, std::string name, const ChoiceTypes& choices, InputTypes& types,
                std::vector<SkippedEntry>& skipped);
    NodeType build();

private:
    void name_choices(const ChoiceTypes& choices);
    void add_inputs(const std::vector<InputSpec>& specs, InputGroup& group, NameScope& scope, int depth);
    Member plain_member(const InputSpec& spec, const std::string& input_name, NameScope& scope);
    void add_growing(const InputSpec& spec, InputGroup& group, NameScope& scope);
    void add_named(const InputSpec& spec, const Autogrow& form, InputGroup& group, NameScope& scope);
    void add_select(const InputSpec& spec, std::vector<InputGroup> options, InputGroup& group,
                    NameScope& scope);
    std::vector<InputGroup> combo_options(const InputSpec& spec, NameScope& outer, int depth);
    InputGroup slot_option(const InputSpec& spec, NameScope& outer, int depth);
    void add_outputs();
    OutputMember output_member(const OutputSpec& output, std::size_t slot, NameScope& scope);
    void skip(std::string reason) { skipped_.push_back({info_.class_type, std::move(reason)}); }

    std::vector<std::string> hidden_;  // names that no member of the class may have
    NameScope scope_;
    InputTypes::LocalNames local_names_;
    const NodeInfo& info_;
    InputTypes& types_;
    std::vector<SkippedEntry>& skipped_;
    NodeType node_;
};

}  // namespace divan::codegen
