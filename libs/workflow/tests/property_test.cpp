#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/workflow/explain.hpp>
#include <divan/workflow/fingerprint.hpp>
#include <divan/workflow/structure.hpp>

#include "support/any_workflow.hpp"
#include "support/fixtures.hpp"

namespace divan {
namespace {

using test::any_value;
using test::any_workflow;

RC_GTEST_PROP(WorkflowProperty, SurvivesItsOwnJson, ()) {
    const Workflow workflow = any_workflow();
    const auto again = Workflow::parse(workflow.to_json());
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == workflow);
    RC_ASSERT(again->to_json() == workflow.to_json());
}

RC_GTEST_PROP(WorkflowProperty, GivesBackWhatWasSetAndChangesNothingElse, ()) {
    const Workflow before = any_workflow();
    Workflow after = before;
    const auto ids = before.node_ids();
    const NodeId node = ids[*rc::gen::inRange<std::size_t>(0, ids.size())];
    const json::Value value = any_value(2);
    RC_ASSERT(after.set(node.str() + ".changed", value).has_value());
    RC_ASSERT(json::write_python(after.get(node.str() + ".changed").value()) == json::write_python(value));
    for (const NodeId& other : ids)
        if (other != node)
            RC_ASSERT(*json::find(after.graph(), other.str()) == *json::find(before.graph(), other.str()));
}

RC_GTEST_PROP(WorkflowProperty, HasTheFingerprintOfItsEqual, ()) {
    const Workflow workflow = any_workflow();
    RC_ASSERT(fingerprint(Workflow::parse(workflow.to_json()).value()) == fingerprint(workflow));
}

// A prompt that was accepted once is accepted again in its converted form: the server's history can be sent
// again.
RC_GTEST_PROP(ValidateProperty, AcceptsWhatItConverted, ()) {
    const auto verdict = validate_prompt(any_workflow().to_value(), test::catalogue());
    if (verdict.accepted) RC_ASSERT(validate_prompt(verdict.prompt, test::catalogue()).accepted);
}

RC_GTEST_PROP(ValidateProperty, BlamesSomeNodeOrThePromptWheneverItRefuses, ()) {
    const Workflow workflow = any_workflow();
    const auto verdict = validate_prompt(workflow.to_value(), test::catalogue());
    RC_ASSERT(verdict.accepted || !explain(verdict, workflow, test::catalogue()).empty());
}

RC_GTEST_PROP(StructureProperty, FindsACycleExactlyWhereOneIs, ()) {
    const Workflow workflow = any_workflow();
    Workflow rest = workflow;  // the obvious, slow truth: take away nodes that nothing feeds
    for (bool again = true; again;) {
        again = false;
        for (const NodeId& node : rest.node_ids()) {
            const auto into = rest.links_into(node);
            const bool fed =
                std::any_of(into.begin(), into.end(), [&](const Link& link) { return rest.has(link.from); });
            if (!fed) again = rest.remove_node(node).has_value();
        }
    }
    const auto problems = check_structure(workflow);
    const bool found =
        std::any_of(problems.begin(), problems.end(), [](const Problem& p) { return p.code == "cycle"; });
    RC_ASSERT(found == (rest.size() > 0));
}

RC_GTEST_PROP(DamagedBytes, EndInAnErrorOrAWorkflowNeverInACrash, ()) {
    std::string text = test::red_fox().to_json();
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i)
        text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    text.resize(text.size() - *rc::gen::inRange<std::size_t>(0, 3));
    const auto workflow = Workflow::parse(text);
    if (!workflow) return RC_ASSERT(!describe(workflow.error()).empty());
    check_structure(*workflow, &test::catalogue());
    explain(validate_prompt(workflow->to_value(), test::catalogue()), *workflow, test::catalogue());
}

RC_GTEST_PROP(DamagedBytes, LeaveACatalogueReadable, ()) {
    std::string text = json::write_python(test::catalogue().to_value());
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i)
        text[*rc::gen::inRange<std::size_t>(0, text.size())] =
            *rc::gen::element('[', ']', '{', '"', ',', '7', ' ');
    const auto damaged = NodeCatalogue::parse(text);
    if (damaged) validate_prompt(test::red_fox().to_value(), *damaged);
}

}  // namespace
}  // namespace divan
