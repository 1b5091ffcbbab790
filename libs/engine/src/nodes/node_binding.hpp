#pragma once

#include <array>
#include <functional>
#include <new>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "nodes/node_values.hpp"

namespace divan::engine {

using NodeRun = std::function<NodeResult<NodeOutputs>(const NodeInputs&, NodeHost&)>;

namespace binding {

template <class T>
Datum marked_datum(T value, const std::string& origin) {
    constexpr bool is_pixels = std::is_same_v<T, Image> || std::is_same_v<T, Mask>;
    if constexpr (is_pixels)
        if (!origin.empty()) return to_datum(StandIn<T>{std::move(value), origin});
    return marked(to_datum(std::move(value)), origin);
}

inline NodeOutputs to_outputs(NodeOutputs outputs, const std::string&) { return outputs; }

template <class T>
NodeOutputs to_outputs(T value, const std::string& origin) {
    NodeOutputs outputs;
    outputs.slots.push_back({marked_datum(std::move(value), origin)});
    return outputs;
}

template <class... T>
NodeOutputs to_outputs(std::tuple<T...> values, const std::string& origin) {
    NodeOutputs outputs;
    std::apply(
        [&](auto&... value) { (outputs.slots.push_back({marked_datum(std::move(value), origin)}), ...); },
        values);
    return outputs;
}

template <class T>
NodeResult<NodeOutputs> to_outputs(NodeResult<T> result, const std::string& origin) {
    if (!result) return tl::unexpected{std::move(result).error()};
    return to_outputs(*std::move(result), origin);
}

template <class Function, class Names, class Result, class... Parameters, std::size_t... Index>
NodeResult<NodeOutputs> call(const Function& function, const Names& names, const NodeInputs& inputs,
                             NodeHost& host, std::function<Result(NodeHost&, Parameters...)>*,
                             std::index_sequence<Index...>) {
    [[maybe_unused]] const auto held =
        std::make_tuple(InputReader<std::decay_t<Parameters>>::read(inputs, names[Index])...);
    const NodeFailure* failure = nullptr;
    ((failure = failure ? failure : std::get<Index>(held) ? nullptr : &std::get<Index>(held).error()), ...);
    if (failure) return tl::unexpected{*failure};
    return to_outputs(function(host, InputReader<std::decay_t<Parameters>>::give(*std::get<Index>(held))...),
                      origin_of(inputs));
}

template <class Function, class Names, class Result, class... Parameters>
NodeRun bind(Function function, Names names, std::function<Result(NodeHost&, Parameters...)>* signature) {
    static_assert(std::tuple_size_v<Names> == sizeof...(Parameters),
                  "one name for each parameter after the host");
    return [function = std::move(function), names, signature](const NodeInputs& inputs,
                                                              NodeHost& host) -> NodeResult<NodeOutputs> {
        try {
            return call(function, names, inputs, host, signature, std::index_sequence_for<Parameters...>{});
        } catch (const std::bad_alloc&) {
            return raise("RuntimeError", "DefaultCPUAllocator: can't allocate memory");
        }
    };
}

template <class Function, class Names, class Result, class... Parameters>
NodeRun bind(Function function, Names names, std::function<Result(Parameters...)>*) {
    auto with_host = [function = std::move(function)](NodeHost&, Parameters... parameters) -> Result {
        return function(std::forward<Parameters>(parameters)...);
    };
    return bind(std::move(with_host), names,
                static_cast<std::function<Result(NodeHost&, Parameters...)>*>(nullptr));
}

template <class Function>
using SignatureOf = decltype(std::function{std::declval<Function>()})*;

}  // namespace binding

/// Makes a node's `run` of an ordinary function: its parameters are read from the inputs of these names, its
/// result becomes the output slots (a tuple: one slot each). The first parameter may be a `NodeHost&`, which
/// has no name. A result that goes back to a stand-in picture carries on its mark.
template <class Function, std::size_t N>
NodeRun compute(Function function, const char* const (&names)[N]) {
    return binding::bind(std::move(function), std::to_array(names), binding::SignatureOf<Function>{});
}

template <class Function>
NodeRun compute(Function function) {
    return binding::bind(std::move(function), std::array<const char*, 0>{}, binding::SignatureOf<Function>{});
}

}  // namespace divan::engine
