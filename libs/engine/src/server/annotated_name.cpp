#include "server/annotated_name.hpp"

#include <array>

namespace divan::engine {

AnnotatedName annotated_name(std::string_view text) {
    constexpr std::array<std::string_view, 3> types{"output", "input", "temp"};
    AnnotatedName found;
    for (const std::string_view type : types) {
        const std::string mark = "[" + std::string{type} + "]";
        if (!text.ends_with(mark)) continue;
        const std::size_t cut = mark.size() + 1;
        found.name = std::string{text.substr(0, text.size() < cut ? 0 : text.size() - cut)};
        found.type = std::string{type};
        return found;
    }
    found.name = std::string{text};
    return found;
}

}  // namespace divan::engine
