#include <divan/workflow/path_spelling.hpp>

#include <algorithm>
#include <optional>

#include <divan/base/text.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

/// The one choice that differs from `name` only in its separators.
std::optional<std::string> respelled(std::string_view name, const json::Array& choices) {
    const std::string wanted = encode_posix_path(name);
    std::optional<std::string> found;
    for (const json::Value& choice : choices) {
        const auto text = json::text_of(choice);
        if (!text) continue;
        if (*text == name) return std::nullopt;
        if (encode_posix_path(*text) != wanted) continue;
        if (found) return std::nullopt;
        found = *text;
    }
    return found;
}

}  // namespace

ServerOs server_os(std::string_view text) {
    const std::string low = to_lower(text);
    if (low == "nt" || low.starts_with("win")) return ServerOs::nt;
    if (low == "posix" || low.starts_with("linux") || low == "darwin") return ServerOs::posix;
    return low == "java" ? ServerOs::java : ServerOs::unknown;
}

std::string_view name(ServerOs os) {
    switch (os) {
        case ServerOs::posix:
            return "posix";
        case ServerOs::nt:
            return "nt";
        case ServerOs::java:
            return "java";
        case ServerOs::unknown:
            break;
    }
    return "unknown";
}

PathStyle path_style(ServerOs os) {
    if (os == ServerOs::nt) return PathStyle::nt;
    return os == ServerOs::posix ? PathStyle::posix : PathStyle::as_given;
}

std::string encode_nt_path(std::string_view path) {
    std::string spelled{path};
    std::replace(spelled.begin(), spelled.end(), '/', '\\');
    return spelled;
}

std::string encode_posix_path(std::string_view path) {
    std::string spelled{path};
    std::replace(spelled.begin(), spelled.end(), '\\', '/');
    return spelled;
}

std::string encode_path(std::string_view path, PathStyle style) {
    if (style == PathStyle::nt) return encode_nt_path(path);
    return style == PathStyle::posix ? encode_posix_path(path) : std::string{path};
}

std::vector<NameChange> adapt_names(Workflow& workflow, const NodeCatalogue& catalogue) {
    std::vector<NameChange> changes;
    for (const auto& member : workflow.graph()) {
        const NodeId node = id_of(member);
        const auto* info = catalogue.find(workflow.class_type(node));
        const auto* inputs = workflow.inputs(node);
        if (!info || !inputs) continue;
        for (const auto& input : *inputs) {
            const auto* spec = info->input(key_of(input));
            const auto* choices = spec ? spec->choices() : nullptr;
            const auto text = json::text_of(input.value());
            if (!choices || !text) continue;
            if (auto spelled = respelled(*text, *choices))
                changes.push_back(
                    {node, std::string{key_of(input)}, std::string{*text}, std::move(*spelled)});
        }
    }
    for (const NameChange& change : changes)
        (void)workflow.set(change.node, change.input,
                           json::Value(change.after));  // the node exists: it was just found
    return changes;
}

}  // namespace divan
