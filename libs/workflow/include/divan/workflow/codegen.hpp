#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/workflow/catalogue.hpp>

namespace divan {

/// What a generated header contains, and where.
struct CodegenOptions {
    std::string name_space = "comfy";     ///< "a" or "a::b"; not divan, divan::types, divan::typed or std
    std::vector<std::string> classes;     ///< only these, with those of `categories`; both empty: every class
    std::vector<std::string> categories;  ///< "sampling" means "sampling/custom_sampling" too
    std::string origin;  ///< where the catalogue came from, for the first comment; may be empty

    CodegenOptions() = default;
};

/// A C++20 header with a type for each node class, to be used with `TypedGraph` (docs/typed-nodes.md).
struct GeneratedHeader {
    std::string text;
    std::size_t classes = 0;
    std::vector<SkippedEntry> skipped;  ///< damaged parts of the catalogue that have no form in C++

    GeneratedHeader() = default;
};

/// Writes the header. The same catalogue gives the same bytes, in whatever order it lists its classes; the
/// names do not depend on which classes are chosen. No text of the catalogue can leave the comment or literal
/// that it stands in. Errors: `invalid_argument` for an unusable namespace, and for a class or category that
/// the catalogue does not have (the hint names near ones).
Result<GeneratedHeader> generate_header(const NodeCatalogue& catalogue, const CodegenOptions& options = {});

/// The name in `divan::types` of one type of ComfyUI: CLIP_VISION is ClipVision. Upper-case names with
/// underscores give capitalised words; every other name begins with `t_`, with bytes that are no letters or
/// digits as `_xHH`. Two names never become the same one, and a name never depends on the others, so that
/// headers made from different servers agree.
std::string type_tag(std::string_view type_name);

}  // namespace divan
