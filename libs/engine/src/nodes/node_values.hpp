#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "execution/node.hpp"
#include "nodes/objects.hpp"

namespace divan::engine {

/// How one parameter of a node function is read from the inputs. `Held` is kept while the call runs.
/// Errors: TypeError, naming the input.
template <class T>
struct InputReader {
    using Held = const T*;
    static NodeResult<Held> read(const NodeInputs& inputs, std::string_view name);
    static const T& give(Held held) { return *held; }
};

NodeResult<const Datum*> required_input(const NodeInputs& inputs, std::string_view name);
NodeFailure wrong_type(std::string_view name, const Datum& datum);

template <class T>
const T* object_in(const Datum& datum) {
    return datum.get<T>();
}
template <>
const Image* object_in<Image>(const Datum& datum);  ///< a marked stand-in picture is an image, too
template <>
const Mask* object_in<Mask>(const Datum& datum);

template <class T>
NodeResult<const T*> InputReader<T>::read(const NodeInputs& inputs, std::string_view name) {
    const auto datum = required_input(inputs, name);
    if (!datum) return tl::unexpected{datum.error()};
    const T* object = object_in<T>(**datum);
    if (!object) return tl::unexpected{wrong_type(name, **datum)};
    return object;
}

/// Optional object inputs are pointers: null when the input was not given (or is None).
template <class T>
struct InputReader<const T*> {
    using Held = const T*;
    static NodeResult<Held> read(const NodeInputs& inputs, std::string_view name) {
        const Datum* datum = inputs.find(name);
        if (!datum || (datum->is_literal() && json::kind_name(datum->literal()) == "null")) return nullptr;
        return InputReader<T>::read(inputs, name);
    }
    static const T* give(Held held) { return held; }
};

template <class T>
struct LiteralReader {
    using Held = T;
    static const T& give(const T& held) { return held; }
};

template <>
struct InputReader<std::int64_t> : LiteralReader<std::int64_t> {
    static NodeResult<std::int64_t> read(const NodeInputs& inputs, std::string_view name);
};
template <>
struct InputReader<std::uint64_t> : LiteralReader<std::uint64_t> {
    static NodeResult<std::uint64_t> read(const NodeInputs& inputs, std::string_view name);
};
template <>
struct InputReader<int> : LiteralReader<int> {
    static NodeResult<int> read(const NodeInputs& inputs, std::string_view name);
};
template <>
struct InputReader<double> : LiteralReader<double> {
    static NodeResult<double> read(const NodeInputs& inputs, std::string_view name);
};
template <>
struct InputReader<bool> : LiteralReader<bool> {
    static NodeResult<bool> read(const NodeInputs& inputs, std::string_view name);
};
template <>
struct InputReader<std::string> : LiteralReader<std::string> {
    static NodeResult<std::string> read(const NodeInputs& inputs, std::string_view name);
};
/// The datum itself, whatever it is.
template <>
struct InputReader<Datum> : LiteralReader<Datum> {
    static NodeResult<Datum> read(const NodeInputs& inputs, std::string_view name);
};

Datum to_datum(Image image);
Datum to_datum(Mask mask);
Datum to_datum(Latent latent);
Datum to_datum(Conditioning conditioning);
Datum to_datum(Model model);
Datum to_datum(Clip clip);
Datum to_datum(Vae vae);
Datum to_datum(ControlNet net);
Datum to_datum(UpscaleModel model);
Datum to_datum(Noise noise);
Datum to_datum(SamplerChoice sampler);
Datum to_datum(Sigmas sigmas);
Datum to_datum(Guider guider);
Datum to_datum(StandIn<Image> image);
Datum to_datum(StandIn<Mask> mask);
Datum to_datum(std::string text);
Datum to_datum(json::Value literal);
inline Datum to_datum(Datum datum) { return datum; }

/// The stand-in mark on an input, or an empty text.
std::string origin_of(const Datum& datum);
/// The mark of the first input that carries one.
std::string origin_of(const NodeInputs& inputs);
/// `datum` with the mark `origin`, when it is an image, a mask or a latent without one.
Datum marked(Datum datum, const std::string& origin);

}  // namespace divan::engine
