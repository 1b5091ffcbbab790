#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cpp_name.hpp"
#include "header_model.hpp"

namespace divan::codegen {

/// The lists of choices of a catalogue as types. A list of files, an empty or a very long one gets none:
/// those are open texts.
class ChoiceTypes {
public:
    /// Reads every class, so that names do not depend on which classes are printed. `scope`: of the header's
    /// namespace.
    ChoiceTypes(const std::vector<const NodeInfo*>& nodes, NameScope& scope);

    /// The type for one input, or nullptr.
    const ChoiceType* of_input(const InputSpec& spec) const;
    /// The type for an output that feeds a list of choices, or nullptr. It is a shared one.
    const ChoiceType* of_output(const json::Value& type) const;

private:
    using Key = std::pair<std::string, std::string>;  // base name, list as JSON
    void add(const std::string& class_type, const std::string& path, const InputSpec& spec);
    void name_shared_types(NameScope& scope);

    std::map<Key, ChoiceType> types_;
    std::map<Key, std::set<std::string>> classes_;
    std::set<std::string> output_lists_;
};

/// An enumerator as it is printed: a member may not be called like its struct.
std::string enumerator(const ChoiceType& type, std::size_t index, const std::string& local_name);

/// The choices that become enumerators: texts, numbers, truths and null, each once. Nothing where the list
/// shall stay open.
std::optional<std::vector<const json::Value*>> enumerable_choices(const InputSpec& spec);

}  // namespace divan::codegen
