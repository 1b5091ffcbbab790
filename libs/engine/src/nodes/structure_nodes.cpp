#include "nodes/families.hpp"
#include "nodes/test_families.hpp"

/// Small classes of our own for what the built-in ones do not show: lazy inputs, expansion, lists, blockers.
namespace divan::engine {

namespace {

constexpr std::string_view kModule = "custom_nodes.divan-test";

NodeInfo test_node(std::string_view name) { return NodeInfo{name, name, "test", kModule}; }

bool is_missing(const NodeInputs& inputs, std::string_view name) {
    const Datum* datum = inputs.find(name);
    return !datum || (datum->is_literal() && json::kind_name(datum->literal()) == "null");
}

/// `share` 0 needs only the first image, 1 only the second, anything between both.
std::vector<std::string> needed_images(const NodeInputs& inputs) {
    const Datum* datum = inputs.find("share");
    const double share = datum ? json::to_double(datum->literal()).value_or(0) : 0;
    std::vector<std::string> needed;
    if (share < 1 && is_missing(inputs, "first")) needed.emplace_back("first");
    if (share > 0 && is_missing(inputs, "second")) needed.emplace_back("second");
    return needed;
}

NodeResult<Image> lazy_mix(double share, const Image* first, const Image* second) {
    if (share <= 0 && first) return *first;
    if (share >= 1 && second) return *second;
    if (!first || !second) return raise("ValueError", "an image is missing");
    if (first->values.size() != second->values.size())
        return raise("ValueError", "the images differ in size");
    Image mixed = *first;
    for (std::size_t i = 0; i < mixed.values.size(); ++i)
        mixed.values[i] += static_cast<float>(share) * (second->values[i] - first->values[i]);
    return mixed;
}

json::Object graph_node(std::string_view class_type, json::Object inputs) {
    json::Object node;
    node["class_type"] = class_type;
    node["inputs"] = std::move(inputs);
    return node;
}

json::Value link_to(std::string_view node) { return json::Array{json::Value(node), 0}; }

/// Becomes a chain of `times` ImageInvert nodes behind `image`, with a PreviewImage at its end when `show` is
/// set.
NodeOutputs expand(const json::Value& image, int times, bool show) {
    json::Object graph;
    json::Value last = image;
    for (int i = 0; i < times; ++i) {
        json::Object inputs;
        inputs["image"] = last;
        const std::string id = "invert" + std::to_string(i);
        graph[id] = graph_node("ImageInvert", std::move(inputs));
        last = link_to(id);
    }
    if (show) {
        json::Object inputs;
        inputs["images"] = last;
        graph["show"] = graph_node("PreviewImage", std::move(inputs));
    }
    NodeOutputs outputs;
    outputs.slots.push_back({Datum{last}});
    outputs.expand = std::move(graph);
    return outputs;
}

/// The numbers from 1 to `count`, as a list: what follows runs once for each.
NodeOutputs make_list(int count) {
    NodeOutputs outputs;
    outputs.slots.emplace_back();
    for (int i = 1; i <= count; ++i) outputs.slots.back().emplace_back(json::Value(i));
    return outputs;
}

std::string joined(const std::vector<Datum>& values) {
    std::string text;
    for (const Datum& value : values) {
        const auto string = json::text_of(value.literal());
        text +=
            (text.empty() ? "" : ",") + (string ? std::string{*string} : json::number_text(value.literal()));
    }
    return text;
}

/// Gets all values at once and shows them as one text.
NodeResult<NodeOutputs> join_list(const std::map<std::string, std::vector<Datum>>& inputs, NodeHost&) {
    const auto values = inputs.find("values");
    if (values == inputs.end()) return raise("TypeError", "missing 1 required positional argument: 'values'");
    const std::string text = joined(values->second);
    json::Object ui;
    ui["text"] = json::Array{json::Value(text)};
    NodeOutputs outputs;
    outputs.slots.push_back({Datum{json::Value(text)}});
    outputs.ui = std::move(ui);
    return outputs;
}

/// Lets the image through, or an ExecutionBlocker instead. An empty message blocks in silence.
Datum block(const Datum& image, bool blocked, const std::string& message) {
    if (!blocked) return image;
    return Datum::of(ExecutionBlocker{message}, "<comfy_execution.graph_utils.ExecutionBlocker object>");
}

NodeInfo lazy_info() {
    return test_node("TestLazyMix")
        .required("share", decimal(0.5, 0.0, 1.0, 0.01))
        .required("first", socket("IMAGE").with("lazy", true))
        .required("second", socket("IMAGE").with("lazy", true))
        .output("IMAGE");
}

NodeInfo expand_info() {
    return test_node("TestExpand")
        .required("image", socket("IMAGE").with("rawLink", true))
        .required("times", integer(2, 1, 10))
        .required("show", flag(false))
        .output("IMAGE");
}

NodeInfo make_list_info() {
    return test_node("TestMakeList").required("count", integer(3, 0, 100)).list_output("INT");
}

NodeInfo join_list_info() {
    return test_node("TestJoinList").required("values", socket("INT")).output("STRING").output_node();
}

NodeInfo blocker_info() {
    return test_node("TestBlocker")
        .required("image", socket("IMAGE"))
        .required("blocked", flag(true))
        .required("message", text_input(false).with("default", ""))
        .output("IMAGE");
}

}  // namespace

NodeClasses structure_nodes() {
    NodeClasses nodes;
    nodes.push_back(make_node(lazy_info(), compute(&lazy_mix, {"share", "first", "second"})));
    nodes.back().lazy = &needed_images;
    const auto expand_link = [](const Datum& image, int times, bool show) {
        return expand(image.literal(), times, show);
    };
    nodes.push_back(make_node(expand_info(), compute(expand_link, {"image", "times", "show"})));
    nodes.push_back(make_node(make_list_info(), compute(&make_list, {"count"})));
    nodes.push_back(make_node(join_list_info(), {}));
    nodes.back().run_lists = &join_list;
    nodes.push_back(make_node(blocker_info(), compute(&block, {"image", "blocked", "message"})));
    return nodes;
}

}  // namespace divan::engine
