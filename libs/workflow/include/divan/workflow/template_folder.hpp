#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/token_template.hpp>

namespace divan {

/// A folder of template files: `portrait.json` is the template `portrait`, `flux/hero.json` is `flux/hero`.
/// The folder is read at each call, so that a changed file counts from the next job on. It is never written.
/// Threads: safe.
class TemplateFolder {
public:
    explicit TemplateFolder(std::filesystem::path folder);

    /// The names, sorted; hidden files and links that leave the folder are left out. Errors: `io_failed`.
    Result<std::vector<std::string>> names() const;
    /// By name, with or without `.json`. Errors: `unsafe_path` for a name that leaves the folder, also by a
    /// symbolic link; `invalid_argument` for one that is not there (the hint names near ones); `io_failed`;
    /// as `TokenTemplate::parse`, with the fact `template`.
    Result<TokenTemplate> load(std::string_view name) const;
    /// The file of a template. Errors: as `load`.
    Result<std::filesystem::path> file(std::string_view name) const;

private:
    std::filesystem::path folder_;
};

/// Keeps the present content of a workflow file in `folder`, as `name-<the first 12 digits of its
/// SHA-256>.json`, unless it is kept there already: so every version that ever ran can be found again, and
/// none stands twice. Returns the copy. Errors: `io_failed`.
Result<std::filesystem::path> back_up_workflow(const std::filesystem::path& file,
                                               const std::filesystem::path& folder);

}  // namespace divan
