#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <divan/base/error.hpp>

namespace divan {

/// The name of a saved file, with slots: "ch-{chapter:02}/{node}_{index}_v{version:03}.{ext}".
/// Slots: {node} {index} {name} {ext} {seed} {count} {version} {prompt_id} {date}, and the caller's own.
/// `:03` pads a number with zeros to that width (1 to 20); "{{" and "}}" are braces. A pattern without slots
/// is a folder. Pure: numbers are chosen elsewhere.
class OutputPattern {
public:
    using Values = std::map<std::string, std::string, std::less<>>;

    /// Errors: `invalid_argument` (unclosed brace, unknown format).
    static Result<OutputPattern> parse(std::string_view text);

    bool is_folder() const;  ///< no slot: files keep their server's names
    bool has(std::string_view slot) const;
    /// The path for one file, relative. Values are made safe: separators in them become part of no path.
    /// Errors: `invalid_argument` for a slot without a value (the hint names near ones).
    Result<std::filesystem::path> fill(const Values& values) const;
    const std::string& text() const { return text_; }

private:
    struct Slot {
        std::string name;
        int width = 0;
    };
    std::string text_;
    std::vector<std::variant<std::string, Slot>> pieces_;
};

}  // namespace divan
