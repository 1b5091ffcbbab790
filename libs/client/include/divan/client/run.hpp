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

#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>

#include <divan/client/connection.hpp>
#include <divan/client/progress_model.hpp>
#include <divan/client/run_profile.hpp>
#include <divan/client/run_tracker.hpp>
#include <divan/protocol/outputs.hpp>
#include <divan/protocol/submit.hpp>
#include <divan/workflow/catalogue.hpp>
#include <divan/workflow/seeds.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// One workflow to run once. The workflow is a value: nothing that a run does to its copy (seeds, uploads,
/// bypassed nodes) comes back, so ten runs of one request draw ten seeds.
struct RunRequest {
    Workflow workflow;             ///< with its plan: declared outputs, bypassed nodes, attachments
    protocol::PromptId prompt_id;  ///< empty: a fresh UUID
    std::vector<NodeId> targets;   ///< run only these output nodes; empty: all of them
    /// Collected besides the declared outputs, in the same spellings ("alias:id", "id").
    std::vector<std::string> include_outputs;
    json::Object extra_data;        ///< e.g. `extra_pnginfo`
    std::optional<double> number;   ///< explicit place in the queue, low first
    bool front = false;             ///< before everything that waits
    bool allow_partial = false;     ///< run on when the server drops outputs that it finds invalid
    bool randomize_seeds = true;    ///< draw every seed of −1 anew; see `RunResult::seeds`
    bool profile = false;           ///< measure the nodes; see `RunResult::profile`
    bool close_connection = false;  ///< close the connection when this run has ended, well or not
    /// As far as it is known, for the ranges of seeds, output nodes and bypassing; classes of bypassed nodes
    /// that it lacks are asked for.
    std::optional<NodeCatalogue> catalogue;
    RunLimits limits;  ///< `whole` is overwritten by the deadline of the call

    RunRequest() = default;
    explicit RunRequest(Workflow graph) : workflow{std::move(graph)} {}
};

struct Preview {
    NodeId node;                       ///< empty when the server does not tell
    std::string_view media_type;       ///< "image/jpeg" or "image/png"; unencoded: "application/octet-stream"
    std::span<const std::byte> image;  ///< borrowed for the call; lossy, never an output
    /// What the server told about it (event 4), else nullptr; borrowed for the call.
    const protocol::PreviewWithMetadata* metadata = nullptr;
};

struct RunResult;

/// What to do while a run is on its way; empty functions are left out. Called on the connection's executor,
/// in this order: accepted, started, any of the others, then exactly one of finished and failed, and nothing
/// after that or after `cancel` was called. Start, cached nodes and outputs that were missed (the socket was
/// away) are told before the end, from the history; messages that come twice are told once.
/// An exception that a callback throws leaves `io_context::run`.
struct RunEvents {
    std::function<void(const protocol::PromptId&)> on_accepted;
    /// Whether the server has the prompt is not known, or it does not answer; false: it is found again.
    std::function<void(bool in_doubt)> on_doubt;
    std::function<void(std::size_t ahead)> on_waiting;  ///< a place in the queue, when it changed
    std::function<void()> on_started;
    std::function<void(const std::vector<NodeId>&)> on_cached;
    std::function<void(const NodeId&)> on_node;  ///< begins to compute
    std::function<void(const RunProgress&)> on_progress;
    std::function<void(int percent)> on_percent;  ///< of the whole run; once for each value
    std::function<void(const NodeId&, int percent)> on_node_percent;  ///< of the node's own steps, likewise
    std::function<void(const Preview&)> on_preview;
    std::function<void(const NodeId&, std::string_view)> on_text;  ///< what a node says about its progress
    std::function<void(const protocol::NodeOutputs&)> on_output;   ///< as soon as the server shows it
    /// A collected output, under its name (`RunResult::collected`); after `on_output`.
    std::function<void(std::string_view alias, const protocol::NodeOutputs&)> on_named_output;
    std::function<void(const protocol::ServerMessage&)> on_message;  ///< every text message of this prompt
    std::function<void(const RunResult&)> on_finished;
    std::function<void(const Error&)> on_failed;  ///< rejected, failed, interrupted, lost, timed out …

    RunEvents() = default;
};

struct RunTimes {
    std::chrono::milliseconds waited{0};              ///< from acceptance to the start, by our clock
    std::chrono::milliseconds ran{0};                 ///< from the start to the end, by our clock
    std::optional<std::chrono::milliseconds> server;  ///< execution by the server's clock
    Timestamp accepted_at{}, finished_at{};           ///< by our wall clock
    RunTimes() = default;
};

struct RunResult {
    protocol::PromptId prompt_id;
    std::vector<protocol::NodeOutputs> outputs;  ///< files, texts and raw JSON of each node, from the history
    std::vector<NodeId> cached_nodes;            ///< results of earlier prompts
    std::vector<NodeId> executed_nodes;          ///< that we saw compute
    std::vector<protocol::ExecutionError> blocked;  ///< nodes that an ExecutionBlocker stopped; not a failure
    std::vector<protocol::NodeErrors> node_errors;  ///< outputs that the server dropped (`allow_partial`)
    /// What was wanted, by name: the declared outputs and `include_outputs`; without any, every output node
    /// under its id.
    std::vector<DeclaredOutput> collected;
    bool declared = false;          ///< outputs were declared: only they count as results
    std::vector<SeedChange> seeds;  ///< that were drawn for this run
    std::size_t node_count = 0;     ///< nodes that were to run, cached ones too
    RunTimes times;
    std::optional<RunProfile> profile;  ///< with `RunRequest::profile`

    RunResult() = default;
    /// Of the collected outputs, in their order; where none were declared, of every node.
    std::vector<protocol::OutputFile> files() const;
    const protocol::NodeOutputs* find(const NodeId& node) const;
    /// By the name under which it was declared, or by node id; nullptr when there is no such output.
    const protocol::NodeOutputs* output(std::string_view alias) const;
    /// {"alias": {"images": [...]}, …}: each collected output as the node showed it.
    json::Object to_object() const;
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
    /// unexpected_status; result_missing when a declared output gave nothing; before anything is sent: those
    /// of `apply_bypass`, `upload_image` and `collected_outputs`.
    asio::awaitable<Result<RunResult>> result() const;
    /// Deletes exactly our prompt from the queue, or interrupts it, and makes sure by queue and history. No
    /// callback that the run was begun with is called after this. The result is `cancelled`, unless the
    /// prompt had ended already. Repeatable.
    void cancel();
    /// Follows the prompt no longer: it goes on at the server, and nothing is sent there. No callback is
    /// called after this; the result is `cancelled`. For a prompt that another process follows from now on.
    void detach();
    bool done() const;
    /// The result, once it is there; nullptr while the run is on its way.
    const Result<RunResult>* ended() const;
    const RunProgress& progress() const;
    /// Of a run that measures (`RunRequest::profile`), once it has ended, well or not.
    const std::optional<RunProfile>& profile() const;
    /// What it collects, by name; empty until it is known (attached runs ask the server).
    const std::vector<DeclaredOutput>& collected() const;
    /// One more listener. What it missed of accepted, waiting, started, cached, progress, finished and failed
    /// is told to it at once. It ends with the subscription; `cancel` does not silence it: it hears the end.
    [[nodiscard]] Subscription watch(RunEvents events) const;

    /// A run is an operation of Asio's: awaited, it gives its result. `co_await start_run(…)`,
    /// `co_await std::move(run)` (Boost 1.81 awaits no operation that has a name), or any completion token.
    template <asio::completion_token_for<void(Result<RunResult>)> Token>
    auto operator()(Token&& token) const {
        return asio::async_initiate<Token, void(Result<RunResult>)>(
            [run = *this](auto handler) { run.deliver(std::move(handler)); }, token);
    }

private:
    asio::any_io_executor executor() const;
    template <class Handler>
    void deliver(Handler handler) const {
        const auto to = asio::get_associated_executor(handler, executor());
        const auto slot = asio::get_associated_cancellation_slot(handler);
        auto tell = [handler = std::move(handler)](std::exception_ptr raised,
                                                   Result<RunResult> result) mutable {
            if (raised) std::rethrow_exception(raised);
            std::move(handler)(std::move(result));
        };
        asio::co_spawn(executor(), result(),
                       asio::bind_executor(to, asio::bind_cancellation_slot(slot, std::move(tell))));
    }

    std::shared_ptr<RunSession> session_;
};

/// Begins a run. Attachments are uploaded first (each content once per connection and server), and the socket
/// is open and greeted before the prompt is sent, so that no message is missed.
Run start_run(Connection& connection, RunRequest request, RunEvents events, Deadline deadline);

/// Runs a workflow to its end. Errors: as `Run::result`.
asio::awaitable<Result<RunResult>> run(Connection& connection, RunRequest request, RunEvents events,
                                       Deadline deadline);

/// A prompt that was sent before, maybe by another process.
struct AttachRequest {
    protocol::PromptId prompt_id;
    /// The client id that it was sent with. Messages go to that id only, so with another one (or none) the
    /// run is followed by polling; give it to `ConnectionConfig::client_id` too.
    protocol::ClientId client_id;
    std::optional<Workflow> workflow;          ///< what runs; empty: taken from the server
    std::vector<std::string> include_outputs;  ///< as in RunRequest
    bool profile = false;
    /// Nobody knows whether the server read it: it is looked for over several rounds before it is
    /// `prompt_lost`.
    bool in_doubt = false;
    RunLimits limits;  ///< as in RunRequest

    AttachRequest() = default;
    explicit AttachRequest(protocol::PromptId id) : prompt_id{std::move(id)} {}
};

/// Follows a prompt that is on its way or has ended; nothing is sent. Errors of the run: as `Run::result`;
/// `prompt_lost` when the server does not know it (any more).
Run attach_run(Connection& connection, AttachRequest request, RunEvents events, Deadline deadline);

}  // namespace divan
