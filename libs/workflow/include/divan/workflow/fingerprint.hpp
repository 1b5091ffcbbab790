#pragma once

#include <string>

#include <divan/workflow/workflow.hpp>

namespace divan {

/// The SHA-256, as 64 hexadecimal digits, of what a workflow says: equal workflows (`==`) have equal
/// fingerprints. It sees the graph as `to_json` shows it, and not what is only planned (bypassing,
/// attachments). It does not see key order, the nodes' `_meta`, or how a number is spelled: numbers count by
/// value, so 7, 7.0 and 70e-1 are one, while an integer of more than 64 bits is never equal to a float.
/// Hashed is compact JSON with the keys of every object sorted by bytes; whole numbers without fraction, the
/// rest as Python's `repr`. Stable across versions and machines.
std::string fingerprint(const Workflow& workflow);

}  // namespace divan
