#include <algorithm>
#include <cmath>

#include "nodes/families.hpp"
#include "nodes/pixels/resize.hpp"
#include "nodes/pixels/tensor_rules.hpp"
#include "nodes/standin/sampling.hpp"
#include "nodes/standin/stand_in.hpp"

/// Infos and shapes: ComfyUI 0.3.64, nodes.py. The decoder hands on the picture that the latent carries.
namespace divan::engine {

namespace {

constexpr std::string_view kThroughVae =
    "stand-in picture: no VAE was run, the pixels passed through unchanged";

tl::unexpected<NodeFailure> raise_channels(const Vae& vae, const Latent& latent) {
    return raise(
        "RuntimeError",
        fmt::format(
            "Given groups=1, weight of size [512, {0}, 3, 3], expected input[{1}, {2}, {3}, {4}] to have {0} "
            "channels, but got {2} channels instead",
            vae.latent_channels, latent.batch, latent.channels, latent.height, latent.width));
}

NodeResult<StandIn<Image>> decode(const Latent& latent, const Vae& vae) {
    if (vae.name != "pixel_space" && vae.latent_channels != latent.channels)
        return raise_channels(vae, latent);
    auto picture = latent.picture ? NodeResult<Image>{*latent.picture}
                                  : new_image(latent.batch, latent.height * 8, latent.width * 8, 3, 0.5F);
    if (!picture) return tl::unexpected{std::move(picture).error()};
    const std::string origin = latent.origin.empty() ? std::string{kThroughVae} : latent.origin;
    return StandIn<Image>{standin::with_noise(*std::move(picture), latent.noise_left, latent.noise_seed),
                          origin};
}

/// The part of the picture that fills whole latent pixels, from its middle.
Image whole_blocks(const Image& pixels) {
    const int width = pixels.width / 8 * 8, height = pixels.height / 8 * 8;
    const int left = pixels.width % 8 / 2, top = pixels.height % 8 / 2;
    Image result{pixels.batch, height, width, 3};
    for (int b = 0; b < pixels.batch; ++b)
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x)
                std::copy_n(&pixels.values[pixels.index(b, top + y, left + x, 0)], 3,
                            &result.values[result.index(b, y, x, 0)]);
    return result;
}

NodeResult<Latent> encode(const Image& pixels, const Vae& vae) {
    if (pixels.width < 8 || pixels.height < 8 || pixels.batch < 1)
        return raise("RuntimeError",
                     "Calculated padded input size per channel is smaller than the kernel size");
    Latent latent;
    latent.picture = whole_blocks(pixels);
    latent.batch = pixels.batch;
    latent.channels = vae.latent_channels;
    latent.width = latent.picture->width / 8;
    latent.height = latent.picture->height / 8;
    latent.origin = kThroughVae;
    return latent;
}

Mask cut_mask(const Mask& mask, const Image& pixels) {
    const int left = pixels.width % 8 / 2, top = pixels.height % 8 / 2;
    Mask result{mask.batch, pixels.height / 8 * 8, pixels.width / 8 * 8};
    for (int b = 0; b < result.batch; ++b)
        for (int y = 0; y < result.height; ++y)
            for (int x = 0; x < result.width; ++x)
                result.at(b, y, x) = std::nearbyint(mask.at(b, top + y, left + x));
    return result;
}

/// True where a square of `size` pixels around the place meets the mask; even sizes reach one further to the
/// left and up.
Mask grown(const Mask& mask, int size) {
    if (size == 0) return mask;
    const int before = size / 2, after = size - 1 - before;
    Mask wide = mask, result = mask;
    for (int b = 0; b < mask.batch; ++b) {
        for (int y = 0; y < mask.height; ++y)
            for (int x = 0; x < mask.width; ++x)
                for (int k = std::max(0, x - before); k <= std::min(mask.width - 1, x + after); ++k)
                    wide.at(b, y, x) = std::max(wide.at(b, y, x), mask.at(b, y, k));
        for (int y = 0; y < mask.height; ++y)
            for (int x = 0; x < mask.width; ++x)
                for (int k = std::max(0, y - before); k <= std::min(mask.height - 1, y + after); ++k)
                    result.at(b, y, x) = std::max(result.at(b, y, x), wide.at(b, k, x));
    }
    return result;
}

/// What is to be painted anew is made grey before encoding.
NodeResult<Latent> encode_for_inpaint(const Image& pixels, const Vae& vae, const Mask& mask, int grow_by) {
    auto latent = encode(pixels, vae);
    if (!latent) return latent;
    auto fitted = resize(mask, pixels.width, pixels.height, "bilinear");
    if (!fitted) return tl::unexpected{std::move(fitted).error()};
    if (fitted->batch != 1 && fitted->batch != pixels.batch)
        return raise_mismatch(pixels.batch, fitted->batch, 0);
    const Mask hole = cut_mask(*fitted, pixels);
    Image& picture = *latent->picture;
    const std::size_t period = hole.values.size();
    for (std::size_t i = 0; i < picture.values.size(); ++i)
        picture.values[i] = (picture.values[i] - 0.5F) * (1.0F - hole.values[i / 3 % period]) + 0.5F;
    latent->noise_mask = grown(hole, grow_by);
    return latent;
}

NodeInfo decode_info() {
    return NodeInfo{"VAEDecode", "VAE Decode", "latent", "nodes"}
        .required("samples", socket("LATENT").tip("The latent to be decoded."))
        .required("vae", socket("VAE").tip("The VAE model used for decoding the latent."))
        .output("IMAGE", "", "The decoded image.")
        .describe("Decodes latent images back into pixel space images.");
}

NodeInfo encode_info() {
    return NodeInfo{"VAEEncode", "VAE Encode", "latent", "nodes"}
        .required("pixels", socket("IMAGE"))
        .required("vae", socket("VAE"))
        .output("LATENT");
}

NodeInfo inpaint_info() {
    return NodeInfo{"VAEEncodeForInpaint", "VAE Encode (for Inpainting)", "latent/inpaint", "nodes"}
        .required("pixels", socket("IMAGE"))
        .required("vae", socket("VAE"))
        .required("mask", socket("MASK"))
        .required("grow_mask_by", integer(6, 0, 64, 1))
        .output("LATENT");
}

}  // namespace

NodeClasses vae_nodes() {
    NodeClasses nodes;
    nodes.push_back(make_node(decode_info(), compute(
                                                 [notice = StandInNotice{"VAEDecode"}](
                                                     NodeHost& host, const Latent& latent, const Vae& vae) {
                                                     notice.say(host);
                                                     return decode(latent, vae);
                                                 },
                                                 {"samples", "vae"})));
    nodes.push_back(make_node(encode_info(), compute(
                                                 [notice = StandInNotice{"VAEEncode"}](
                                                     NodeHost& host, const Image& pixels, const Vae& vae) {
                                                     notice.say(host);
                                                     return encode(pixels, vae);
                                                 },
                                                 {"pixels", "vae"})));
    nodes.push_back(make_node(inpaint_info(), compute(
                                                  [notice = StandInNotice{"VAEEncodeForInpaint"}](
                                                      NodeHost& host, const Image& pixels, const Vae& vae,
                                                      const Mask& mask, int grow_by) {
                                                      notice.say(host);
                                                      return encode_for_inpaint(pixels, vae, mask, grow_by);
                                                  },
                                                  {"pixels", "vae", "mask", "grow_mask_by"})));
    return nodes;
}

}  // namespace divan::engine
