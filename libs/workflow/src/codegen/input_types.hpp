#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "choice_types.hpp"

namespace divan::codegen {

/// The C++ types of inputs and outputs, and their defaults.
class InputTypes {
public:
    /// `all`: every node of the catalogue; what none of them puts out is taken for a widget of the front end.
    InputTypes(const std::vector<const NodeInfo*>& all, const ChoiceTypes& choices, std::string name_space);

    /// How one class calls its lists of choices.
    using LocalNames = std::map<const ChoiceType*, std::string>;

    std::string of_input(const InputSpec& spec, const LocalNames& names);
    /// The C++ literal of the input's default; empty where there is none that fits.
    std::string default_of(const InputSpec& spec, const LocalNames& names) const;
    std::string of_output(const json::Value& type, const NodeInfo& node, std::size_t slot);
    /// The names in `divan::types` that were needed so far.
    const std::set<std::string>& tags() const { return tags_; }
    void use(const ChoiceType& choices);  ///< a class has an alias for it
    /// The shared lists of choices that are used so far, by name.
    std::vector<const ChoiceType*> shared_choices() const;

private:
    std::string tag(std::string_view type_name);
    std::string of_text(std::string_view type, bool is_input);
    bool is_open(const std::vector<std::string>& parts) const;

    const ChoiceTypes& choices_;
    std::string name_space_;
    std::set<std::string> produced_;
    std::set<std::string> tags_;
    std::map<std::string, const ChoiceType*> shared_;
};

}  // namespace divan::codegen
