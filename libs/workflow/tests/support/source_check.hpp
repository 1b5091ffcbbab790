#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace divan::test {

/// Reads a generated header as a compiler's first phase would and finds what a generator never writes: text
/// of a catalogue that has left its comment or literal. Nothing when all is well, else the line.
class SourceCheck {
public:
    static std::optional<std::string> first_odd_line(std::string_view header) {
        SourceCheck check;
        while (!header.empty()) {
            const auto end = std::min(header.find('\n'), header.size());
            const auto line = header.substr(0, end);
            header.remove_prefix(std::min(end + 1, header.size()));
            if (!check.line_is_fine(line)) return std::string{line};
        }
        return check.depth_ == 0 ? std::nullopt : std::optional<std::string>{"the braces do not match"};
    }

private:
    static constexpr std::string_view kDirectives[] = {"#pragma once", "#include <limits>",
                                                       "#include <divan/workflow/typed_graph.hpp>"};
    static constexpr std::string_view kPunctuation = " {}()<>[]=,;:*&.+-";
    static constexpr std::string_view kForeignKeywords[] = {
        "asm",      "class",  "decltype", "delete",   "extern", "for",   "friend",  "goto",  "if",   "new",
        "operator", "return", "sizeof",   "template", "this_",  "throw", "typedef", "union", "while"};

    static bool is_word(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               static_cast<unsigned char>(c) >= 0x80;
    }

    bool line_is_fine(std::string_view line) {
        if (line.starts_with('#'))
            return std::find(std::begin(kDirectives), std::end(kDirectives), line) != std::end(kDirectives);
        char last = ';';
        for (std::size_t at = 0; at < line.size();) {
            if (line.substr(at).starts_with("//")) return comment_is_fine(line.substr(at)) && ends_well(last);
            const std::size_t length = token(line.substr(at));
            if (length == 0) return false;
            if (line[at] != ' ') last = line[at + length - 1];
            at += length;
        }
        return ends_well(last);
    }

    static bool ends_well(char last) { return last == ';' || last == '{' || last == '}' || last == ','; }

    static bool comment_is_fine(std::string_view comment) {
        if (comment.ends_with('\\') || comment.ends_with("?\?/")) return false;
        return std::none_of(comment.begin(), comment.end(),
                            [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    }

    /// Its length; 0 for what does not belong there.
    std::size_t token(std::string_view text) {
        if (text[0] == '"') return literal(text);
        std::size_t length = 0;
        while (length < text.size() && is_word(text[length])) ++length;
        const auto word = text.substr(0, length);
        if (length > 0)
            return std::find(std::begin(kForeignKeywords), std::end(kForeignKeywords), word) ==
                           std::end(kForeignKeywords)
                       ? length
                       : 0;
        depth_ += text[0] == '{' ? 1 : text[0] == '}' ? -1 : 0;
        return depth_ >= 0 && kPunctuation.find(text[0]) != std::string_view::npos ? 1 : 0;
    }

    static std::size_t literal(std::string_view text) {
        for (std::size_t at = 1; at < text.size(); ++at) {
            if (text[at] == '"') return at + 1;
            if (text[at] == '\\') ++at;
            if (at < text.size() && (text[at] < 0x20 || text[at] == 0x7f)) return 0;
        }
        return 0;
    }

    int depth_ = 0;
};

}  // namespace divan::test
