#pragma once

#include <map>
#include <string>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/store/job.hpp>
#include <divan/workflow/workflow.hpp>

/// Files of ours inside a workflow: `{"__type": "core/ASSET", "info": {"id": "…"}}` in the place where a
/// server wants a file name. Source: Comfy API v2, openapi.yaml `AssetReference`.
namespace divan::durable {

/// The assets that a workflow names, each once, in the order of the file. Errors: `malformed_workflow` with
/// the fact `reason` "bad_asset" (a reference without a text `info.id`), `node` and `input`.
Result<std::vector<store::AssetId>> asset_references(const Workflow& workflow);

/// The same workflow with a text for each reference. `texts` has them all.
Workflow replace_references(Workflow workflow, const std::map<store::AssetId, std::string>& texts);

}  // namespace divan::durable
