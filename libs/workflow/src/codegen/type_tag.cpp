#include <fmt/format.h>

#include <divan/workflow/codegen.hpp>

namespace divan {
namespace {

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// "CLIP_VISION_OUTPUT": words of capitals and digits, which begin with a capital (the first one) and have
/// none empty.
bool is_plain_type(std::string_view name) {
    if (name.empty() || name[0] < 'A' || name[0] > 'Z' || name.ends_with('_')) return false;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
        if (c == '_' && name[i + 1] == '_') return false;
    }
    return true;
}

std::string capitalised_words(std::string_view name) {
    std::string tag;
    bool start = true;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '_') {
            if (name[i + 1] <= '9') tag += '_';  // FLOAT_3 is not FLOAT3
            start = true;
            continue;
        }
        const bool capital = name[i] >= 'A';
        tag += start || !capital ? name[i] : static_cast<char>(name[i] - 'A' + 'a');
        start = false;
    }
    return tag;
}

}  // namespace

std::string type_tag(std::string_view type_name) {
    if (is_plain_type(type_name)) return capitalised_words(type_name);
    std::string tag = "t_";
    for (std::size_t i = 0; i < type_name.size(); ++i) {
        const char c = type_name[i], next = i + 1 < type_name.size() ? type_name[i + 1] : '\0';
        // An `x` never follows an underscore that is meant as one, so every `_x` begins an escape.
        const bool kept = is_alphanumeric(c) ? i > 0 || c != 'x'
                                             : c == '_' && i > 0 && is_alphanumeric(next) && next != 'x';
        if (kept)
            tag += c;
        else
            tag += fmt::format("{}x{:02X}", i == 0 ? "" : "_", static_cast<unsigned char>(c));
    }
    return tag;
}

}  // namespace divan
