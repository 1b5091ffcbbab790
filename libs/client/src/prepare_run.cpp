#include "prepare_run.hpp"

#include <set>

#include <divan/client/catalogue.hpp>
#include <divan/workflow/bypass.hpp>
#include <divan/workflow/collected_outputs.hpp>

#include "attachment_uploads.hpp"
#include "connection_core.hpp"

namespace divan {
namespace {

/// The classes of the bypassed nodes: their definitions say which inputs fit which outputs.
asio::awaitable<Result<NodeCatalogue>> bypassed_classes(Connection& connection, Workflow workflow,
                                                        Deadline deadline) {
    std::set<std::string> classes;
    for (const NodeId& node : workflow.bypassed()) classes.insert(workflow.class_type(node));
    json::Object entries;
    for (const std::string& class_type : classes) {
        auto one = co_await object_info(connection, class_type, deadline);
        if (!one) co_return fail(std::move(one).error());
        if (const json::Object* found = json::object_of(one->to_value()))
            for (const auto& [name, entry] : *found) entries[name] = entry;
    }
    co_return NodeCatalogue::from_json(json::Value(std::move(entries)));
}

asio::awaitable<Result<Workflow>> without_bypassed(Connection& connection, Workflow workflow,
                                                   std::optional<NodeCatalogue> catalogue,
                                                   Deadline deadline) {
    if (workflow.bypassed().empty()) co_return workflow;
    if (!catalogue) {
        auto asked = co_await bypassed_classes(connection, workflow, deadline);
        if (!asked) co_return fail(std::move(asked).error());
        catalogue = std::move(*asked);
    }
    auto outcome = apply_bypass(workflow, *catalogue);
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
    auto workflow =
        co_await without_bypassed(connection, request.workflow, request.catalogue, deadline);
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
