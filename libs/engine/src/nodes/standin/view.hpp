#pragma once

#include "nodes/standin/canvas.hpp"
#include "nodes/standin/noise.hpp"
#include "nodes/standin/scene.hpp"

namespace divan::engine::standin {

/// The light of a time of day.
struct Light {
    Rgb zenith, middle, horizon, sun, fog;
    float day = 1;  ///< 0 at night
};

/// What all painters of one picture share.
struct View {
    const Scene& scene;
    Light light;
    std::uint64_t seed = 0;
    int detail = 5;         ///< octaves of fine structure
    float horizon = 0.56F;  ///< its height, as `v`
    float sun_u = 0, sun_v = 0.3F;
    Rgb accent;  ///< the strongest named colour, or one of the words' own

    Noise noise(std::uint64_t salt) const { return Noise{hash_of(salt, seed)}; }
    float random(std::uint64_t salt) const { return unit(hash_of(salt, seed)); }
    bool has(Theme theme) const { return scene.has(theme); }
    float of(Theme theme) const { return scene.of(theme); }
    /// `colour` as it looks in this light, from far (0) to near (1).
    Rgb lit(Rgb colour, float nearness) const;
};

View compose(const Scene& scene, std::uint64_t seed, int detail, float half_width);

// One painter a file. Each lays its part over what is there; the order is that of `paint_scene`.
void paint_sky(Canvas& canvas, const View& view);
void paint_space(Canvas& canvas, const View& view);
void paint_mountains(Canvas& canvas, const View& view);
void paint_city(Canvas& canvas, const View& view);
void paint_water(Canvas& canvas, const View& view);
void paint_ground(Canvas& canvas, const View& view);
void paint_forest(Canvas& canvas, const View& view);
void paint_flowers(Canvas& canvas, const View& view);
void paint_subjects(Canvas& canvas, const View& view);
void paint_foreground(Canvas& canvas, const View& view);
void paint_weather(Canvas& canvas, const View& view);
void paint_abstract(Canvas& canvas, const View& view);
void paint_underwater(Canvas& canvas, const View& view);

void paint_scene(Canvas& canvas, const View& view);

/// Where water ends and the near ground begins, as `v`; 1 and more when water fills the foreground.
float shore_of(const View& view);

}  // namespace divan::engine::standin
