#include "cpp_name.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/text.hpp>

namespace divan::codegen {
namespace {

constexpr std::string_view kReserved[] = {
    // keywords and alternative tokens of C++20
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch",
    "char", "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl",
    "concept", "const", "const_cast", "consteval", "constexpr", "constinit", "continue", "decltype",
    "default", "delete", "do", "double", "dynamic_cast", "else", "enum", "explicit", "export", "extern",
    "false", "float", "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new",
    "noexcept", "not", "not_eq", "nullptr", "operator", "or", "or_eq", "private", "protected", "public",
    "register", "reinterpret_cast", "requires", "return", "short", "signed", "sizeof", "static",
    "static_assert", "static_cast", "struct", "switch", "template", "this", "thread_local", "throw", "true",
    "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile",
    "wchar_t", "while", "xor", "xor_eq",
    // macros without parameters of the C library, of gnu++20, of Windows and of Qt
    "BUFSIZ", "CONST", "DELETE", "DIFFERENCE", "DOMAIN", "EOF", "ERROR", "FALSE", "HUGE_VAL", "I", "IN",
    "INFINITY", "NAN", "NULL", "OPTIONAL", "OUT", "OVERFLOW", "RAND_MAX", "TRUE", "UNDERFLOW", "VOID",
    "assert", "emit", "errno", "far", "forever", "foreach", "hyper", "i386", "interface", "linux", "near",
    "signals", "slots", "small", "stderr", "stdin", "stdout", "unix",
    // names that generated code itself needs
    "std", "divan"};

constexpr std::size_t kLongest = 64;

struct Range {
    char32_t first, last;
};
/// Letters that GCC 12 and clang take in identifiers and that have one spelling (no combining marks).
constexpr Range kLetters[] = {{0xc0, 0xd6},     {0xd8, 0xf6},     {0xf8, 0x17f},   {0x391, 0x3a1},
                              {0x3a3, 0x3a9},   {0x3b1, 0x3c9},   {0x410, 0x44f},  {0x3041, 0x3096},
                              {0x30a1, 0x30fa}, {0x4e00, 0x9fa5}, {0xac00, 0xd7a3}};

bool is_letter(char32_t code) {
    return std::any_of(std::begin(kLetters), std::end(kLetters),
                       [&](const Range& range) { return code >= range.first && code <= range.last; });
}

bool is_alphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char32_t code_point(std::string_view character) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (character.size() == 1) return byte(0);
    char32_t code = byte(0) & (0xffu >> (character.size() + 1));
    for (std::size_t i = 1; i < character.size(); ++i) code = (code << 6) | (byte(i) & 0x3fu);
    return code;
}

/// Calls `use(character)` for each UTF-8 character, and for each byte that belongs to none.
template <class Use>
void for_each_character(std::string_view text, Use use) {
    for (std::size_t at = 0, length = 0; at < text.size(); at += length) {
        length = std::max<std::size_t>(utf8_length(text, at), 1);
        use(text.substr(at, length));
    }
}

std::string spelled_out(std::string_view text) {
    if (text.empty()) return "empty";
    std::string name;
    for_each_character(text, [&](std::string_view character) {
        if (name.size() < kLongest - 8)
            name += fmt::format("{}u{:X}", name.empty() ? "" : "_", std::uint32_t{code_point(character)});
    });
    return name;
}

}  // namespace

bool is_reserved(std::string_view name) {
    return std::find(std::begin(kReserved), std::end(kReserved), name) != std::end(kReserved);
}

std::string identifier(std::string_view text) {
    std::string name;
    bool gap = false;
    for_each_character(text, [&](std::string_view character) {
        const bool kept =
            character.size() == 1 ? is_alphanumeric(character[0]) : is_letter(code_point(character));
        if (kept && name.size() + character.size() < kLongest) {
            if (gap && !name.empty()) name += '_';
            name += character;
        }
        gap = !kept;
    });
    if (name.empty()) return spelled_out(text);
    return name[0] >= '0' && name[0] <= '9' ? '_' + name : name;
}

std::string pascal_case(std::string_view name) {
    std::string result = name.starts_with('_') ? "_" : "";
    for (std::string word : split(name, '_')) {
        if (word.empty()) continue;
        if (word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
        const bool digits_meet =
            !result.empty() && is_alphanumeric(result.back()) && result.back() <= '9' && word[0] <= '9';
        result += (digits_meet ? "_" : "") + word;
    }
    return result;
}

bool NameScope::is_free(const std::string& name) const {
    return !is_reserved(name) && !taken_.contains(name) && !given_.contains(name);
}

std::string NameScope::take(const std::string& wanted) {
    std::string name = wanted;
    if (is_reserved(name) || taken_.contains(name)) name += '_';
    const std::string base = name + (name.ends_with('_') ? "" : "_");
    int& number = next_number_.try_emplace(base, 2).first->second;
    while (!is_free(name)) name = base + std::to_string(number++);
    given_.insert(name);
    return name;
}

}  // namespace divan::codegen
