#pragma once

#include <algorithm>
#include <iterator>
#include <string_view>

namespace divan::engine::standin {

/// The entry for the word, or for its singular.
template <class Table>
auto lookup(const Table& table, std::string_view word) {
    const auto is = [](std::string_view wanted) {
        return [wanted](const auto& entry) { return entry.word == wanted; };
    };
    auto found = std::find_if(std::begin(table), std::end(table), is(word));
    if (found == std::end(table) && word.ends_with("es"))
        found = std::find_if(std::begin(table), std::end(table), is(word.substr(0, word.size() - 2)));
    if (found == std::end(table) && word.ends_with("s"))
        found = std::find_if(std::begin(table), std::end(table), is(word.substr(0, word.size() - 1)));
    return found;
}

}  // namespace divan::engine::standin
