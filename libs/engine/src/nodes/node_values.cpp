#include "nodes/node_values.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "nodes/tensor_text.hpp"

namespace divan::engine {

namespace {

NodeResult<const json::Value*> literal_input(const NodeInputs& inputs, std::string_view name) {
    const auto datum = required_input(inputs, name);
    if (!datum) return tl::unexpected{datum.error()};
    if (!(*datum)->is_literal()) return tl::unexpected{wrong_type(name, **datum)};
    return &(*datum)->literal();
}

/// `read` answers nothing when the literal is of another kind.
template <class T, class Read>
NodeResult<T> literal_as(const NodeInputs& inputs, std::string_view name, Read read) {
    const auto literal = literal_input(inputs, name);
    if (!literal) return tl::unexpected{literal.error()};
    if (const std::optional<T> value = read(**literal)) return *value;
    return tl::unexpected{wrong_type(name, Datum{**literal})};
}

/// A dictionary or an object of a class prints its address in Python; a fixed one keeps records comparable.
std::string object_text(std::string_view class_name) {
    return fmt::format("<{} object at 0x7f0000000000>", class_name);
}

/// A value that the latent tensor could have there: the stand-in has none, so the picture's brightness is
/// shown.
float latent_value(const Latent& latent, std::size_t index) {
    if (!latent.picture) return 0;
    const auto width = static_cast<std::size_t>(latent.width),
               height = static_cast<std::size_t>(latent.height);
    const std::size_t x = index % width, y = index / width % height;
    const std::size_t channel = index / (width * height) % static_cast<std::size_t>(latent.channels);
    const std::size_t element = index / (width * height * static_cast<std::size_t>(latent.channels));
    const float shade = latent.picture->at(static_cast<int>(element), static_cast<int>(y * 8 + 4),
                                           static_cast<int>(x * 8 + 4), static_cast<int>(channel % 3));
    return (shade - 0.5F) * 4.0F;
}

std::string shown_latent(const Latent& latent) {
    const std::vector<int> shape{latent.batch, latent.channels, latent.height, latent.width};
    std::string text =
        "{'samples': " + tensor_text(shape, [&](std::size_t i) { return latent_value(latent, i); });
    if (latent.noise_mask) {
        const Mask& mask = *latent.noise_mask;
        text += ", 'noise_mask': " + tensor_text({mask.batch, 1, mask.height, mask.width},
                                                 [&](std::size_t i) { return mask.values[i]; });
    }
    return text + "}";
}

}  // namespace

NodeResult<const Datum*> required_input(const NodeInputs& inputs, std::string_view name) {
    if (const Datum* datum = inputs.find(name)) return datum;
    return raise("TypeError", fmt::format("missing 1 required positional argument: '{}'", name));
}

NodeFailure wrong_type(std::string_view name, const Datum& datum) {
    const std::string kind{datum.is_literal() ? json::kind_name(datum.literal())
                                              : std::string_view{"object"}};
    return {"TypeError", fmt::format("input '{}' cannot be used: it is of another kind ({})", name, kind)};
}

template <>
const Image* object_in<Image>(const Datum& datum) {
    if (const auto* marked_image = datum.get<StandIn<Image>>()) return marked_image;
    return datum.get<Image>();
}

template <>
const Mask* object_in<Mask>(const Datum& datum) {
    if (const auto* marked_mask = datum.get<StandIn<Mask>>()) return marked_mask;
    return datum.get<Mask>();
}

NodeResult<std::int64_t> InputReader<std::int64_t>::read(const NodeInputs& inputs, std::string_view name) {
    return literal_as<std::int64_t>(inputs, name,
                                    [](const json::Value& value) { return json::to_int64(value); });
}

NodeResult<std::uint64_t> InputReader<std::uint64_t>::read(const NodeInputs& inputs, std::string_view name) {
    return literal_as<std::uint64_t>(inputs, name,
                                     [](const json::Value& value) { return json::to_uint64(value); });
}

NodeResult<int> InputReader<int>::read(const NodeInputs& inputs, std::string_view name) {
    return literal_as<int>(inputs, name, [](const json::Value& value) -> std::optional<int> {
        const auto number = json::to_int64(value);
        using Limits = std::numeric_limits<int>;
        if (!number || *number < Limits::min() || *number > Limits::max()) return {};
        return static_cast<int>(*number);
    });
}

NodeResult<double> InputReader<double>::read(const NodeInputs& inputs, std::string_view name) {
    return literal_as<double>(inputs, name, [](const json::Value& value) { return json::to_double(value); });
}

NodeResult<bool> InputReader<bool>::read(const NodeInputs& inputs, std::string_view name) {
    return literal_as<bool>(inputs, name, [](const json::Value& value) { return json::to_bool(value); });
}

NodeResult<std::string> InputReader<std::string>::read(const NodeInputs& inputs, std::string_view name) {
    return literal_as<std::string>(inputs, name, [](const json::Value& value) -> std::optional<std::string> {
        const auto text = json::text_of(value);
        return text ? std::optional<std::string>{*text} : std::nullopt;
    });
}

NodeResult<Datum> InputReader<Datum>::read(const NodeInputs& inputs, std::string_view name) {
    const auto datum = required_input(inputs, name);
    if (!datum) return tl::unexpected{datum.error()};
    return **datum;
}

Datum to_datum(Image image) {
    std::string shown = tensor_text(image);
    return Datum::of(std::move(image), std::move(shown));
}
Datum to_datum(Mask mask) {
    std::string shown = tensor_text(mask);
    return Datum::of(std::move(mask), std::move(shown));
}
Datum to_datum(Latent latent) {
    std::string shown = shown_latent(latent);
    return Datum::of(std::move(latent), std::move(shown));
}
Datum to_datum(StandIn<Image> image) {
    std::string shown = tensor_text(image);
    return Datum::of(std::move(image), std::move(shown));
}
Datum to_datum(StandIn<Mask> mask) {
    std::string shown = tensor_text(mask);
    return Datum::of(std::move(mask), std::move(shown));
}
Datum to_datum(std::string text) { return Datum{json::Value(text)}; }
Datum to_datum(json::Value literal) { return Datum{std::move(literal)}; }
Datum to_datum(Conditioning conditioning) {
    return Datum::of(std::move(conditioning), "[[tensor([[[...]]]), {}]]");
}
Datum to_datum(Model model) {
    return Datum::of(std::move(model), object_text("comfy.model_patcher.ModelPatcher"));
}
Datum to_datum(Clip clip) { return Datum::of(std::move(clip), object_text("comfy.sd.CLIP")); }
Datum to_datum(Vae vae) { return Datum::of(std::move(vae), object_text("comfy.sd.VAE")); }
Datum to_datum(ControlNet net) {
    return Datum::of(std::move(net), object_text("comfy.controlnet.ControlNet"));
}
Datum to_datum(UpscaleModel model) {
    return Datum::of(std::move(model), object_text("spandrel.ImageModelDescriptor"));
}
Datum to_datum(Noise noise) {
    return Datum::of(noise, object_text("comfy_extras.nodes_custom_sampler.Noise_RandomNoise"));
}
Datum to_datum(SamplerChoice sampler) {
    return Datum::of(std::move(sampler), object_text("comfy.samplers.KSAMPLER"));
}
Datum to_datum(Guider guider) {
    return Datum::of(std::move(guider), object_text("comfy.samplers.CFGGuider"));
}
Datum to_datum(Sigmas sigmas) {
    const int count = sigmas.steps > 0 ? sigmas.steps + 1 : 0;
    std::string shown = tensor_text({count}, [&](std::size_t i) {
        return static_cast<float>(14.6146 * (1.0 - static_cast<double>(i) / std::max(1, sigmas.steps)));
    });
    return Datum::of(std::move(sigmas), std::move(shown));
}

std::string origin_of(const Datum& datum) {
    if (const auto* image = datum.get<StandIn<Image>>()) return image->origin;
    if (const auto* mask = datum.get<StandIn<Mask>>()) return mask->origin;
    if (const auto* latent = datum.get<Latent>()) return latent->origin;
    return {};
}

std::string origin_of(const NodeInputs& inputs) {
    for (const auto& [name, datum] : inputs.all())
        if (std::string origin = origin_of(datum); !origin.empty()) return origin;
    return {};
}

Datum marked(Datum datum, const std::string& origin) {
    if (origin.empty() || !origin_of(datum).empty()) return datum;
    const std::string shown = datum.shown();
    if (const auto* image = datum.get<Image>()) return Datum::of(StandIn<Image>{*image, origin}, shown);
    if (const auto* mask = datum.get<Mask>()) return Datum::of(StandIn<Mask>{*mask, origin}, shown);
    const auto* latent = datum.get<Latent>();
    if (!latent || !latent->picture) return datum;
    Latent copy = *latent;
    copy.origin = origin;
    return Datum::of(std::move(copy), shown);
}

}  // namespace divan::engine
