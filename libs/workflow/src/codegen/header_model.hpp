#pragma once

#include <memory>
#include <string>
#include <vector>

#include <divan/workflow/catalogue.hpp>

/// A node header before it is printed: every name and literal is C++ already.
namespace divan::codegen {

/// A list of choices as a type.
struct ChoiceType {
    std::string base_name;    ///< "SamplerName", after the input
    std::string shared_name;  ///< in the header's namespace, where several classes have the list; else empty
    std::string first_use;    ///< "KSampler.sampler_name"
    std::size_t uses = 0;
    bool texts_only = true;                ///< otherwise the literals hold JSON
    std::vector<std::string> enumerators;  ///< as many as literals
    std::vector<std::string> literals;
};

/// What becomes of an omitted input.
enum class Presence {
    required,   ///< does not compile
    defaulted,  ///< `initializer` is sent
    optional,   ///< nothing is sent, or `initializer` where there is one
};

/// One member of a node's type.
struct Member {
    std::string input_name;  ///< foreign, but without NUL; empty: the own value of its group
    std::string identifier;
    std::string type;  ///< "types::Model", "SamplerName", "Growing<types::Image>" …
    Presence presence = Presence::required;
    std::string initializer;  ///< C++, may be empty
    std::string facts;        ///< "0 to 100, step 0.1", for the comment
    std::string tooltip;      ///< foreign
    std::string list;         ///< of a Growing input: the further arguments of the call that writes it
};

/// A list of choices as one class calls it: `KSampler::SamplerName`.
struct LocalChoice {
    std::string name;
    const ChoiceType* type = nullptr;  ///< shared: `name` is an alias; else it is defined here
};

/// The inputs of a node, or those that one option of a dynamic input brings with it.
struct InputGroup {
    std::string identifier;  ///< of an option: its type
    std::string own_value;   ///< of an option: C++ for the value under the dynamic input's own name
    std::vector<Member> members;
    std::vector<InputGroup> options;  ///< nested types, before the members
};

struct OutputMember {
    std::string identifier;
    std::string type;
    std::size_t slot = 0;
    std::string facts;    ///< the name where it differs, "a list"
    std::string tooltip;  ///< foreign
};

struct NodeType {
    const NodeInfo* info = nullptr;
    std::string identifier;
    std::string class_type;  ///< a literal
    std::vector<LocalChoice> choices;
    InputGroup inputs;
    std::vector<OutputMember> outputs;
};

struct HeaderModel {
    std::shared_ptr<const void> types;       ///< owns what the pointers to choices point to
    std::vector<std::string> tags;           ///< of `divan::types`, sorted
    std::vector<const ChoiceType*> choices;  ///< the shared ones, by name
    std::vector<NodeType> nodes;
    std::vector<SkippedEntry> skipped;
};

}  // namespace divan::codegen
