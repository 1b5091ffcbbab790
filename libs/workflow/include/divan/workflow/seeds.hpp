#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <divan/base/random.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// One seed that was written into a workflow.
struct SeedChange {
    NodeId node;
    std::string input;
    std::uint64_t value = 0;

    bool operator==(const SeedChange&) const = default;
};

/// Uniform in [0, limit]; `random_upto`, or a test's own.
using RandomSource = std::function<std::uint64_t(std::uint64_t limit)>;

/// Replaces every literal -1 of an input called `seed` or `noise_seed` by a random number within the range
/// that the catalogue declares for it (never below 0; 0 to 2^64−1 for ComfyUI's KSampler). Where the
/// catalogue is absent, or does not know the input or its limits: 0 to 2^32−1, which every sampler takes. In
/// the order of the file.
/// With a catalogue, every other INT input with `control_after_generate` is a seed, too, unless it declares
/// that -1 is a value like any other (as PrimitiveInt's `value`, from −2^63+1).
std::vector<SeedChange> randomize_seeds(Workflow& workflow, const NodeCatalogue* catalogue = nullptr,
                                        const RandomSource& random = random_upto);

/// A seed as comfyui-node's `seed()` draws them: 10,000,000,000 to 999,999,999,999.
std::uint64_t random_seed(const RandomSource& random = random_upto);

/// Writes `seed` into every literal input called `seed` or `noise_seed`; linked ones stay linked.
std::vector<SeedChange> force_seed(Workflow& workflow, std::uint64_t seed);

}  // namespace divan
