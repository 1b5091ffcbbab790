#include "support/execution_nodes.hpp"

#include <fmt/format.h>

#include "support/execution_stage.hpp"

namespace divan::engine {
namespace {

using Run = std::function<NodeResult<NodeOutputs>(const NodeInputs&, NodeHost&)>;

std::int64_t number_of(const Datum* datum) {
    return datum ? json::to_int64(datum->literal()).value_or(0) : 0;
}

NodeOutputs one(Datum value) {
    NodeOutputs outputs;
    outputs.slots.push_back({std::move(value)});
    return outputs;
}

NodeOutputs shown(const json::Value& value) {
    NodeOutputs outputs;
    json::Array list;
    list.emplace_back(value);
    outputs.ui = json::Object{{"shown", std::move(list)}};
    return outputs;
}

NodeClass counted(std::string name, std::string_view info, Run run, std::map<std::string, int>& counts) {
    NodeClass node;
    node.name = name;
    node.info = parsed(info);
    node.run = [name, run, &counts](const NodeInputs& inputs, NodeHost& host) {
        ++counts[name];
        return run(inputs, host);
    };
    return node;
}

NodeResult<NodeOutputs> run_steps(const NodeInputs& inputs, NodeHost& host) {
    const auto steps = number_of(inputs.find("steps"));
    const Image picture{1, 2, 2, 3};
    for (std::int64_t step = 1; step <= steps; ++step) {
        const bool preview = inputs.find("preview") != nullptr;
        auto reported = host.progress(static_cast<double>(step), static_cast<double>(steps),
                                      preview ? &picture : nullptr);
        if (!reported) return tl::unexpected{reported.error()};
    }
    return one(Datum{json::Value(steps)});
}

NodeResult<NodeOutputs> run_twice(const NodeInputs& inputs, NodeHost&) {
    json::Object members{{"a", inputs.find("value")->literal()}, {"b", inputs.find("value")->literal()}};
    json::Object sum{{"class_type", "Add"}, {"inputs", std::move(members)}};
    json::Object show{{"class_type", "Show"}, {"inputs", parsed(R"({"value": ["sum", 0]})")}};
    NodeOutputs outputs = one(Datum{json::Value(json::Array{"sum", 0})});
    outputs.expand = json::Object{{"sum", std::move(sum)}, {"show", std::move(show)}};
    return outputs;
}

NodeResult<NodeOutputs> run_nest(const NodeInputs& inputs, NodeHost&) {
    json::Object members{{"value", inputs.find("value")->literal()}};
    json::Object twice{{"class_type", "Twice"}, {"inputs", std::move(members)}};
    NodeOutputs outputs = one(Datum{json::Value(json::Array{"t", 0})});
    outputs.expand = json::Object{{"t", std::move(twice)}};
    return outputs;
}

NodeResult<NodeOutputs> run_block(const NodeInputs& inputs, NodeHost&) {
    ExecutionBlocker blocker;
    blocker.message = std::string{json::text_of(inputs.find("message")->literal()).value_or("")};
    return one(Datum::of(blocker, "blocker"));
}

NodeResult<NodeOutputs> run_list(const NodeInputs& inputs, NodeHost&) {
    NodeOutputs outputs;
    outputs.slots.emplace_back();
    for (std::int64_t i = 1; i <= number_of(inputs.find("count")); ++i)
        outputs.slots.front().push_back(Datum{json::Value(i)});
    return outputs;
}

NodeResult<NodeOutputs> join(const std::map<std::string, std::vector<Datum>>& inputs, NodeHost&) {
    std::string text;
    for (const Datum& datum : inputs.at("values")) text += fmt::format("{};", number_of(&datum));
    return one(Datum{json::Value(text)});
}

NodeResult<NodeOutputs> run_choose(const NodeInputs& inputs, NodeHost&) {
    return one(*inputs.find(number_of(inputs.find("which")) ? "on" : "off"));
}

std::vector<std::string> wanted_branch(const NodeInputs& inputs) {
    const std::string name = number_of(inputs.find("which")) ? "on" : "off";
    return inputs.find(name)->literal().is_null() ? std::vector{name} : std::vector<std::string>{};
}

void add_plain_nodes(NodeRegistry& registry, std::map<std::string, int>& counts) {
    const auto value_of = [](const NodeInputs& inputs, NodeHost&) -> NodeResult<NodeOutputs> {
        return one(inputs.find("value") ? *inputs.find("value") : Datum{});
    };
    constexpr std::string_view kValue = R"({"input": {"required": {"value": ["INT"]}}, "output": ["INT"]})";
    registry.add(counted("Number", kValue, value_of, counts));
    registry.add(counted(
        "Add", R"({"input": {"required": {"a": ["INT"], "b": ["INT"]}}, "output": ["INT"]})",
        [](const NodeInputs& inputs, NodeHost&) -> NodeResult<NodeOutputs> {
            return one(Datum{json::Value(number_of(inputs.find("a")) + number_of(inputs.find("b")))});
        },
        counts));
    registry.add(counted(
        "Show",
        R"({"input": {"required": {"value": ["*"]}, "hidden": {"prompt": "PROMPT"}}, "output": [], "output_node": true})",
        [](const NodeInputs& inputs, NodeHost&) -> NodeResult<NodeOutputs> {
            return shown(inputs.find("value")->literal());
        },
        counts));
    registry.add(counted(
        "Quiet", R"({"input": {"required": {"value": ["*"]}}, "output": [], "output_node": true})",
        [](const NodeInputs&, NodeHost&) -> NodeResult<NodeOutputs> { return NodeOutputs{}; }, counts));
    registry.add(counted(
        "Fail", R"({"input": {"required": {"value": ["INT"], "type": ["STRING"]}}, "output": ["INT"]})",
        [](const NodeInputs& inputs, NodeHost&) -> NodeResult<NodeOutputs> {
            return raise(std::string{*json::text_of(inputs.find("type")->literal())}, "it broke");
        },
        counts));
    registry.add(counted("Block", R"({"input": {"required": {"message": ["STRING"]}}, "output": ["INT"]})",
                         run_block, counts));
    registry.add(counted(
        "Memory", R"({"input": {"required": {"value": ["INT"]}}, "output": [], "output_node": true})",
        [](const NodeInputs&, NodeHost& host) -> NodeResult<NodeOutputs> {
            std::string& seen = host.instance_memory()["seen"];
            seen += "x";
            return shown(json::Value(seen));
        },
        counts));
}

void add_timed_nodes(NodeRegistry& registry, std::map<std::string, int>& counts) {
    registry.add(counted(
        "Steps",
        R"({"input": {"required": {"steps": ["INT"]}, "optional": {"preview": ["BOOLEAN"]}}, "output": ["INT"]})",
        run_steps, counts));
    registry.add(counted(
        "Wait", R"({"input": {"required": {"value": ["INT"]}}, "output": ["INT"]})",
        [](const NodeInputs& inputs, NodeHost& host) -> NodeResult<NodeOutputs> {
            if (auto waited = host.wait(std::chrono::minutes{5}); !waited)
                return tl::unexpected{waited.error()};
            return one(*inputs.find("value"));
        },
        counts));
    NodeClass ticking = counted(
        "Ticking", R"({"input": {"required": {"value": ["INT"]}}, "output": ["INT"]})",
        [](const NodeInputs& inputs, NodeHost&) -> NodeResult<NodeOutputs> {
            return one(*inputs.find("value"));
        },
        counts);
    ticking.is_changed = [&counts](const NodeInputs&, const Folders&) -> NodeResult<json::Value> {
        return json::Value(++counts["Ticking.is_changed"]);
    };
    NodeClass frozen = ticking;
    frozen.name = "Frozen";
    frozen.is_changed = [](const NodeInputs&, const Folders&) -> NodeResult<json::Value> {
        return raise("TypeError", "no");
    };
    registry.add(std::move(ticking));
    registry.add(std::move(frozen));
}

void add_graph_nodes(NodeRegistry& registry, std::map<std::string, int>& counts) {
    registry.add(
        counted("MakeList",
                R"({"input": {"required": {"count": ["INT"]}}, "output": ["INT"], "output_is_list": [true]})",
                run_list, counts));
    NodeClass joining = counted(
        "JoinList", R"({"input": {"required": {"values": ["INT"]}}, "output": ["STRING"]})", {}, counts);
    joining.run = {};
    joining.run_lists = join;
    registry.add(std::move(joining));
    NodeClass choose = counted(
        "Choose",
        R"({"input": {"required": {"which": ["INT"], "on": ["INT", {"lazy": true}], "off": ["INT", {"lazy": true}]}}, "output": ["INT"]})",
        run_choose, counts);
    choose.lazy = wanted_branch;
    registry.add(std::move(choose));
    constexpr std::string_view kRaw =
        R"({"input": {"required": {"value": ["INT", {"rawLink": true}]}}, "output": ["INT"]})";
    registry.add(counted("Twice", kRaw, run_twice, counts));
    registry.add(counted("Nest", kRaw, run_nest, counts));
}

}  // namespace

void add_execution_nodes(NodeRegistry& registry, std::map<std::string, int>& counts) {
    add_plain_nodes(registry, counts);
    add_timed_nodes(registry, counts);
    add_graph_nodes(registry, counts);
}

}  // namespace divan::engine
