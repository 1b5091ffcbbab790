#include <divan/fleet/routing_hash.hpp>

#include <divan/base/hash.hpp>
#include <divan/workflow/structure_hash.hpp>

namespace divan {

std::string routing_hash(const Workflow& workflow) {
    std::string hash = structure_hash(workflow);
    const auto bypassed = workflow.bypassed();
    if (bypassed.empty()) return hash;
    for (const NodeId& node : bypassed) hash += "\nbypassed " + node.str();
    return sha256_hex(hash);
}

}  // namespace divan
