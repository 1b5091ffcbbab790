#include "nodes/standin/painter.hpp"

#include "nodes/standin/finish.hpp"
#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

std::vector<PromptText> texts_of(const Conditioning& conditioning) {
    std::vector<PromptText> texts;
    for (const PromptPart& part : conditioning.parts) {
        PromptText text;
        text.text = part.text;
        text.weight = static_cast<float>(std::clamp(part.end - part.start, 0.0, 1.0));
        if (text.weight > 0) texts.push_back(std::move(text));
    }
    return texts;
}

/// Guidance of Flux acts like CFG, which is 1 there.
double guidance_of(const PaintOrder& order) {
    double guidance = 0;
    for (const PromptPart& part : order.positive.parts) guidance = std::max(guidance, part.guidance);
    return guidance > 0 ? 2 * guidance : order.cfg;
}

std::uint64_t seed_of(const PaintOrder& order, const Scene& scene) {
    std::uint64_t seed = hash_of(order.seed, scene.words_hash);
    for (const PromptPart& part : order.positive.parts) {
        seed = hash_of(static_cast<std::uint64_t>(-part.clip_layer), seed);
        for (const LoraUse& lora : part.clip_loras)
            seed = hash_of(lora.name, seed + static_cast<std::uint64_t>(100 * std::fabs(lora.strength)));
    }
    return hash_of(order.model, seed);
}

int detail_of(int steps) { return steps < 4 ? 2 : steps < 9 ? 3 : steps < 16 ? 4 : 5; }

Image to_image(const Canvas& canvas) {
    Image image{1, canvas.height, canvas.width, 3};
    float* target = image.values.data();
    for (const Rgb& pixel : canvas.pixels)
        for (const float value : {pixel.r, pixel.g, pixel.b}) *target++ = clamp01(value);
    return image;
}

}  // namespace

Image paint(const PaintOrder& order) {
    const Scene scene = imagine(texts_of(order.positive), texts_of(order.negative));
    Canvas canvas{order.width, order.height};
    const View view = compose(scene, seed_of(order, scene), detail_of(order.steps), canvas.half_width());
    paint_scene(canvas, view);
    for (const PromptPart& part : order.positive.parts)
        for (const ControlHint& hint : part.controls) follow(canvas, hint);
    PaintOrder guided = order;
    guided.cfg = guidance_of(order);
    finish(canvas, manner_of(guided, scene));
    return to_image(canvas);
}

}  // namespace divan::engine::standin
