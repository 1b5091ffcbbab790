#pragma once

#include <map>
#include <memory>
#include <optional>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include "connection_core.hpp"
#include "prepare_run.hpp"
#include "run_watchers.hpp"

namespace divan {

/// One run: feeds the tracker with what socket and HTTP say, and does what it answers.
class RunSession final : public RunListener, public std::enable_shared_from_this<RunSession> {
public:
    RunSession(std::shared_ptr<ConnectionCore> core, RunRequest request, RunEvents events, Deadline deadline);
    /// Follows a prompt that was sent before.
    RunSession(std::shared_ptr<ConnectionCore> core, AttachRequest request, RunEvents events,
               Deadline deadline);

    static asio::awaitable<void> drive(std::shared_ptr<RunSession> self);
    asio::awaitable<Result<RunResult>> wait();
    void cancel();
    Subscription watch(RunEvents events);

    const protocol::PromptId& prompt_id() const { return tracker_.id(); }
    bool done() const { return result_.has_value(); }
    const Result<RunResult>* ended() const { return result_ ? &*result_ : nullptr; }
    const RunProgress& progress() const { return progress_.now(); }
    const std::optional<RunProfile>& profile() const { return profile_; }
    const std::vector<DeclaredOutput>& collected() const;
    asio::any_io_executor executor() const { return core_->executor; }

    void on_message(const protocol::ServerMessage& message) override;
    void on_binary(const protocol::BinaryMessage& message) override;
    void on_queue(const QueueSight& sight) override;
    void on_socket_up(const protocol::ClientId& client) override;
    void on_socket_down() override;
    void on_closed() override;
    bool sent_with(const protocol::ClientId& client) const override;

private:
    asio::awaitable<void> prepare();
    asio::awaitable<void> open_socket();
    asio::awaitable<void> follow();
    asio::awaitable<void> perform(NextAction action);
    asio::awaitable<void> send_prompt();
    asio::awaitable<void> read_queue();
    asio::awaitable<void> read_history();
    asio::awaitable<void> delete_prompt();
    asio::awaitable<void> interrupt_prompt();
    asio::awaitable<void> withdraw();
    asio::awaitable<void> sleep_until_woken(Deadline time);
    asio::awaitable<Result<net::HttpReply>> exchange(net::HttpRequest request,
                                                     std::chrono::milliseconds limit);

    void take(PreparedRun prepared);
    void learn_workflow(const json::Value& prompt);
    void adopt_workflow(Workflow workflow);
    void start_measuring(Workflow workflow);
    void note(const TrackerEvent& event);
    void note_queue(const QueueSight& sight);
    void take_submit_reply(Result<protocol::SubmitReply> reply);
    void accept(protocol::SubmitReply reply);
    void announce(const protocol::ServerMessage& message);
    void announce_output(const protocol::NodeOutputs& output);
    void announce_progress();
    void announce_start(Deadline when);
    void announce_place();
    void finish(Finish end);
    void catch_up(const protocol::HistoryEntry& entry);
    void stop_measuring(const protocol::HistoryEntry* entry);
    void publish(Result<RunResult> result);
    void tell_missed(const RunEvents& events) const;
    Result<RunResult> gather(const protocol::HistoryEntry& entry);
    std::optional<Error> missing_output(const RunResult& result) const;
    protocol::SubmitRequest submit_request() const;

    std::shared_ptr<ConnectionCore> core_;
    RunRequest request_;
    bool attached_ = false;       ///< the prompt was sent by somebody else
    bool in_doubt_ = false;       ///< or not, of an attached one
    bool knows_workflow_ = true;  ///< false: it is still to be taken from the server
    RunWatchers watchers_;
    Deadline deadline_;
    protocol::ClientId sent_with_;
    RunTracker tracker_;
    ProgressModel progress_;
    std::optional<RunProfiler> profiler_;
    std::optional<RunProfile> profile_;
    std::chrono::milliseconds upload_{0};
    asio::cancellation_signal stop_preparing_;
    asio::steady_timer wake_, done_;
    Deadline sleeping_until_ = kNever;  ///< of the driver
    std::optional<Result<RunResult>> result_;
    RunResult gathered_;
    std::optional<Deadline> accepted_at_, started_at_;
    std::optional<std::size_t> told_ahead_;
    std::map<NodeId, json::Value> told_outputs_;  ///< as the nodes showed them last
    std::optional<Finish> end_;
    std::optional<Error> bad_wish_;  ///< an output that an attached run cannot collect
};

/// The nodes that run when only `targets` are wanted: they and everything that feeds them. All nodes without
/// targets.
std::vector<NodeId> nodes_to_run(const Workflow& workflow, const std::vector<NodeId>& targets);

}  // namespace divan
