#include <divan/client/output_pattern.hpp>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/nearest.hpp>

namespace divan {
namespace {

constexpr int kMostWidth = 20;

auto bad_slot(std::string_view pattern, std::string_view slot) {
    return fail(Errc::invalid_argument, fmt::format("'{{{}}}' in the pattern '{}' is no slot", slot, pattern),
                "a slot is {name} or {name:03}");
}

/// "03" is 3; nothing for anything else than zero and a width.
std::optional<int> width_of(std::string_view format) {
    int width = 0;
    const auto read = std::from_chars(format.data(), format.data() + format.size(), width);
    const bool whole = read.ec == std::errc{} && read.ptr == format.data() + format.size();
    if (!format.starts_with('0') || !whole || width < 1 || width > kMostWidth) return std::nullopt;
    return width;
}

bool is_number(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string padded(std::string text, int width) {
    const auto wanted = static_cast<std::size_t>(width);
    if (is_number(text) && text.size() < wanted) text.insert(0, wanted - text.size(), '0');
    return text;
}

/// One piece of a path: a foreign value cannot open or leave a folder.
std::string safe_value(std::string_view value) {
    return value.empty() ? std::string{} : safe_file_name(value);
}

}  // namespace

Result<OutputPattern> OutputPattern::parse(std::string_view text) {
    OutputPattern pattern;
    pattern.text_ = text;
    std::string literal;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char here = text[at];
        const bool doubled = at + 1 < text.size() && text[at + 1] == here;
        if ((here == '{' || here == '}') && doubled) {
            literal += here;
            ++at;
            continue;
        }
        if (here == '}')
            return fail(Errc::invalid_argument, fmt::format("the pattern '{}' has a '}}' too many", text));
        if (here != '{') {
            literal += here;
            continue;
        }
        const auto close = text.find('}', at);
        if (close == std::string_view::npos)
            return fail(Errc::invalid_argument, fmt::format("the pattern '{}' misses a '}}'", text));
        const std::string_view inside = text.substr(at + 1, close - at - 1);
        const auto colon = inside.find(':');
        Slot slot{std::string{inside.substr(0, colon)}, 0};
        if (colon != std::string_view::npos) slot.width = width_of(inside.substr(colon + 1)).value_or(-1);
        if (slot.name.empty() || slot.width < 0) return bad_slot(text, inside);
        pattern.pieces_.emplace_back(std::exchange(literal, {}));
        pattern.pieces_.emplace_back(std::move(slot));
        at = close;
    }
    pattern.pieces_.emplace_back(std::move(literal));
    return pattern;
}

bool OutputPattern::is_folder() const { return pieces_.size() < 2; }

bool OutputPattern::has(std::string_view slot) const {
    return std::any_of(pieces_.begin(), pieces_.end(), [&](const auto& piece) {
        const auto* found = std::get_if<Slot>(&piece);
        return found && found->name == slot;
    });
}

Result<std::filesystem::path> OutputPattern::fill(const Values& values) const {
    std::string path;
    for (const auto& piece : pieces_) {
        if (const auto* literal = std::get_if<std::string>(&piece)) {
            path += *literal;
            continue;
        }
        const Slot& slot = std::get<Slot>(piece);
        const auto value = values.find(slot.name);
        if (value == values.end()) {
            std::vector<std::string> names;
            for (const auto& [name, unused] : values) names.push_back(name);
            return fail(
                Errc::invalid_argument,
                fmt::format("the pattern '{}' asks for '{}', which has no value here", text_, slot.name),
                did_you_mean(slot.name, names));
        }
        path += padded(safe_value(value->second), slot.width);
    }
    return std::filesystem::path{path};
}

}  // namespace divan
