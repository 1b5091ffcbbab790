#include <algorithm>

#include <divan/base/base64.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/attachments.hpp>

#include "jobs/job_text.hpp"

namespace divan::job_text {
namespace {

json::Object to_json(const PlannedUpload& upload) {
    const Attachment& attachment = upload.attachment;
    json::Object object;
    object["node"] = upload.node.str();
    object["input"] = upload.input;
    object["name"] = attachment.name();
    object["subfolder"] = attachment.subfolder();
    object["overwrite"] = attachment.overwrites();
    if (attachment.file())
        object["file"] = attachment.file()->string();
    else
        object["bytes"] = base64(*attachment.bytes());
    return object;
}

json::Object plan_of(const Workflow& workflow) {
    json::Object plan;
    json::Array outputs, bypassed, uploads;
    for (const DeclaredOutput& output : workflow.declared_outputs()) {
        json::Object entry;
        entry["alias"] = output.alias;
        entry["node"] = output.node.str();
        outputs.emplace_back(std::move(entry));
    }
    for (const NodeId& node : workflow.bypassed()) bypassed.emplace_back(node.str());
    for (const PlannedUpload& upload : workflow.attachments()) uploads.emplace_back(to_json(upload));
    if (!outputs.empty()) plan["outputs"] = std::move(outputs);
    if (!bypassed.empty()) plan["bypassed"] = std::move(bypassed);
    if (!uploads.empty()) plan["uploads"] = std::move(uploads);
    return plan;
}

const json::Array& list(const json::Value& document, std::string_view name) {
    static const json::Array none;
    const json::Value* member = json::find(document, name);
    const json::Array* array = member ? json::array_of(*member) : nullptr;
    return array ? *array : none;
}

Result<Attachment> read_attachment(const json::Value& entry) {
    const std::string name{json::text_or(entry, "name")}, subfolder{json::text_or(entry, "subfolder")};
    const json::Value* overwrite = json::find(entry, "overwrite");
    const bool overwrites = overwrite && json::to_bool(*overwrite).value_or(false);
    const auto finish = [&](Attachment attachment) {
        if (!name.empty()) attachment = std::move(attachment).named(name);
        if (!subfolder.empty()) attachment = std::move(attachment).in_subfolder(subfolder);
        return std::move(attachment).overwriting(overwrites);
    };
    if (const json::Value* file = json::find(entry, "file"); file && json::is_text(*file))
        return finish(Attachment::from_file(std::string{*json::text_of(*file)}));
    auto bytes = from_base64(json::text_or(entry, "bytes"));
    if (!bytes) return fail(Errc::invalid_argument, "a stored attachment is damaged");
    return finish(Attachment::from_bytes(std::move(*bytes), name));
}

/// Files of one folder were attached together, and go back together: one by one they would replace each
/// other.
Result<void> restore_uploads(Workflow& workflow, const json::Value& document) {
    std::vector<std::pair<std::string, std::vector<Attachment>>> folders;
    for (const json::Value& entry : list(document, "uploads")) {
        auto attachment = read_attachment(entry);
        if (!attachment) return fail(std::move(attachment).error());
        const NodeId node{std::string{json::text_or(entry, "node")}};
        if (!node.empty()) {
            auto attached = workflow.attach(node, json::text_or(entry, "input"), std::move(*attachment));
            if (!attached) return attached;
            continue;
        }
        const std::string& folder = attachment->subfolder();
        const auto known =
            std::ranges::find(folders, folder, &std::pair<std::string, std::vector<Attachment>>::first);
        auto& files = known == folders.end() ? folders.emplace_back(folder, std::vector<Attachment>{}).second
                                             : known->second;
        files.push_back(std::move(*attachment));
    }
    for (auto& [folder, files] : folders)
        if (auto attached = workflow.attach_folder(folder, std::move(files)); !attached) return attached;
    return {};
}

Result<void> restore_plan(Workflow& workflow, const json::Value& document) {
    for (const json::Value& entry : list(document, "outputs")) {
        auto declared = workflow.declare_output(json::text_or(entry, "alias"), json::text_or(entry, "node"));
        if (!declared) return fail(std::move(declared).error());
    }
    std::vector<NodeId> bypassed;
    for (const json::Value& node : list(document, "bypassed"))
        if (json::is_text(node)) bypassed.emplace_back(std::string{*json::text_of(node)});
    if (auto done = workflow.bypass(bypassed); !done) return done;
    return restore_uploads(workflow, document);
}

}  // namespace

std::string write(const Workflow& workflow) {
    std::string text = R"({"prompt":)" + workflow.to_json();
    const json::Object plan = plan_of(workflow);
    if (plan.empty()) return text + "}";
    return text + "," + json::write(json::Value(plan)).substr(1);
}

Result<Workflow> read_workflow(std::string_view text) {
    auto document = json::parse(text);
    if (!document) return fail(std::move(document).error());
    const json::Value* graph = json::find(*document, "prompt");
    if (!graph) return fail(Errc::malformed_workflow, "a stored workflow has no graph");
    auto workflow = Workflow::from_json(json::Value(*graph));
    if (!workflow) return workflow;
    if (auto restored = restore_plan(*workflow, *document); !restored)
        return fail(std::move(restored).error());
    return workflow;
}

}  // namespace divan::job_text
