#include <divan/workflow/seeds.hpp>

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

/// By the names that samplers use.
std::vector<SeedInput> named_seeds(const Workflow& workflow, const NodeId& node) {
    std::vector<SeedInput> found;
    for (const char* input : {"seed", "noise_seed"})
        if (workflow.get(node, input)) found.push_back({node, input});
    return found;
}

bool is_on(const json::Value* option) {  // later versions write a mode, such as "randomize"
    return option && (json::to_bool(*option).value_or(false) || json::is_text(*option));
}

bool takes_minus_one(const InputSpec& spec) {
    const auto* min = spec.option("min");
    return min && json::to_double(*min).value_or(0) <= -1;
}

/// What the front end redraws after each run, under any name.
std::vector<SeedInput> controlled_seeds(const Workflow& workflow, const NodeId& node,
                                        const NodeCatalogue* catalogue) {
    std::vector<SeedInput> found;
    const auto* info = catalogue ? catalogue->find(workflow.class_type(node)) : nullptr;
    if (!info) return found;
    for (const InputSpec& spec : info->inputs) {
        const bool is_named = spec.name == "seed" || spec.name == "noise_seed";
        const bool is_seed = spec.type_name() == "INT" && is_on(spec.option("control_after_generate"));
        if (is_seed && !is_named && !takes_minus_one(spec) && workflow.get(node, spec.name))
            found.push_back({node, spec.name});
    }
    return found;
}

template <class Wanted>
std::vector<SeedInput> seed_inputs(const Workflow& workflow, const NodeCatalogue* catalogue, Wanted wanted) {
    std::vector<SeedInput> found;
    for (const NodeId& node : workflow.node_ids())
        for (const auto& inputs : {named_seeds(workflow, node), controlled_seeds(workflow, node, catalogue)})
            for (const SeedInput& place : inputs)
                if (wanted(*workflow.get(place.node, place.input))) found.push_back(place);
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
    const auto is_open = [](const json::Value& value) { return json::to_int64(value) == -1; };
    for (const auto& place : seed_inputs(workflow, catalogue, is_open)) {
        const Range range = range_of(catalogue, workflow.class_type(place.node), place.input);
        changes.push_back(write_seed(workflow, place, range.low + random(range.high - range.low)));
    }
    return changes;
}

std::uint64_t random_seed(const RandomSource& random) {
    constexpr std::uint64_t kLow = 10'000'000'000, kHigh = 999'999'999'999;
    return kLow + random(kHigh - kLow);
}

std::vector<SeedChange> force_seed(Workflow& workflow, std::uint64_t seed) {
    const auto is_literal = [](const json::Value& value) { return !json::array_of(value); };
    std::vector<SeedChange> changes;
    for (const auto& place : seed_inputs(workflow, nullptr, is_literal))
        changes.push_back(write_seed(workflow, place, seed));
    return changes;
}

}  // namespace divan
