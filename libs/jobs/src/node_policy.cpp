#include <divan/jobs/node_policy.hpp>

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <divan/base/text.hpp>
#include <divan/json/value.hpp>

#include "glob.hpp"
#include "node_ceilings.hpp"
#include "node_lists.hpp"

namespace divan::durable {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::vector<std::string> lines_of(const char* text) {
    std::vector<std::string> lines;
    for (std::string& line : split(text, '\n'))
        if (!line.empty() && line.front() != '#') lines.push_back(std::move(line));
    return lines;
}

bool is_core(const std::string& node_class) {
    static const std::set<std::string> core = [] {
        const auto lines = lines_of(core_nodes_text());
        return std::set<std::string>(lines.begin(), lines.end());
    }();
    return core.contains(node_class);
}

bool is_denied(const NodeRules& rules, const std::string& node_class) {
    const std::string name = folded(node_class);
    return std::ranges::any_of(rules.denied,
                               [&](const std::string& glob) { return matches_glob(name, folded(glob)); });
}

Error not_allowed(const NodeId& node, const std::string& node_class, bool denied) {
    Error error{Errc::unauthorized,
                fmt::format("node {} has the class '{}', which {}", node.str(), printable(node_class, 200),
                            denied ? "this service does not run" : "this key may not use"),
                denied
                    ? "leave the node out; the operator may take it from 'deny_nodes'"
                    : "leave the node out, or ask the operator for a key that may (divan keys add --nodes)"};
    return std::move(error)
        .with("reason", "node_not_allowed")
        .with("node", node.str())
        .with("class", printable(node_class, 200));
}

Result<void> check_class(const NodeId& node, const std::string& node_class, const NodePolicy& policy) {
    if (policy.rules && is_denied(*policy.rules, node_class))
        return fail(not_allowed(node, node_class, true));
    if (!policy.allowed.allows(node_class)) return fail(not_allowed(node, node_class, false));
    return {};
}

Error wrong_input(const NodeId& node, std::string_view input, const char* reason, std::string message,
                  std::string hint) {
    return Error{Errc::invalid_argument, std::move(message), std::move(hint)}
        .with("reason", reason)
        .with("node", node.str())
        .with("input", std::string{input});
}

bool may_hold_paths(const NodeRules& rules, const std::string& node_class, std::string_view input) {
    const std::string place = node_class + "." + std::string{input};
    return std::ranges::any_of(rules.path_inputs,
                               [&](const std::string& glob) { return matches_glob(place, glob); });
}

Result<void> check_paths(const NodeId& node, const std::string& node_class, const json::Object& inputs,
                         const NodeRules& rules) {
    for (const auto& input : inputs) {
        const std::string_view name{input.key().data(), input.key().size()};
        const auto value = json::text_of(input.value());
        if (!value || !takes_path(name)) continue;
        const std::string_view problem = path_problem(*value);
        if (problem.empty() || may_hold_paths(rules, node_class, name)) continue;
        return fail(
            wrong_input(node, name, "path_not_allowed",
                        fmt::format("input '{}' of node {} is {}", printable(name, 100), node.str(), problem),
                        "upload the file and name the upload, or a file of the server by its plain name"));
    }
    return {};
}

/// A file of the server's own may be anybody's.
Result<void> check_server_files(const NodeId& node, const std::string& node_class, const json::Object& inputs,
                                const NodePolicy& policy) {
    for (const auto& input : inputs) {
        const std::string_view name{input.key().data(), input.key().size()};
        const auto value = json::text_of(input.value());
        if (!value || !takes_server_file(node_class, name)) continue;
        if (policy.server_files->contains(std::string{*value})) continue;
        if (policy.rules && may_hold_paths(*policy.rules, node_class, name)) continue;
        return fail(wrong_input(node, name, "path_not_allowed",
                                fmt::format("input '{}' of node {} names a file of the server, which may be "
                                            "somebody else's",
                                            printable(name, 100), node.str()),
                                "upload the file and name the upload ({\"__type\": \"core/ASSET\", …}); the "
                                "operator may allow names with policy.server_files"));
    }
    return {};
}

}  // namespace

const std::vector<std::string>& shipped_denials() {
    static const std::vector<std::string> all = lines_of(denied_nodes_text());
    return all;
}

Result<NodeAllowance> NodeAllowance::parse(const std::vector<std::string>& words) {
    if (words.empty())
        return fail(Errc::invalid_argument, "a key that may use no node class runs nothing",
                    "any, core, or names of classes");
    for (const std::string& word : words) {
        if (word.empty() || word.size() > 200 || std::ranges::any_of(word, is_control))
            return fail(Errc::invalid_argument, "'" + printable(word, 50) + "' is no name of a node class");
        if (word == "any" && words.size() > 1)
            return fail(Errc::invalid_argument, "'any' stands alone", "name it, or the classes");
    }
    NodeAllowance allowance;
    allowance.words_ = words;
    return allowance;
}

bool NodeAllowance::allows(const std::string& node_class) const {
    return std::ranges::any_of(words_, [&](const std::string& word) {
        if (word == "any") return true;
        return word == "core" ? is_core(node_class) : matches_glob(node_class, word);
    });
}

Result<void> check_policy(const Workflow& workflow, const NodePolicy& policy) {
    std::set<std::string> allowed;
    for (const NodeId& node : workflow.node_ids()) {
        const std::string node_class = workflow.class_type(node);
        if (!allowed.contains(node_class)) {
            if (auto may = check_class(node, node_class, policy); !may) return may;
            allowed.insert(node_class);
        }
        const json::Object* inputs = workflow.inputs(node);
        if (inputs == nullptr) continue;
        if (policy.rules)
            if (auto paths = check_paths(node, node_class, *inputs, *policy.rules); !paths) return paths;
        if (policy.server_files)
            if (auto files = check_server_files(node, node_class, *inputs, policy); !files) return files;
    }
    return check_ceilings(workflow, policy.ceilings);
}

std::set<std::string> server_files_in(const Workflow& workflow) {
    std::set<std::string> files;
    for (const NodeId& node : workflow.node_ids()) {
        const json::Object* inputs = workflow.inputs(node);
        if (inputs == nullptr) continue;
        for (const auto& input : *inputs)
            if (const auto value = json::text_of(input.value());
                value && takes_server_file(workflow.class_type(node), input.key()))
                files.emplace(*value);
    }
    return files;
}

}  // namespace divan::durable
