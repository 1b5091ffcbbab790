#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/json/write.hpp>
#include <divan/workflow/bypass.hpp>
#include <divan/workflow/structure.hpp>
#include <divan/workflow/structure_hash.hpp>

#include "support/any_workflow.hpp"
#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::any_workflow;

NodeId any_node(const Workflow& workflow) {
    const auto ids = workflow.node_ids();
    return ids[*rc::gen::inRange<std::size_t>(0, ids.size())];
}

/// Links to nodes that do not exist.
std::size_t loose_ends(const Workflow& workflow) {
    std::size_t count = 0;
    for (const Link& link : workflow.links()) count += workflow.has(link.from) ? 0 : 1;
    return count;
}

RC_GTEST_PROP(BypassProperty, LeavesNoLinkToANodeThatIsGone, ()) {
    auto workflow = any_workflow();
    for (int marks = *rc::gen::inRange(1, 5); marks > 0; --marks)
        RC_ASSERT(workflow.bypass({any_node(workflow)}).has_value());
    const auto outcome = apply_bypass(workflow, test::catalogue());
    if (!outcome) RC_SUCCEED("bypassed nodes in a circle");
    for (const NodeId& gone : workflow.bypassed()) {
        RC_ASSERT(!outcome->workflow.has(gone));
        RC_ASSERT(outcome->workflow.links_out_of(gone).empty());
    }
    RC_ASSERT(loose_ends(outcome->workflow) <= loose_ends(workflow));
}

RC_GTEST_PROP(BypassProperty, ChangesOnlyInputsThatABypassedNodeFed, ()) {
    auto workflow = any_workflow();
    RC_ASSERT(workflow.bypass({any_node(workflow), any_node(workflow)}).has_value());
    const auto outcome = apply_bypass(workflow, test::catalogue());
    if (!outcome) RC_SUCCEED("bypassed nodes in a circle");
    for (const NodeId& node : outcome->workflow.node_ids())
        for (const auto& input : *workflow.inputs(node)) {
            const std::string name{std::string_view{input.key()}};
            const auto source = link_target(input.value());
            if (source && workflow.is_bypassed(NodeId{std::string{*source}})) continue;
            RC_ASSERT(json::write(*outcome->workflow.get(node, name)) == json::write(input.value()));
        }
}

RC_GTEST_PROP(BypassProperty, AgreesWithTakingTheNodesOutOneByOne, ()) {
    auto workflow = test::long_chain(*rc::gen::inRange(1, 9));
    std::set<std::string> marked;
    for (int marks = *rc::gen::inRange(1, 6); marks > 0; --marks) {
        const auto nodes = workflow.find_class("ImageInvert");
        marked.insert(nodes[*rc::gen::inRange<std::size_t>(0, nodes.size())].str());
    }
    auto at_once = workflow;
    for (const auto& node : marked) {
        RC_ASSERT(at_once.bypass(node).has_value());
        RC_ASSERT(workflow.bypass(node).has_value());
        workflow = apply_bypass(workflow, test::catalogue())->workflow;
    }
    RC_ASSERT(apply_bypass(at_once, test::catalogue())->workflow == workflow);
}

RC_GTEST_PROP(BatchProperty, SetsEverythingOrNothing, ()) {
    const auto before = any_workflow();
    auto after = before;
    json::Object batch;
    bool good = true;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
        const bool exists = *rc::gen::inRange(0, 4) > 0;
        good = good && exists;
        const std::string node = exists ? any_node(before).str() : "missing";
        batch[node].emplace_object()["changed"] = test::any_value(2);
    }
    const auto done = after.set_inputs(batch);
    RC_ASSERT(done.has_value() == good);
    if (!done) RC_ASSERT(after.to_json() == before.to_json());
    if (done)
        for (const auto& member : batch)
            RC_ASSERT(json::write(after.get(std::string(member.key()) + ".changed").value()) ==
                      json::write(member.value().at("changed")));
}

RC_GTEST_PROP(RewireProperty, IsUndoneByTheOppositeRenaming, ()) {
    const auto before = any_workflow();
    auto after = before;
    const NodeId node = any_node(before), other{"renamed:1"};
    RC_ASSERT(after.rename_node(node, other).has_value());
    RC_ASSERT(after.links().size() == before.links().size());
    RC_ASSERT(structure_hash(after).size() == 64U);
    RC_ASSERT(after.rename_node(other, node).has_value());
    RC_ASSERT(after.to_json() == before.to_json());
}

RC_GTEST_PROP(RewireProperty, RemovesAsOneByOneWhatItRemovesAtOnce, ()) {
    const auto before = any_workflow();
    std::set<NodeId> chosen{any_node(before), any_node(before)};
    auto at_once = before, one_by_one = before;
    RC_ASSERT(at_once.remove_nodes({chosen.begin(), chosen.end()}).has_value());
    for (const NodeId& node : chosen) RC_ASSERT(one_by_one.remove_node(node).has_value());
    RC_ASSERT(at_once.to_json() == one_by_one.to_json());
}

RC_GTEST_PROP(StructureHashProperty, IgnoresTheOrderOfNodes, ()) {
    const auto workflow = any_workflow();
    json::Object reversed;
    auto ids = workflow.node_ids();
    for (auto id = ids.rbegin(); id != ids.rend(); ++id)
        reversed[id->str()] = *json::find(workflow.graph(), id->str());
    const auto other = Workflow::from_json(json::Value(reversed)).value();
    for (const auto rule : {StructureRule::divan, StructureRule::comfyui_node})
        RC_ASSERT(structure_hash(workflow, rule) == structure_hash(other, rule));
}

}  // namespace
}  // namespace divan
