#pragma once

#include "run_reporter.hpp"

namespace divan::app {

// The members of the JSON that `divan run` prints; docs/cli.md describes them.
json::Object to_json(const SavedFile& file);
json::Object to_json(const RunSummary& summary);

}  // namespace divan::app
