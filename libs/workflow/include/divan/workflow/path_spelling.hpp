#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// What a server runs on: `system.os` of its `/system_stats`. "nt" is Windows; newer servers write Python's
/// `sys.platform` ("win32", "linux", "darwin").
enum class ServerOs { unknown, posix, nt, java };

ServerOs server_os(std::string_view text);  ///< in any case; `unknown` for every other text
std::string_view name(ServerOs os);         ///< "posix", "nt", "java", "unknown"

/// How the folders in a model's name are separated. ComfyUI lists and expects names in the spelling of the
/// system it runs on: `SDXL\base.safetensors` on Windows.
enum class PathStyle { as_given, posix, nt };

PathStyle path_style(ServerOs os);  ///< `as_given` for a system that is not known

std::string encode_nt_path(std::string_view path);     ///< every `/` becomes `\`
std::string encode_posix_path(std::string_view path);  ///< every `\` becomes `/`
std::string encode_path(std::string_view path, PathStyle style);

/// One name that was spelled anew.
struct NameChange {
    NodeId node;
    std::string input, before, after;

    bool operator==(const NameChange&) const = default;
};

/// Spells model names (and every other choice) as the server lists them: a literal text that is none of the
/// choices of its input, but equals exactly one of them when `/` and `\` count as one, becomes that choice.
/// Everything else stays. Returns what was changed, in the order of the file.
std::vector<NameChange> adapt_names(Workflow& workflow, const NodeCatalogue& catalogue);

}  // namespace divan
