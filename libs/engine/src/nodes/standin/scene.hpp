#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nodes/standin/colour.hpp"

namespace divan::engine::standin {

/// What a prompt can put into the picture; each has a weight, 0 when it is absent.
enum class Theme {
    sea,
    lake,
    mountains,
    forest,
    city,
    desert,
    field,
    snow,
    flowers,
    clouds,
    rain,
    fog,
    stars,
    moon,
    sun,
    aurora,
    space,
    fire,
    water_life,
    abstract,
    dawn,
    sunset,
    night,
    storm,  // light; the strongest wins, none is day
    ink,
    watercolour,
    neon,
    pixel,
    vivid,
    muted,
    dark,
    bright,
    soft,  // manner
    count
};

enum class Subject {
    none,
    fox,
    cat,
    dog,
    rabbit,
    deer,
    bird,
    fish,
    butterfly,
    person,
    robot,
    house,
    boat,
    castle,
    tree,
    lighthouse,
    balloon,
    mushroom,
    dragon
};

struct Placed {
    Subject kind = Subject::none;
    Rgb colour;
    float weight = 1;
};

/// The picture before it is painted.
struct Scene {
    std::array<float, static_cast<std::size_t>(Theme::count)> themes{};
    std::vector<Placed> subjects;  ///< at most three
    std::vector<Rgb> accents;      ///< the colours named, strongest first
    std::uint64_t words_hash = 0;  ///< all words: also those without a meaning here change the picture

    float of(Theme theme) const { return themes[static_cast<std::size_t>(theme)]; }
    bool has(Theme theme) const { return of(theme) > 0.2F; }
};

struct PromptText {
    std::string text;
    float weight = 1;
};

/// `negative` takes away what it names.
Scene imagine(const std::vector<PromptText>& positive, const std::vector<PromptText>& negative);

}  // namespace divan::engine::standin
