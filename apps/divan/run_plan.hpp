#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <divan/client/run_tracker.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/seeds.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan::app {

/// Where seeds come from.
struct SeedChoice {
    enum class Kind { as_written, random, fixed } kind = Kind::as_written;
    std::uint64_t value = 0;  ///< of `fixed`
};

/// "random", or a whole number from 0 to 2^64−1. Errors: `invalid_argument`.
Result<SeedChoice> parse_seed(const std::string& text);

/// `-o`: a folder, or a folder and a pattern with slots ("out/{node}_{version:03}.{ext}").
struct OutputPlace {
    std::filesystem::path folder;
    std::string pattern;  ///< empty: the server's names
};
OutputPlace parse_output(const std::string& text);

/// Everything `divan run` was asked to do.
struct RunPlan {
    Workflow workflow;
    SeedChoice seed;
    int count = 1;
    bool check = false;
    bool profile = false;
    OutputPlace output;
    std::chrono::milliseconds timeout{0};
    RunLimits limits;
};

/// The graph of run number `index` (from 0), and the seeds that were written into it: -1 becomes random, a
/// fixed seed counts up from run to run, so that `--count 4` gives four pictures.
struct SeededWorkflow {
    Workflow workflow;
    std::vector<SeedChange> seeds;
};
SeededWorkflow seeded(const Workflow& workflow, const SeedChoice& choice, int index,
                      const NodeCatalogue* catalogue);

/// The classes whose ranges `seeded` asks the catalogue for: those with a seed that will be drawn.
std::vector<std::string> classes_with_drawn_seeds(const Workflow& workflow, const SeedChoice& choice);

}  // namespace divan::app
