#pragma once

#include <string>

#include <divan/protocol/outputs.hpp>
#include <divan/store/job.hpp>
#include <divan/workflow/workflow.hpp>

/// Where a server writes the files of one attempt. Each attempt gets a folder of its own, so that neither the
/// server's cache nor a counter that two servers share gives it somebody else's file (seen: a success that
/// names a deleted file; ComfyUI#10914).
namespace divan::durable {

/// "divan/<job>/<attempt>".
std::string output_folder(const JobId& job, int attempt);

/// Every `filename_prefix` that is a text gets the folder before it.
Workflow with_folder(Workflow workflow, const std::string& folder);

/// Every `filename_prefix` that is a text is taken out: what is left says what is computed.
Workflow without_prefixes(Workflow workflow);

/// The name as the caller's workflow asked for it: "portraits/fox_00001_.png". A foreign path: never joined
/// to one of ours.
std::string shown_name(const protocol::OutputFile& file, const std::string& folder);

}  // namespace divan::durable
