#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <divan/json/value.hpp>
#include <divan/workflow/token_template.hpp>

namespace divan::gateway {

/// One for a list.
struct TemplateFacts {
    std::string name;
    bool shipped = false;             ///< part of the program; a file of the same name goes before it
    std::vector<std::string> tokens;  ///< upper case, in the order of the file
    std::string problem;              ///< why it cannot be used; mostly empty

    TemplateFacts() = default;
};

/// The templates of `POST /jobs`: those of a folder, and the one that is part of the program. All calls
/// block. Threads: any.
class Templates {
public:
    /// Both may be empty: no folder, no backups.
    Templates(std::filesystem::path folder, std::filesystem::path backups)
        : folder_{std::move(folder)}, backups_{std::move(backups)} {}

    /// Sorted by name. Errors: `io_failed`.
    Result<std::vector<TemplateFacts>> list() const;
    /// Errors: `not_found` (the hint names near ones), `unsafe_path`, those of `TokenTemplate::parse`.
    Result<TemplateFacts> facts(const std::string& name) const;
    /// The same for filling, which changes the workflow: so its file is kept in the folder of backups first.
    /// Errors: as `facts`; `io_failed` when it cannot be kept.
    Result<TokenTemplate> take(const std::string& name) const;

private:
    Result<bool> is_shipped(const std::string& name) const;
    Result<std::vector<std::string>> names() const;

    std::filesystem::path folder_, backups_;
};

/// The text of the shipped template (examples/templates/txt2img-lora.json, built in).
std::string_view shipped_template();
inline constexpr std::string_view kShippedTemplate = "txt2img-lora";

}  // namespace divan::gateway
