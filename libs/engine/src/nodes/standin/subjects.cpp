#include "nodes/standin/creature_shapes.hpp"
#include "nodes/standin/view.hpp"

namespace divan::engine::standin {

namespace {

/// Where a subject stands and how it is shown.
struct Pose {
    float u = 0, ground = 0.9F, size = 0.34F;
    float facing = 1;  ///< 1 to the right, −1 to the left
    std::uint64_t salt = 0;
};

Rgb tone_colour(const View& view, const Placed& placed, Tone tone) {
    switch (tone) {
        case Tone::light:
            return mix(placed.colour, Rgb{0.97F, 0.94F, 0.88F}, 0.72F);
        case Tone::dark:
            return mix(placed.colour * 0.22F, Rgb{0.06F, 0.055F, 0.07F}, 0.5F);
        case Tone::accent:
            return mix(view.accent, placed.colour * 0.8F, 0.35F);
        case Tone::glow:
            return {1.0F, 0.84F, 0.46F};
        case Tone::body:
            break;
    }
    return placed.colour;
}

struct Hit {
    float distance;  ///< to the limb's surface, negative inside
    float nx, ny;    ///< away from its axis, 0 to 1 of its radius
};

Hit meet(const Limb& limb, float x, float y) {
    const float dx = limb.bx - limb.ax, dy = limb.by - limb.ay, length = dx * dx + dy * dy;
    const float t = length > 0 ? clamp01(((x - limb.ax) * dx + (y - limb.ay) * dy) / length) : 0;
    const float radius = std::max(1e-4F, mix(limb.ra, limb.rb, t));
    const float off_x = x - limb.ax - dx * t, off_y = y - limb.ay - dy * t;
    return {std::hypot(off_x, off_y) - radius, off_x / radius, off_y / radius};
}

/// Lit like a round body, with a bright rim on the side of the sun.
Rgb shaded(const View& view, const Placed& placed, const Limb& limb, const Hit& hit, float to_sun,
           float fur) {
    if (limb.tone == Tone::glow)
        return tone_colour(view, placed, limb.tone) * mix(1.15F, 0.9F, view.light.day);
    const float nz = std::sqrt(std::max(0.0F, 1 - hit.nx * hit.nx - hit.ny * hit.ny));
    const float light = clamp01(0.36F + 0.34F * hit.nx * to_sun + 0.38F * hit.ny + 0.26F * nz);
    const float rim =
        smooth(0.55F, 1.0F, hit.nx * to_sun * 0.7F + hit.ny * 0.6F) * mix(0.30F, 0.22F, view.light.day);
    const Rgb colour = tone_colour(view, placed, limb.tone) * (0.50F + 0.80F * light) * (1 + 0.22F * fur);
    return view.lit(colour, 0.97F) + view.light.sun * rim;
}

void paint_limb(Canvas& canvas, const View& view, const Placed& placed, const Pose& pose, const Limb& limb,
                const Noise& noise) {
    const float reach = std::max(limb.ra, limb.rb) + 0.01F;
    const float left = std::min(limb.ax, limb.bx) - reach, right = std::max(limb.ax, limb.bx) + reach;
    const float low = std::min(limb.ay, limb.by) - reach, high = std::max(limb.ay, limb.by) + reach;
    const float from_u = pose.u + pose.size * (pose.facing > 0 ? left : -right),
                to_u = pose.u + pose.size * (pose.facing > 0 ? right : -left);
    const float to_sun = (view.sun_u > pose.u ? 1.0F : -1.0F) * pose.facing;
    for (int y = std::max(0, canvas.y(pose.ground - pose.size * high));
         y <= std::min(canvas.height - 1, canvas.y(pose.ground - pose.size * low)); ++y)
        for (int x = std::max(0, canvas.x(from_u)); x <= std::min(canvas.width - 1, canvas.x(to_u)); ++x) {
            const float px = (canvas.u(x) - pose.u) / pose.size * pose.facing,
                        py = (pose.ground - canvas.v(y)) / pose.size;
            const Hit hit = meet(limb, px, py);
            const float ragged = 0.006F * noise.at(px * 60, py * 60);
            const float cover = clamp01(0.5F - (hit.distance + ragged) * pose.size / canvas.pixel());
            if (cover <= 0) continue;
            const float fur = noise.fractal(px * 26 + py * 9, py * 40, 3);
            canvas.at(x, y) = mix(canvas.at(x, y), shaded(view, placed, limb, hit, to_sun, fur), cover);
        }
}

void paint_shadow(Canvas& canvas, const View& view, const Pose& pose) {
    const float shift = (view.sun_u > pose.u ? -0.18F : 0.18F) * pose.size, wide = pose.size * 0.58F,
                flat = pose.size * 0.075F;
    paint_rows(canvas, canvas.y(pose.ground - flat * 2), canvas.y(pose.ground + flat * 2) + 1,
               [&](float u, float v, Rgb& colour) {
                   const float d = std::hypot((u - pose.u - shift) / wide, (v - pose.ground) / flat);
                   colour = colour * (1 - 0.52F * smooth(1.5F, 0.2F, d));
               });
}

/// Windows and lamps throw light on what is around them when it is dark.
void paint_glow(Canvas& canvas, const View& view, const Pose& pose, const Limb& limb) {
    const float cu = pose.u + pose.size * (limb.ax + limb.bx) / 2 * pose.facing,
                cv = pose.ground - pose.size * (limb.ay + limb.by) / 2;
    const float reach = pose.size * (limb.ra * 6 + 0.04F), strength = 0.34F * (1.05F - view.light.day);
    if (limb.ra < 0.025F || strength < 0.02F) return;
    paint_rows(canvas, canvas.y(cv - reach), canvas.y(cv + reach) + 1, [&](float u, float v, Rgb& colour) {
        const float d = std::hypot(u - cu, v - cv) / reach;
        if (d < 1) colour = colour + Rgb{1.0F, 0.72F, 0.34F} * (strength * (1 - d) * (1 - d));
    });
}

void paint_subject(Canvas& canvas, const View& view, const Placed& placed, const Pose& pose) {
    const Noise noise = view.noise(pose.salt);
    if (!floats(placed.kind) && placed.kind != Subject::boat) paint_shadow(canvas, view, pose);
    for (const Limb& limb : limbs_of(placed.kind)) paint_limb(canvas, view, placed, pose, limb, noise);
    for (const Limb& limb : limbs_of(placed.kind))
        if (limb.tone == Tone::glow) paint_glow(canvas, view, pose, limb);
}

float size_of(Subject subject) {
    switch (subject) {
        case Subject::castle:
        case Subject::lighthouse:
        case Subject::tree:
        case Subject::dragon:
            return 0.40F;
        case Subject::house:
        case Subject::balloon:
            return 0.34F;
        case Subject::bird:
        case Subject::butterfly:
            return 0.24F;
        case Subject::boat:
            return 0.28F;
        default:
            return 0.36F;
    }
}

Pose pose_of(const View& view, const Placed& placed, std::size_t index, float half_width) {
    Pose pose;
    pose.salt = 200 + index * 7;
    const float thirds[] = {0.0F, -0.55F, 0.55F};
    const float sway = (view.random(pose.salt) - 0.5F) * (view.scene.subjects.size() == 1 ? 0.5F : 0.24F);
    pose.u = (thirds[index % 3] + sway) * half_width;
    pose.size = size_of(placed.kind) * mix(0.88F, 1.12F, view.random(pose.salt + 1)) *
                std::min(1.5F, std::sqrt(placed.weight));
    pose.size = std::min(pose.size, half_width * 1.3F);
    pose.facing = view.random(pose.salt + 2) < 0.5F ? -1.0F : 1.0F;
    const bool in_water = view.has(Theme::water_life) || view.has(Theme::space);
    pose.ground = mix(0.86F, 0.93F, view.random(pose.salt + 3));
    if (placed.kind == Subject::castle || placed.kind == Subject::lighthouse)
        pose.ground = view.horizon + 0.12F;
    if (placed.kind == Subject::boat && (view.has(Theme::sea) || view.has(Theme::lake)))
        pose.ground = mix(view.horizon + 0.08F, shore_of(view) - 0.05F, 0.5F);
    if (floats(placed.kind) || in_water)
        pose.ground = mix(0.44F, 0.66F, view.random(pose.salt + 4)) + pose.size * 0.3F;
    return pose;
}

}  // namespace

void paint_subjects(Canvas& canvas, const View& view) {
    for (std::size_t i = view.scene.subjects.size(); i-- > 0;)
        paint_subject(canvas, view, view.scene.subjects[i],
                      pose_of(view, view.scene.subjects[i], i, canvas.half_width()));
}

}  // namespace divan::engine::standin
