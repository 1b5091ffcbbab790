#include <divan/workflow/seeds.hpp>

#include "workflow_graph.hpp"

namespace divan {
namespace {

constexpr std::uint64_t kSafeLimit = 0xffff'ffff;

struct Range {
    std::uint64_t low = 0, high = kSafeLimit;
};

struct SeedInput {
    NodeId node;
    std::string input;
};

std::uint64_t lower_bound(const json::Value* min) { return min ? json::to_uint64(*min).value_or(0) : 0; }

/// A limit beyond 64 bits, or an infinite one, is as good as 2^64−1.
std::uint64_t upper_bound(const json::Value* max) {
    if (!max || !json::is_number(*max)) return kSafeLimit;
    if (const auto exact = json::to_uint64(*max)) return *exact;
    return json::to_double(*max) > 0x1p63 ? UINT64_MAX : kSafeLimit;
}

Range range_of(const NodeCatalogue* catalogue, const std::string& class_type, const std::string& input) {
    const auto* info = catalogue ? catalogue->find(class_type) : nullptr;
    const auto* spec = info ? info->input(input) : nullptr;
    if (!spec) return {};
    const Range range{lower_bound(spec->option("min")), upper_bound(spec->option("max"))};
    return range.low <= range.high ? range : Range{};
}

template <class Wanted>
std::vector<SeedInput> seed_inputs(const Workflow& workflow, Wanted wanted) {
    std::vector<SeedInput> found;
    for (const auto& member : workflow.graph()) {
        const NodeId node = id_of(member);
        for (const char* input : {"seed", "noise_seed"})
            if (const auto* value = workflow.get(node, input); value && wanted(*value))
                found.push_back({node, input});
    }
    return found;
}

SeedChange write_seed(Workflow& workflow, const SeedInput& place, std::uint64_t value) {
    (void)workflow.set(place.node, place.input, value);  // the node exists: it was just found
    return SeedChange{place.node, place.input, value};
}

}  // namespace

std::vector<SeedChange> randomize_seeds(Workflow& workflow, const NodeCatalogue* catalogue,
                                        const RandomSource& random) {
    std::vector<SeedChange> changes;
    for (const auto& place :
         seed_inputs(workflow, [](const json::Value& value) { return json::to_int64(value) == -1; })) {
        const Range range = range_of(catalogue, workflow.class_type(place.node), place.input);
        changes.push_back(write_seed(workflow, place, range.low + random(range.high - range.low)));
    }
    return changes;
}

std::vector<SeedChange> force_seed(Workflow& workflow, std::uint64_t seed) {
    const auto is_literal = [](const json::Value& value) { return !json::array_of(value); };
    std::vector<SeedChange> changes;
    for (const auto& place : seed_inputs(workflow, is_literal))
        changes.push_back(write_seed(workflow, place, seed));
    return changes;
}

}  // namespace divan
