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

Result<PreparedRun> planned(const RunRequest& request) {
    auto outputs = collected_outputs(request.workflow, request.include_outputs,
                                     request.catalogue ? &*request.catalogue : nullptr);
    if (!outputs) return fail(std::move(outputs).error());
    PreparedRun prepared;
    prepared.workflow = request.workflow;
    prepared.outputs = std::move(*outputs);
    prepared.declared = !request.workflow.declared_outputs().empty();
    return prepared;
}

void draw_seeds(PreparedRun& prepared, const RunRequest& request) {
    if (!request.randomize_seeds) return;
    prepared.seeds = randomize_seeds(prepared.workflow, request.catalogue ? &*request.catalogue : nullptr);
}

}  // namespace

bool needs_server(const RunRequest& request) {
    return !request.workflow.bypassed().empty() || !request.workflow.attachments().empty();
}

Result<PreparedRun> prepare_here(const RunRequest& request) {
    auto prepared = planned(request);
    if (prepared) draw_seeds(*prepared, request);
    return prepared;
}

asio::awaitable<Result<PreparedRun>> prepare_run(std::shared_ptr<ConnectionCore> core, RunRequest request,
                                                 Deadline deadline) {
    Connection connection{core};
    auto prepared = planned(request);
    if (!prepared) co_return fail(std::move(prepared).error());
    const NodeCatalogue* catalogue = request.catalogue ? &*request.catalogue : nullptr;
    auto workflow = co_await without_bypassed(connection, request.workflow, catalogue, deadline);
    if (!workflow) co_return fail(std::move(workflow).error());
    const Deadline begun = std::chrono::steady_clock::now();
    auto uploaded = co_await upload_attachments(core, std::move(*workflow), deadline);
    if (!uploaded) co_return fail(std::move(uploaded).error());
    prepared->workflow = std::move(*uploaded);
    prepared->upload =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    draw_seeds(*prepared, request);
    co_return prepared;
}

}  // namespace divan
