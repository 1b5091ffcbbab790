#include "glob.hpp"

namespace divan::durable {

bool matches_glob(std::string_view text, std::string_view glob) {
    std::size_t at = 0, in_glob = 0;
    std::size_t star = std::string_view::npos, resume = 0;  // the last '*', and what it has not swallowed yet
    while (at < text.size()) {
        if (in_glob < glob.size() && glob[in_glob] == '*') {
            star = in_glob++;
            resume = at;
        } else if (in_glob < glob.size() && (glob[in_glob] == '?' || glob[in_glob] == text[at])) {
            ++at, ++in_glob;
        } else if (star != std::string_view::npos) {
            in_glob = star + 1;
            at = ++resume;
        } else {
            return false;
        }
    }
    while (in_glob < glob.size() && glob[in_glob] == '*') ++in_glob;
    return in_glob == glob.size();
}

std::string folded(std::string_view name) {
    std::string text;
    for (const char c : name) {
        if (c == ' ' || c == '_' || c == '-') continue;
        text += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return text;
}

}  // namespace divan::durable
