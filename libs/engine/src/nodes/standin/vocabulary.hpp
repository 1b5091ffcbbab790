#pragma once

#include <optional>
#include <string_view>

#include "nodes/standin/scene.hpp"

namespace divan::engine::standin {

struct Meaning {
    Theme theme = Theme::count;
    float amount = 1;
};

/// Up to two themes of a word in lower case; a plural means its singular.
std::array<Meaning, 2> themes_of(std::string_view word);
std::optional<Rgb> colour_of(std::string_view word);
/// The thing a word names, with the colour it usually has.
std::optional<Placed> subject_of(std::string_view word);

}  // namespace divan::engine::standin
