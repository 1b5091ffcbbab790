#include <divan/jobs/output_names.hpp>

#include <vector>

#include <fmt/format.h>

namespace divan::durable {
namespace {

constexpr std::string_view kInput = "filename_prefix";

std::vector<NodeId> prefixed(const Workflow& workflow) {
    std::vector<NodeId> found;
    for (const NodeId& node : workflow.node_ids())
        if (const json::Value* prefix = workflow.get(node, kInput); prefix && json::is_text(*prefix))
            found.push_back(node);
    return found;
}

}  // namespace

std::string output_folder(const JobId& job, int attempt) {
    return fmt::format("divan/{}/{}", job.str(), attempt);
}

Workflow with_folder(Workflow workflow, const std::string& folder) {
    for (const NodeId& node : prefixed(workflow)) {
        std::string prefix = folder + "/" + std::string{*json::text_of(*workflow.get(node, kInput))};
        (void)workflow.set(node, kInput, json::Value(std::move(prefix)));
    }
    return workflow;
}

Workflow without_prefixes(Workflow workflow) {
    for (const NodeId& node : prefixed(workflow)) (void)workflow.set(node, kInput, json::Value(nullptr));
    return workflow;
}

std::string shown_name(const protocol::OutputFile& file, const std::string& folder) {
    std::string_view place = file.subfolder;
    std::string slashes{place};
    for (char& c : slashes)
        if (c == '\\') c = '/';  // a server on Windows
    place = slashes;
    if (place == folder)
        place = {};
    else if (place.starts_with(folder + "/"))
        place.remove_prefix(folder.size() + 1);
    return place.empty() ? file.filename : fmt::format("{}/{}", place, file.filename);
}

}  // namespace divan::durable
