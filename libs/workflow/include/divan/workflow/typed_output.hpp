#pragma once

#include <concepts>
#include <cstdint>
#include <utility>

#include <divan/workflow/ids.hpp>

namespace divan {

class TypedGraph;

/// The types of ComfyUI's links, one C++ type each: `types::Model` for MODEL, `types::ClipVision` for
/// CLIP_VISION. They are only names, never defined, so every generated header may declare the ones that it
/// needs: two headers that name the same type mean the same type. `divan/workflow/codegen.hpp` says how a
/// name is made.
namespace types {
struct Int;
struct Float;
struct String;
struct Boolean;
struct Combo;  ///< a choice among texts (or numbers) that is not known when the header is made
}  // namespace types

/// The parts that generated node headers are made of (docs/typed-nodes.md).
namespace typed {

/// "*": feeds every input, takes every output.
struct AnyType;

/// "STRING,INT": one of several types.
template <class... Types>
struct OneOf;

/// A widget of the front end with a value of its own form: an input whose type no node puts out.
template <class Type>
struct Widget;

/// Several choices at once.
template <class Choices>
struct Many;

/// A node of a `TypedGraph`. Handles are values; one stays good for its graph and for later copies of it.
class AddedNode {
public:
    const NodeId& id() const { return id_; }  ///< under which the workflow and the results of a run list it

private:
    friend class divan::TypedGraph;
    friend class OutputSource;
    AddedNode(NodeId id, std::uint64_t serial) : id_{std::move(id)}, serial_{serial} {}

    NodeId id_;
    std::uint64_t serial_;  // of no other node in this process: tells the nodes of two graphs apart
};

/// One output slot of one node, whatever its type.
class OutputSource {
public:
    OutputSource(const AddedNode& node, int slot) : serial_{node.serial_}, slot_{slot} {}

private:
    friend class InputValue;
    std::uint64_t serial_;
    int slot_;
};

/// One output slot of one node: what an input takes to be linked.
template <class Type>
class Output : public OutputSource {
public:
    using OutputSource::OutputSource;
};

/// A type made from a list of choices (see `Choice`).
template <class Type>
concept ChoiceType = requires { typename Type::Known; };

/// Whether an output of type `From` may be linked to an input of type `To`: equal types, a wildcard on either
/// side, a type in common, or a choice whose list the server works out (ComfyUI 0.3.64, execution.py
/// `validate_inputs`).
template <class From, class To>
inline constexpr bool kFeeds =
    std::same_as<From, To> || std::same_as<From, AnyType> || std::same_as<To, AnyType> ||
    (std::same_as<From, types::Combo> && ChoiceType<To>) ||
    (std::same_as<To, types::Combo> && ChoiceType<From>);
template <class... From, class To>
inline constexpr bool kFeeds<OneOf<From...>, To> = (kFeeds<From, To> || ...);
template <class From, class... To>
inline constexpr bool kFeeds<From, OneOf<To...>> = (kFeeds<From, To> || ...);
template <class... From, class... To>
inline constexpr bool kFeeds<OneOf<From...>, OneOf<To...>> = (kFeeds<From, OneOf<To...>> || ...);
template <class From, class To>
inline constexpr bool kFeeds<From, Widget<To>> = kFeeds<From, To>;
template <class... From, class To>
inline constexpr bool kFeeds<OneOf<From...>, Widget<To>> = (kFeeds<From, To> || ...);
template <class From, class To>
inline constexpr bool kFeeds<From, Many<To>> = kFeeds<From, To>;
template <class... From, class To>
inline constexpr bool kFeeds<OneOf<From...>, Many<To>> = (kFeeds<From, To> || ...);

}  // namespace typed
}  // namespace divan
