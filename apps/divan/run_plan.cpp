#include "run_plan.hpp"

#include <algorithm>
#include <charconv>

namespace divan::app {
namespace {

/// Every literal seed input of a workflow, with its value where that is a whole number from 0.
struct SeedInput {
    NodeId node;
    std::string input;
    std::optional<std::uint64_t> value;
};

std::vector<SeedInput> seed_inputs(const Workflow& workflow) {
    Workflow copy = workflow;
    std::vector<SeedInput> inputs;
    for (const SeedChange& change : force_seed(copy, 0)) {
        const auto* value = workflow.get(change.node, change.input);
        inputs.push_back({change.node, change.input, value ? json::to_uint64(*value) : std::nullopt});
    }
    return inputs;
}

void set_all(Workflow& workflow, const std::vector<SeedInput>& inputs, const json::Value& value) {
    for (const SeedInput& input : inputs)
        static_cast<void>(
            workflow.set(input.node, input.input, value));  // the nodes exist: they were just listed
}

}  // namespace

Result<SeedChoice> parse_seed(const std::string& text) {
    if (text == "random") return SeedChoice{SeedChoice::Kind::random, 0};
    SeedChoice choice{SeedChoice::Kind::fixed, 0};
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, choice.value);
    if (read.ec != std::errc{} || read.ptr != end)
        return fail(Errc::invalid_argument, "'" + text + "' is no seed",
                    "use random, or a whole number from 0 to 18446744073709551615");
    return choice;
}

OutputPlace parse_output(const std::string& text) {
    const auto brace = text.find('{');
    if (brace == std::string::npos) return {text, ""};
    const auto slash = text.rfind('/', brace);
    if (slash == std::string::npos) return {".", text};
    return {slash == 0 ? "/" : text.substr(0, slash), text.substr(slash + 1)};
}

SeededWorkflow seeded(const Workflow& workflow, const SeedChoice& choice, int index,
                      const NodeCatalogue* catalogue) {
    SeededWorkflow made{workflow, {}};
    const auto inputs = seed_inputs(workflow);
    const auto step = static_cast<std::uint64_t>(index);
    if (choice.kind == SeedChoice::Kind::fixed) {
        made.seeds = force_seed(made.workflow, choice.value + step);
        return made;
    }
    if (choice.kind == SeedChoice::Kind::random) set_all(made.workflow, inputs, -1);
    made.seeds = randomize_seeds(made.workflow, catalogue);
    if (choice.kind == SeedChoice::Kind::random || index == 0) return made;
    for (const SeedInput& input : inputs)
        if (input.value) {
            static_cast<void>(made.workflow.set(input.node, input.input, *input.value + step));
            made.seeds.push_back({input.node, input.input, *input.value + step});
        }
    return made;
}

std::vector<std::string> classes_with_drawn_seeds(const Workflow& workflow, const SeedChoice& choice) {
    std::vector<std::string> classes;
    if (choice.kind == SeedChoice::Kind::fixed) return classes;
    for (const SeedInput& input : seed_inputs(workflow)) {
        if (choice.kind == SeedChoice::Kind::as_written && input.value) continue;
        const std::string name = workflow.class_type(input.node);
        if (std::find(classes.begin(), classes.end(), name) == classes.end()) classes.push_back(name);
    }
    return classes;
}

}  // namespace divan::app
