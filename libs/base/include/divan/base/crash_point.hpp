#pragma once

#include <functional>
#include <string_view>

namespace divan {

/// A named place where a test may kill the process: `crash_point("CP5")` stands after the step it is named
/// for. Does nothing (one load) unless the environment says `DIVAN_CRASH_AT=CP5` or `DIVAN_CRASH_AT=CP5:3`
/// (the third time; 1 counts first): then the process ends there by SIGKILL, as in a power cut. Several
/// points are separated by commas. The names are those of the failure model, CP1 … CP20. Threads: any.
void crash_point(std::string_view name);

/// For tests inside one process: called at each point instead, until it is set to nothing again. Not to be
/// changed while other threads pass points.
void on_crash_point(std::function<void(std::string_view)> hook);

}  // namespace divan
