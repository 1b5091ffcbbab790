#include <algorithm>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>
#include <divan/workflow/codegen.hpp>

#include "cpp_name.hpp"
#include "print_header.hpp"
#include "resolve.hpp"

namespace divan {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Result<> check_namespace(const std::string& name_space) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= name_space.size();) {
        const auto end = std::min(name_space.find("::", at), name_space.size());
        parts.push_back(name_space.substr(at, end - at));
        at = end + 2;
    }
    for (const auto& part : parts)
        if (codegen::identifier(part) != part ||
            (codegen::is_reserved(part) && part != "divan" && part != "std"))
            return fail(
                Errc::invalid_argument, "'" + printable(name_space, 100) + "' cannot be a namespace",
                "write names joined by ::, e.g. studio::nodes; no keywords, no macros of common headers");
    const bool ours =
        parts[0] == "divan" && (parts.size() == 1 || parts[1] == "types" || parts[1] == "typed");
    if (ours || parts[0] == "std")
        return fail(Errc::invalid_argument, "the namespace '" + name_space + "' belongs to somebody else",
                    "choose one of your own");
    return {};
}

bool in_category(const NodeInfo& node, const std::string& category) {
    return node.category == category || node.category.starts_with(category + '/');
}

Result<> check_selection(const NodeCatalogue& catalogue, const CodegenOptions& options) {
    for (const auto& name : options.classes)
        if (!catalogue.find(name))
            return fail(Errc::invalid_argument,
                        "the catalogue has no node class '" + printable(name, 200) + "'",
                        did_you_mean(name, catalogue.classes()));
    std::vector<std::string> known;
    for (const NodeInfo& node : catalogue.all())
        if (!contains(known, node.category)) known.push_back(node.category);
    for (const auto& category : options.categories)
        if (std::none_of(catalogue.all().begin(), catalogue.all().end(),
                         [&](const NodeInfo& node) { return in_category(node, category); }))
            return fail(Errc::invalid_argument,
                        "no node is of the category '" + printable(category, 200) + "'",
                        did_you_mean(category, known));
    return {};
}

bool is_wanted(const NodeInfo& node, const CodegenOptions& options) {
    if (options.classes.empty() && options.categories.empty()) return true;
    return contains(options.classes, node.class_type) ||
           std::any_of(options.categories.begin(), options.categories.end(),
                       [&](const auto& category) { return in_category(node, category); });
}

}  // namespace

Result<GeneratedHeader> generate_header(const NodeCatalogue& catalogue, const CodegenOptions& options) {
    if (auto good = check_namespace(options.name_space); !good) return fail(std::move(good).error());
    if (auto good = check_selection(catalogue, options); !good) return fail(std::move(good).error());
    auto model = codegen::resolve(catalogue, options.name_space,
                                  [&](const NodeInfo& node) { return is_wanted(node, options); });
    const bool everything = options.classes.empty() && options.categories.empty();
    for (const SkippedEntry& entry : catalogue.skipped()) {
        const NodeInfo* node = catalogue.find(entry.class_type);
        if (everything || (node && is_wanted(*node, options))) model.skipped.push_back(entry);
    }
    std::stable_sort(model.skipped.begin(), model.skipped.end(),
                     [](const auto& left, const auto& right) { return left.class_type < right.class_type; });
    GeneratedHeader header;
    header.text = codegen::print_header(model, options.name_space, options.origin);
    header.classes = model.nodes.size();
    header.skipped = std::move(model.skipped);
    return header;
}

}  // namespace divan
