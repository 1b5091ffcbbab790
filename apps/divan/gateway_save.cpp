#include "gateway_save.hpp"

#include <algorithm>

#include <divan/client/output_naming.hpp>

namespace divan::app {
namespace {

protocol::OutputFile file_of(const GatewayOutput& output) {
    protocol::OutputFile file;
    file.node = NodeId{output.node};
    file.key = output.type == "image" ? "images" : output.type;
    file.filename = output.name;
    file.kind = protocol::kind_of_file(output.name, file.key, "");
    return file;
}

protocol::NodeOutputs& node_of(std::vector<protocol::NodeOutputs>& nodes, const GatewayOutput& output) {
    const NodeId id{output.node};
    const auto found = std::ranges::find(nodes, id, &protocol::NodeOutputs::node);
    if (found != nodes.end()) return *found;
    protocol::NodeOutputs& node = nodes.emplace_back();
    node.node = id;
    node.ui = json::Object{};
    return node;
}

/// As the node would have shown it.
void show_in(json::Value& ui, const std::string& key, json::Value entry) {
    json::Value& list = ui.as_object()[key];
    if (!json::array_of(list)) list = json::Array{};
    list.as_array().push_back(std::move(entry));
}

bool wanted(const GatewayOutput& output, const SavePlan& plan) {
    return plan.nodes.empty() || std::ranges::find(plan.nodes, NodeId{output.node}) != plan.nodes.end();
}

}  // namespace

asio::awaitable<Result<JobResults>> save_results(GatewayAccess& gateway, json::Value job, SavePlan plan,
                                                 Deadline deadline) {
    auto outputs = outputs_of(job);
    if (!outputs) co_return fail(std::move(outputs).error());
    auto pattern = OutputPattern::parse(plan.place.pattern);
    if (!pattern) co_return fail(std::move(pattern).error());
    OutputNaming naming{plan.place.folder, std::move(*pattern), json::text_or(job, "id"), plan.values};
    JobResults results;
    for (const GatewayOutput& output : *outputs) {
        if (!wanted(output, plan)) continue;
        if (output.type == "text") {
            auto text = co_await fetch_text(gateway, output, deadline);
            if (!text) co_return fail(std::move(text).error().with("file", output.name));
            protocol::NodeOutputs& node = node_of(results.nodes, output);
            node.texts.push_back({"text", *text});
            show_in(node.ui, "text", json::Value(*text));
            continue;
        }
        SavedFile saved;
        saved.source = file_of(output);
        const bool that_already = plan.form.side == 0 && output.content_type == "image/" + plan.form.format;
        const bool as_it_is = plan.form.as_it_is() || that_already || output.type != "image";
        if (!as_it_is) saved.source.filename = name_in_form(output.name, plan.form);
        auto part = naming.reserve(saved.source);
        if (!part) co_return fail(std::move(part).error());
        const auto fetching = as_it_is ? &fetch_output : &fetch_picture;
        auto file = co_await fetching(gateway, output, plan.form, std::move(*part), deadline);
        if (!file) co_return fail(std::move(file).error().with("node", output.node));
        saved.file = std::move(*file);
        if (saved.source.kind == protocol::OutputKind::image) saved.picture = picture_size(saved.file.path);
        protocol::NodeOutputs& node = node_of(results.nodes, output);
        node.files.push_back(saved.source);
        json::Object shown;
        shown["filename"] = output.name;
        shown["subfolder"] = "";
        shown["type"] = "output";
        show_in(node.ui, saved.source.key, std::move(shown));
        if (plan.on_saved) plan.on_saved(saved);
        results.files.push_back(std::move(saved));
    }
    co_return results;
}

}  // namespace divan::app
