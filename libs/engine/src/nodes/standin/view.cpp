#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

Light light_of(const Scene& scene) {
    constexpr float kNightFloor = 0.35F;
    const Light day{{0.16F, 0.40F, 0.76F}, {0.46F, 0.69F, 0.91F}, {0.86F, 0.91F, 0.94F},
                    {1.0F, 0.95F, 0.84F},  {0.78F, 0.86F, 0.93F}, 1};
    const Light dawn{{0.34F, 0.38F, 0.64F}, {0.78F, 0.62F, 0.72F}, {1.0F, 0.84F, 0.68F},
                     {1.0F, 0.82F, 0.66F},  {0.92F, 0.79F, 0.77F}, 0.9F};
    const Light sunset{{0.15F, 0.14F, 0.36F}, {0.70F, 0.28F, 0.40F}, {1.0F, 0.64F, 0.30F},
                       {1.0F, 0.66F, 0.36F},  {0.86F, 0.50F, 0.42F}, 0.7F};
    const Light night{{0.012F, 0.022F, 0.07F}, {0.04F, 0.07F, 0.19F}, {0.13F, 0.19F, 0.36F},
                      {0.62F, 0.72F, 0.95F},   {0.11F, 0.16F, 0.29F}, 0.18F};
    const Light storm{{0.16F, 0.18F, 0.23F}, {0.33F, 0.37F, 0.42F}, {0.60F, 0.62F, 0.62F},
                      {0.80F, 0.83F, 0.86F}, {0.52F, 0.56F, 0.59F}, 0.6F};

    const std::pair<Theme, const Light*> kinds[] = {
        {Theme::dawn, &dawn}, {Theme::sunset, &sunset}, {Theme::night, &night}, {Theme::storm, &storm}};
    const Light* strongest = &day;
    float weight = kNightFloor;
    for (const auto& [theme, light] : kinds)
        if (scene.of(theme) > weight) {
            strongest = light;
            weight = scene.of(theme);
        }
    return *strongest;
}

/// Named colours tint the air; without one the words decide on a slight cast of their own.
void tint(Light& light, const Scene& scene, Rgb accent) {
    const float amount = scene.accents.empty() ? 0.10F : scene.subjects.empty() ? 0.34F : 0.16F;
    const float brightness = std::max(0.05F, luma(accent));
    const auto tinted = [&](Rgb colour, float part) {
        return mix(colour, accent * (luma(colour) / brightness), amount * part);
    };
    light.middle = tinted(light.middle, 1);
    light.horizon = tinted(light.horizon, 0.6F);
    light.zenith = tinted(light.zenith, 0.7F);
    light.fog = tinted(light.fog, 0.8F);
}

}  // namespace

Rgb View::lit(Rgb colour, float nearness) const {
    const Rgb ambient = mix(light.middle, Rgb{0.6F, 0.6F, 0.6F}, 0.4F);
    const Rgb warm = mix(light.sun, Rgb{1, 1, 1} * luma(light.sun), 0.30F);
    const Rgb shown = colour * mix(ambient, warm, 0.55F) * mix(0.55F, 1.16F, light.day);
    return mix(light.fog, shown, clamp01(nearness));
}

View compose(const Scene& scene, std::uint64_t seed, int detail, float half_width) {
    View view{scene, light_of(scene), seed, detail, 0, 0, 0, {}};
    view.accent =
        scene.accents.empty() ? from_hue(unit(scene.words_hash), 0.6F, 0.85F) : scene.accents.front();
    tint(view.light, scene, view.accent);
    const bool low =
        view.has(Theme::sea) || view.has(Theme::lake) || view.has(Theme::field) || view.has(Theme::desert);
    view.horizon = mix(low ? 0.46F : 0.54F, low ? 0.60F : 0.66F, view.random(1));
    view.sun_u = mix(-0.75F, 0.75F, view.random(2)) * half_width;
    const bool sinking = view.has(Theme::sunset) || view.has(Theme::dawn);
    view.sun_v =
        sinking ? view.horizon - mix(0.03F, 0.12F, view.random(3)) : mix(0.14F, 0.30F, view.random(3));
    return view;
}

float shore_of(const View& view) {
    if (view.has(Theme::sea)) return view.has(Theme::field) || !view.scene.subjects.empty() ? 0.84F : 0.90F;
    return view.horizon + (1 - view.horizon) * mix(0.40F, 0.55F, view.random(4));
}

void paint_scene(Canvas& canvas, const View& view) {
    const Scene& scene = view.scene;
    if (scene.has(Theme::abstract) && scene.of(Theme::abstract) >= scene.of(Theme::mountains)) {
        paint_abstract(canvas, view);
        paint_subjects(canvas, view);
        return;
    }
    if (scene.has(Theme::water_life)) {
        paint_underwater(canvas, view);
        paint_subjects(canvas, view);
        return;
    }
    if (scene.has(Theme::space)) {
        paint_space(canvas, view);
        paint_subjects(canvas, view);
        return;
    }
    paint_sky(canvas, view);
    paint_mountains(canvas, view);
    if (view.has(Theme::city)) paint_city(canvas, view);
    paint_ground(canvas, view);
    const bool wet_street = view.has(Theme::city) && (view.has(Theme::rain) || view.has(Theme::neon));
    if (view.has(Theme::sea) || view.has(Theme::lake) || wet_street) paint_water(canvas, view);
    if (view.has(Theme::forest)) paint_forest(canvas, view);
    if (view.has(Theme::flowers)) paint_flowers(canvas, view);
    paint_subjects(canvas, view);
    paint_foreground(canvas, view);
    paint_weather(canvas, view);
}

}  // namespace divan::engine::standin
