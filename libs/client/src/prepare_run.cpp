#include "prepare_run.hpp"

#include <set>

#include <divan/client/catalogue.hpp>
#include <divan/workflow/bypass.hpp>
#include <divan/workflow/collected_outputs.hpp>

#include "attachment_uploads.hpp"
#include "connection_core.hpp"

namespace divan {
namespace {

/// The definitions of the bypassed nodes' classes, which say what inputs fit which outputs: from `known`, and
/// from the server where that lacks them.
asio::awaitable<Result<NodeCatalogue>> bypassed_classes(Connection& connection, Workflow workflow,
                                                        const NodeCatalogue* known, Deadline deadline) {
    std::set<std::string> classes;
    for (const NodeId& node : workflow.bypassed()) classes.insert(workflow.class_type(node));
    json::Object entries;
    for (const std::string& class_type : classes) {
        if (const NodeInfo* info = known ? known->find(class_type) : nullptr) {
            entries[class_type] = *info->raw;
            continue;
        }
        auto one = co_await object_info(connection, class_type, deadline);
        if (!one) co_return fail(std::move(one).error());
        if (const json::Value* entry = json::find(one->to_value(), class_type)) entries[class_type] = *entry;
    }
    co_return NodeCatalogue::from_json(json::Value(std::move(entries)));
}

asio::awaitable<Result<Workflow>> without_bypassed(Connection& connection, Workflow workflow,
                                                   const NodeCatalogue* known, Deadline deadline) {
    if (workflow.bypassed().empty()) co_return workflow;
    auto classes = co_await bypassed_classes(connection, workflow, known, deadline);
    if (!classes) co_return fail(std::move(classes).error());
    auto outcome = apply_bypass(workflow, *classes);
    if (!outcome) co_return fail(std::move(outcome).error());
    co_return std::move(outcome->workflow);
}

}  // namespace

asio::awaitable<Result<PreparedRun>> prepare_run(std::shared_ptr<ConnectionCore> core, RunRequest request,
                                                 Deadline deadline) {
    Connection connection{core};
    const NodeCatalogue* catalogue = request.catalogue ? &*request.catalogue : nullptr;
    PreparedRun prepared;
    auto outputs = collected_outputs(request.workflow, request.include_outputs, catalogue);
    if (!outputs) co_return fail(std::move(outputs).error());
    prepared.outputs = std::move(*outputs);
    prepared.declared = !request.workflow.declared_outputs().empty();
    auto workflow = co_await without_bypassed(connection, request.workflow, catalogue, deadline);
    if (!workflow) co_return fail(std::move(workflow).error());
    prepared.workflow = std::move(*workflow);
    const Deadline begun = std::chrono::steady_clock::now();
    auto uploaded = co_await upload_attachments(core, prepared.workflow, deadline);
    if (!uploaded) co_return fail(std::move(uploaded).error());
    prepared.workflow = std::move(*uploaded);
    prepared.upload =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    if (request.randomize_seeds) prepared.seeds = randomize_seeds(prepared.workflow, catalogue);
    co_return prepared;
}

}  // namespace divan
