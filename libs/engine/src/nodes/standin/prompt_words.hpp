#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace divan::engine::standin {

struct Word {
    std::string text;  ///< lower case
    float weight = 1;
};

/// The words of a prompt with their emphasis: "(red:1.3)" weighs 1.3, each bare pair of parentheses 1.1, of
/// brackets 1 / 1.1. Backslashes escape parentheses. Weights are kept from 0 to 4. Any text is taken, however
/// it is nested.
std::vector<Word> prompt_words(std::string_view prompt);

}  // namespace divan::engine::standin
