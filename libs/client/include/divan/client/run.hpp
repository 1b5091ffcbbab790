#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/client/progress_model.hpp>
#include <divan/client/run_tracker.hpp>
#include <divan/protocol/outputs.hpp>
#include <divan/protocol/submit.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// One workflow to run once.
struct RunRequest {
    Workflow workflow;
    protocol::PromptId prompt_id;  ///< empty: a fresh UUID
    std::vector<NodeId> targets;   ///< run only these output nodes; empty: all of them
    json::Object extra_data;       ///< e.g. `extra_pnginfo`
    std::optional<double> number;  ///< explicit place in the queue, low first
    bool front = false;            ///< before everything that waits
    bool allow_partial = false;    ///< run on when the server drops outputs that it finds invalid
    RunLimits limits;              ///< `whole` is overwritten by the deadline of the call

    RunRequest() = default;
    explicit RunRequest(Workflow graph) : workflow{std::move(graph)} {}
};

struct Preview {
    NodeId node;                       ///< empty when the server does not tell
    std::string_view media_type;       ///< "image/jpeg" or "image/png"
    std::span<const std::byte> image;  ///< borrowed for the call; lossy, never an output
};

/// What to do while a run is on its way; empty functions are left out. Called on the connection's executor,
/// in this order: accepted, started, any of the others, and nothing after the result is there or `cancel` was
/// called. An exception that a callback throws leaves `io_context::run`.
struct RunEvents {
    std::function<void(const protocol::PromptId&)> on_accepted;
    std::function<void(std::size_t ahead)> on_waiting;  ///< a place in the queue, when it changed
    std::function<void()> on_started;
    std::function<void(const std::vector<NodeId>&)> on_cached;
    std::function<void(const NodeId&)> on_node;  ///< begins to compute
    std::function<void(const RunProgress&)> on_progress;
    std::function<void(int percent)> on_percent;  ///< once for each value
    std::function<void(const Preview&)> on_preview;
    std::function<void(const NodeId&, std::string_view)> on_text;    ///< what a node says about its progress
    std::function<void(const protocol::NodeOutputs&)> on_output;     ///< as soon as the server shows it
    std::function<void(const protocol::ServerMessage&)> on_message;  ///< every text message of this prompt

    RunEvents() = default;
};

struct RunTimes {
    std::chrono::milliseconds waited{0};              ///< from acceptance to the start, by our clock
    std::chrono::milliseconds ran{0};                 ///< from the start to the end, by our clock
    std::optional<std::chrono::milliseconds> server;  ///< execution by the server's clock
    RunTimes() = default;
};

struct RunResult {
    protocol::PromptId prompt_id;
    std::vector<protocol::NodeOutputs> outputs;  ///< files, texts and raw JSON of each node, from the history
    std::vector<NodeId> cached_nodes;            ///< results of earlier prompts
    std::vector<NodeId> executed_nodes;          ///< that we saw compute
    std::vector<protocol::ExecutionError> blocked;  ///< nodes that an ExecutionBlocker stopped; not a failure
    std::vector<protocol::NodeErrors> node_errors;  ///< outputs that the server dropped (`allow_partial`)
    RunTimes times;

    RunResult() = default;
    std::vector<protocol::OutputFile> files() const;
    const protocol::NodeOutputs* find(const NodeId& node) const;
};

class RunSession;

/// A run that is on its way. Cheap to copy; the run goes on when the last copy ends.
/// Threads: as its connection.
class Run {
public:
    explicit Run(std::shared_ptr<RunSession> session);
    const protocol::PromptId& prompt_id() const;
    /// Any number of times, late too. When the waiting itself is cancelled, so is the run.
    /// Errors: connect_failed, in_doubt, prompt_rejected, execution_failed (facts `node`, `node_class`,
    /// `exception`), interrupted, cancelled, prompt_lost, timeout, connection_lost, unauthorized,
    /// unexpected_status.
    asio::awaitable<Result<RunResult>> result() const;
    /// Deletes exactly our prompt from the queue, or interrupts it, and makes sure by queue and history. No
    /// callback begins after this. The result is `cancelled`, unless the prompt had ended already.
    /// Repeatable.
    void cancel();
    bool done() const;
    const RunProgress& progress() const;

private:
    std::shared_ptr<RunSession> session_;
};

/// Begins a run. The socket is open and greeted before the prompt is sent, so that no message is missed.
Run start_run(Connection& connection, RunRequest request, RunEvents events, Deadline deadline);

/// Runs a workflow to its end. Errors: as `Run::result`.
asio::awaitable<Result<RunResult>> run(Connection& connection, RunRequest request, RunEvents events,
                                       Deadline deadline);

}  // namespace divan
