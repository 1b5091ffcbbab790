#include "node_ceilings.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include <divan/json/value.hpp>

namespace divan::durable {
namespace {

const std::vector<std::string_view> kFrames{"frames", "length", "num_frames", "frame_count", "video_frames"};

struct Ceiling {
    std::optional<std::int64_t> NodeCeilings::* most;
    std::vector<std::string_view> inputs;
};
const Ceiling kCeilings[] = {
    {&NodeCeilings::width, {"width"}},
    {&NodeCeilings::height, {"height"}},
    {&NodeCeilings::batch_size, {"batch_size"}},
    {&NodeCeilings::steps, {"steps"}},
    {&NodeCeilings::frames, kFrames},
};

/// The number that an input is, or that a node of one number hands it.
std::optional<double> number_at(const Workflow& workflow, const json::Object& inputs,
                                std::string_view input) {
    const json::Value* value = json::find(inputs, input);
    if (value == nullptr) return std::nullopt;
    if (json::is_number(*value)) return json::to_double(*value);
    const auto from = link_target(*value);
    const json::Object* source = from ? workflow.inputs(NodeId{std::string{*from}}) : nullptr;
    if (source == nullptr || source->size() != 1) return std::nullopt;
    const json::Value& only = source->begin()->value();
    return json::is_number(only) ? json::to_double(only) : std::nullopt;
}

Error above(std::int64_t most, std::string message) {
    return Error{Errc::invalid_argument, std::move(message),
                 "ask for less, or the operator for a higher ceiling"}
        .with("reason", "over_ceiling")
        .with("most", std::to_string(most));
}

Result<void> check_node(const Workflow& workflow, const NodeId& node, const json::Object& inputs,
                        const NodeCeilings& ceilings) {
    for (const Ceiling& ceiling : kCeilings) {
        const auto most = ceilings.*ceiling.most;
        if (!most) continue;
        for (const std::string_view input : ceiling.inputs) {
            const auto number = number_at(workflow, inputs, input);
            if (!number || *number <= static_cast<double>(*most)) continue;
            Error error =
                above(*most, fmt::format("input '{}' of node {} is above {}", input, node.str(), *most));
            return fail(std::move(error).with("node", node.str()).with("input", std::string{input}));
        }
    }
    return {};
}

/// What a node of a size makes: pixels of all its pictures; 0 for a node without a size.
double pixels_of(const Workflow& workflow, const json::Object& inputs) {
    const auto width = number_at(workflow, inputs, "width"), height = number_at(workflow, inputs, "height");
    if (!width || !height) return 0;
    double pixels = *width * *height * number_at(workflow, inputs, "batch_size").value_or(1);
    for (const std::string_view name : kFrames)
        if (const auto frames = number_at(workflow, inputs, name)) return pixels * *frames;
    return pixels;
}

/// All steps of all samplers, each on the largest picture that a node asks for.
double megapixel_steps(const Workflow& workflow) {
    double pixels = 0, steps = 0;
    for (const NodeId& node : workflow.node_ids()) {
        const json::Object* inputs = workflow.inputs(node);
        if (inputs == nullptr) continue;
        pixels = std::max(pixels, pixels_of(workflow, *inputs));
        steps += std::max(0.0, number_at(workflow, *inputs, "steps").value_or(0));
    }
    return pixels / 1e6 * std::max(1.0, steps);
}

}  // namespace

Result<void> check_ceilings(const Workflow& workflow, const NodeCeilings& ceilings) {
    for (const NodeId& node : workflow.node_ids()) {
        const json::Object* inputs = workflow.inputs(node);
        if (inputs == nullptr) continue;
        if (auto size = check_node(workflow, node, *inputs, ceilings); !size) return size;
    }
    if (!ceilings.megapixel_steps) return {};
    const double work = megapixel_steps(workflow);
    if (work <= static_cast<double>(*ceilings.megapixel_steps)) return {};
    return fail(above(*ceilings.megapixel_steps,
                      fmt::format("the job asks for about {:.0f} megapixel steps (size × batch × frames × "
                                  "steps), above {}",
                                  work, *ceilings.megapixel_steps)));
}

}  // namespace divan::durable
