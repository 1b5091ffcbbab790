#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "execution/cache_signature.hpp"
#include "execution/call_mapping.hpp"
#include "execution/executor.hpp"
#include "execution/graph_order.hpp"
#include "execution/is_changed.hpp"
#include "execution/node_cache.hpp"
#include "execution/progress_registry.hpp"
#include "execution/prompt_announcer.hpp"

namespace divan::engine {

/// The UI output of a node, and the `meta` entry that history shows with it.
struct UiResult {
    json::Object output, meta;
};

using InstanceMemory = std::map<std::string, std::string>;

/// What one executor keeps from prompt to prompt.
struct ExecutorCaches {
    std::unique_ptr<NodeCache<OutputLists>> outputs;
    std::unique_ptr<NodeCache<UiResult>> ui;
    std::unique_ptr<NodeCache<InstanceMemory>> instances;  ///< by id and class, not by signature
};
ExecutorCaches make_caches(const ExecutorConfig& config);

/// Why a node failed, and what `execution_error` shows of it.
struct NodeError {
    std::string node_id;  ///< of the prompt itself, also when the failing node came from an expansion
    NodeFailure failure;
    json::Value current_inputs = json::Object{};
    json::Array traceback;
};

/// One prompt from `execution_start` to its outcome (ComfyUI 0.3.64, execution.py
/// `PromptExecutor.execute_async`). Lives as long as the prompt runs. Threads: the worker's.
class PromptRun {
public:
    /// What outlives the run.
    struct Environment {
        const Executor::Parts& parts;
        const ExecutorConfig& config;
        const ClassBook& classes;
        ExecutorCaches& caches;
        std::uint64_t serial;  ///< differs from prompt to prompt
    };
    /// `success_before`: the flag as the last prompt left it; a prompt whose first turn finds a circle
    /// inherits it.
    PromptRun(Environment environment, const QueueItem& item, bool success_before);
    PromptOutcome execute();

private:
    friend class TurnHost;
    enum class Turn { done, pending, failed };
    /// One call of a node that expanded: its slots, and whether they may hold links into the new graph.
    struct ExpandedCall {
        bool expanded = false;
        OutputLists slots;
    };
    struct TurnContext;  ///< what one turn of a node works with

    // prompt_run.cpp: the prompt as a whole
    void start_caches();
    void announce_cached();
    void run_nodes();
    void run_staged(const std::string& id);
    void report(const NodeError& error);
    NodeError cycle_error() const;
    void collect_ui(PromptOutcome& outcome);

    // node_turn.cpp: one node
    Turn turn(const std::string& id);
    Turn from_cache(const std::string& id);
    Turn finish_node(const std::string& id, OutputLists outputs);
    Turn fail(const TurnContext& context, NodeFailure failure);
    NodeResult<Turn> run_node(TurnContext& context);
    NodeResult<bool> wait_for_lazy(TurnContext& context);
    NodeResult<std::vector<CallResult>> run_calls(TurnContext& context);
    NodeResult<> publish_ui(const std::string& id, const std::vector<CallResult>& calls);
    void announce_executing(const std::string& id);
    ExecutionBlocker announce_block(const std::string& id, const ExecutionBlocker& blocker);
    InstanceMemory& memory_of(const std::string& id);

    // node_call.cpp: inputs and single calls
    void gather_inputs(TurnContext& context);
    InputLists hidden_inputs(const TurnContext& context) const;
    NodeResult<CallResult> run_call(TurnContext& context, std::size_t call);
    NodeResult<CallResult> run_with_lists(TurnContext& context);

    // expansion.cpp: nodes that became graphs
    NodeResult<> expand(const std::string& id, std::vector<CallResult> calls);
    NodeResult<ExpandedCall> add_graph(const std::string& id, std::size_t call, NodeOutputs outputs,
                                       std::vector<std::string>& added);
    NodeResult<> open_caches(const std::string& id, const std::vector<std::string>& added);
    NodeResult<> wait_for_graph(const std::string& id, const std::vector<std::string>& added);
    NodeResult<OutputLists> resolve_expansion(const std::string& id, const ClassFacts& facts);
    NodeResult<CallResult> resolve_call(const ExpandedCall& call, const ClassFacts& facts);

    json::Array executed_list() const;

    Environment env_;
    QueueItem item_;  ///< our copy: gains `is_changed`
    DynamicGraph graph_;
    PromptAnnouncer announcer_;
    ProgressRegistry progress_;
    IsChangedValues is_changed_;
    SignatureMaker signatures_;
    GraphOrder order_;
    json::Array current_outputs_;
    std::vector<std::string> executed_;
    std::map<std::string, std::vector<ExpandedCall>> expanded_;
    std::optional<NodeError> error_;
    bool success_;
    PromptFate fate_ = PromptFate::ended;
};

}  // namespace divan::engine
