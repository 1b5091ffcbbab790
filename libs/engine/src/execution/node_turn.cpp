#include <algorithm>

#include <fmt/format.h>

#include "execution/error_report.hpp"
#include "execution/turn_context.hpp"

namespace divan::engine {
namespace {

bool expands(const std::vector<CallResult>& calls) {
    return std::any_of(calls.begin(), calls.end(),
                       [](const CallResult& call) { return call.outputs.expand.has_value(); });
}

json::Value parent_or_null(const DynamicGraph& graph, const std::string& id) {
    const std::string* parent = graph.parent_of(id);
    return parent ? json::Value(*parent) : json::Value(nullptr);
}

}  // namespace

PromptRun::Turn PromptRun::turn(const std::string& id) {
    // Asked anew at every turn: an equal node may have run meanwhile.
    if (env_.caches.outputs->get(id)) return from_cache(id);
    const ClassFacts* facts = env_.classes.find(graph_.class_of(id));
    static const ClassFacts kUnknown;
    TurnContext context{*this, id, facts ? *facts : kUnknown};
    if (!facts) return fail(context, NodeFailure{"KeyError", fmt::format("'{}'", graph_.class_of(id))});
    auto result = run_node(context);
    return result ? *result : fail(context, std::move(result).error());
}

PromptRun::Turn PromptRun::from_cache(const std::string& id) {
    const UiResult* ui = env_.caches.ui->get(id);
    json::Object data{{"node", id}, {"display_node", graph_.display_of(id)}};
    data.emplace("output", ui ? json::Value(ui->output) : json::Value(nullptr));
    data.emplace("prompt_id", item_.prompt_id);
    announcer_.to_client("executed", std::move(data));
    progress_.finish(id);
    return Turn::done;
}

NodeResult<PromptRun::Turn> PromptRun::run_node(TurnContext& context) {
    if (expanded_.contains(context.id)) {
        auto outputs = resolve_expansion(context.id, context.facts);
        if (!outputs) return tl::unexpected{std::move(outputs).error()};
        return finish_node(context.id, std::move(*outputs));
    }
    progress_.start(context.id);
    gather_inputs(context);
    announce_executing(context.id);
    const auto waits = wait_for_lazy(context);
    if (!waits) return tl::unexpected{waits.error()};
    if (*waits) return Turn::pending;
    auto calls = run_calls(context);
    if (!calls) return tl::unexpected{std::move(calls).error()};
    if (auto shown = publish_ui(context.id, *calls); !shown) return tl::unexpected{std::move(shown).error()};
    if (!expands(*calls)) return finish_node(context.id, merge_outputs(*calls, context.facts));
    if (auto grown = expand(context.id, std::move(*calls)); !grown)
        return tl::unexpected{std::move(grown).error()};
    return Turn::pending;
}

PromptRun::Turn PromptRun::finish_node(const std::string& id, OutputLists outputs) {
    env_.caches.outputs->set(id, std::move(outputs));
    progress_.finish(id);
    executed_.push_back(id);
    return Turn::done;
}

void PromptRun::announce_executing(const std::string& id) {
    if (!announcer_.client()) return;
    const std::string display = graph_.display_of(id);
    env_.parts.queue.set_executing(announcer_.client(), display);
    json::Object data{{"node", id}, {"display_node", display}};
    data.emplace("prompt_id", item_.prompt_id);
    announcer_.to_client("executing", std::move(data));
}

/// True when the node must wait for inputs that it has only now asked for.
NodeResult<bool> PromptRun::wait_for_lazy(TurnContext& context) {
    if (!context.facts.node->lazy) return false;
    std::vector<std::string> wanted;
    for (std::size_t call = 0; call < call_count(context.inputs); ++call) {
        if (auto free = context.host.before_call(); !free) return tl::unexpected{std::move(free).error()};
        if (blocker_in_call(context.inputs, call)) continue;
        auto inputs = inputs_of_call(context.inputs, call);
        if (!inputs) return tl::unexpected{std::move(inputs).error()};
        for (std::string& name : context.facts.node->lazy(*inputs)) {
            const bool given = inputs->find(name) && !context.missing.contains(name);
            const bool known = std::find(wanted.begin(), wanted.end(), name) != wanted.end();
            if (!given && !known) wanted.push_back(std::move(name));
        }
    }
    for (const std::string& name : wanted)
        if (auto linked = order_.require(context.id, name); !linked)
            return tl::unexpected{std::move(linked).error()};
    return !wanted.empty();
}

NodeResult<std::vector<CallResult>> PromptRun::run_calls(TurnContext& context) {
    if (auto unharmed = context.host.strike(0); !unharmed) return tl::unexpected{std::move(unharmed).error()};
    const bool takes_lists = static_cast<bool>(context.facts.node->run_lists);
    const std::size_t count = takes_lists ? 1 : call_count(context.inputs);
    std::vector<CallResult> calls;
    for (std::size_t call = 0; call < count; ++call) {
        auto result = takes_lists ? run_with_lists(context) : run_call(context, call);
        if (!result) return tl::unexpected{std::move(result).error()};
        calls.push_back(std::move(*result));
    }
    return calls;
}

NodeResult<> PromptRun::publish_ui(const std::string& id, const std::vector<CallResult>& calls) {
    auto merged = merge_ui(calls);
    if (!merged) return tl::unexpected{std::move(merged).error()};
    if (!*merged || (*merged)->empty()) return {};
    UiResult ui;
    ui.output = std::move(**merged);
    if (env_.parts.faults) env_.parts.faults->alter_ui(id, graph_.class_of(id), ui.output);
    ui.meta = json::Object{{"node_id", id}, {"display_node", graph_.display_of(id)}};
    ui.meta.emplace("parent_node", parent_or_null(graph_, id));
    ui.meta.emplace("real_node_id", graph_.real_of(id));
    json::Object data{{"node", id}, {"display_node", graph_.display_of(id)}, {"output", ui.output}};
    data.emplace("prompt_id", item_.prompt_id);
    env_.caches.ui->set(id, std::move(ui));
    announcer_.to_client("executed", std::move(data));
    return {};
}

/// A message is told once and does not end the prompt; what comes after is blocked in silence.
ExecutionBlocker PromptRun::announce_block(const std::string& id, const ExecutionBlocker& blocker) {
    if (blocker.message.empty()) return blocker;
    json::Object data{{"prompt_id", item_.prompt_id}, {"node_id", id}, {"node_type", graph_.class_of(id)}};
    data.emplace("executed", executed_list());
    data.emplace("exception_message", "Execution Blocked: " + blocker.message);
    data.emplace("exception_type", "ExecutionBlocked");
    for (const auto* member : {"traceback", "current_inputs", "current_outputs"})
        data.emplace(member, json::Array{});
    announcer_.to_client_or_all("execution_error", std::move(data));
    return ExecutionBlocker{};
}

InstanceMemory& PromptRun::memory_of(const std::string& id) {
    if (!env_.caches.instances->get(id)) env_.caches.instances->set(id, InstanceMemory{});
    return *env_.caches.instances->get(id);
}

PromptRun::Turn PromptRun::fail(const TurnContext& context, NodeFailure failure) {
    NodeError error;
    error.node_id = graph_.real_of(context.id);
    if (context.inputs_read && !failure.interrupted) {
        InputLists inputs = context.inputs;
        for (auto& hidden : hidden_inputs(context)) inputs.push_back(std::move(hidden));
        error.current_inputs = shown_inputs(inputs);
    }
    error.traceback = traceback_of(graph_.class_of(context.id), failure);
    if (fate_ == PromptFate::ended && env_.parts.log)
        env_.parts.log(failure.interrupted ? std::string{"Processing interrupted"}
                                           : "!!! Exception during processing !!! " + failure.message);
    // A real server unloads its models when the memory is exhausted.
    if (failure.type.ends_with("OutOfMemoryError")) env_.parts.queue.request_free(true, false);
    error.failure = std::move(failure);
    error_ = std::move(error);
    return Turn::failed;
}

}  // namespace divan::engine
