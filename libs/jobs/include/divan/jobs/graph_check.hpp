#pragma once

#include <cstddef>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>
#include <divan/workflow/workflow.hpp>

/// The durable jobs of a gateway: submission, dispatch to ComfyUI servers, collection of results, cache and
/// webhooks, over the transactions of libs/store. (`divan::jobs` is the client's: the jobs routes of a
/// server.)
namespace divan::durable {

/// How large a workflow may be. Each above zero.
struct GraphLimits {
    std::size_t nodes = 5'000;
    std::size_t inputs = 256;                       ///< of one node
    std::size_t bytes = std::size_t{8} << 20;       ///< as compact JSON
    std::size_t depth = 64;                         ///< of nesting
    std::size_t members = 200'000;                  ///< values in all
    std::size_t text_bytes = std::size_t{2} << 20;  ///< of one text

    GraphLimits() = default;
};

/// A workflow that may be given to a server: within the limits, and of a shape that ends no worker (ComfyUI
/// 0.3.64 answers 200 to a node without `inputs` and never executes anything again; ComfyUI#16312). Numbers
/// are finite. Members that make a server miss changed files (`is_changed`) are taken out. Errors:
/// `invalid_argument` with the fact `limit` ("nodes", "inputs", "bytes", "depth", "members", "text_bytes",
/// "finite"); `malformed_workflow` with a fact `problem` for each of the first twenty, and `node` and
/// `reason` (the code of `check_structure`) of the first.
Result<Workflow> check_graph(json::Value graph, const GraphLimits& limits = {});

}  // namespace divan::durable
