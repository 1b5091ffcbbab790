#pragma once

#include <set>
#include <vector>

#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <divan/workflow/attachments.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// What a run does with the graph. Every node that it names exists.
struct Workflow::Plan : boost::intrusive_ref_counter<Workflow::Plan, boost::thread_safe_counter> {
    std::vector<DeclaredOutput> outputs;
    std::set<NodeId> bypassed;
    std::vector<PlannedUpload> uploads;

    Plan() = default;

    void forget(const std::set<NodeId>& nodes) {
        const auto gone = [&](const NodeId& node) { return nodes.contains(node); };
        std::erase_if(outputs, [&](const DeclaredOutput& output) { return gone(output.node); });
        std::erase_if(bypassed, gone);
        std::erase_if(uploads, [&](const PlannedUpload& upload) { return gone(upload.node); });
    }

    void rename(const NodeId& node, const NodeId& new_id) {
        for (auto& output : outputs)
            if (output.node == node) output.node = new_id;
        if (bypassed.erase(node) > 0) bypassed.insert(new_id);
        for (auto& upload : uploads)
            if (upload.node == node) upload.node = new_id;
    }

    bool same(const Plan& other) const {
        return outputs == other.outputs && bypassed == other.bypassed && uploads == other.uploads;
    }
};

}  // namespace divan
