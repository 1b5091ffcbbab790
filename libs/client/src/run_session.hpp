#pragma once

#include <memory>
#include <optional>

#include <boost/asio/steady_timer.hpp>

#include <divan/client/run.hpp>

#include "connection_core.hpp"

namespace divan {

/// One run: feeds the tracker with what socket and HTTP say, and does what it answers.
class RunSession final : public RunListener, public std::enable_shared_from_this<RunSession> {
public:
    RunSession(std::shared_ptr<ConnectionCore> core, RunRequest request, RunEvents events, Deadline deadline);

    static asio::awaitable<void> drive(std::shared_ptr<RunSession> self);
    asio::awaitable<Result<RunResult>> wait();
    void cancel();

    const protocol::PromptId& prompt_id() const { return tracker_.id(); }
    bool done() const { return result_.has_value(); }
    const RunProgress& progress() const { return progress_.now(); }

    void on_message(const protocol::ServerMessage& message) override;
    void on_binary(const protocol::BinaryMessage& message) override;
    void on_queue(const QueueSight& sight) override;
    void on_socket_up(const protocol::ClientId& client) override;
    void on_socket_down() override;
    void on_closed() override;
    bool sent_with(const protocol::ClientId& client) const override;

private:
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

    void note(const TrackerEvent& event);
    void note_queue(const QueueSight& sight);
    void take_submit_reply(Result<protocol::SubmitReply> reply);
    void accept(protocol::SubmitReply reply);
    void announce(const protocol::ServerMessage& message);
    void announce_progress();
    void announce_start();
    void announce_place();
    void finish(Finish end);
    void publish(Result<RunResult> result);
    RunResult gather(const protocol::HistoryEntry& entry);
    protocol::SubmitRequest submit_request() const;

    std::shared_ptr<ConnectionCore> core_;
    RunRequest request_;
    RunEvents events_;
    Deadline deadline_;
    protocol::ClientId sent_with_;
    RunTracker tracker_;
    ProgressModel progress_;
    asio::steady_timer wake_, done_;
    std::optional<Result<RunResult>> result_;
    RunResult gathered_;
    std::optional<Deadline> accepted_at_, started_at_;
    std::optional<std::size_t> told_ahead_;
    std::optional<Finish> end_;
};

/// The nodes that run when only `targets` are wanted: they and everything that feeds them. All nodes without
/// targets.
std::vector<NodeId> nodes_to_run(const Workflow& workflow, const std::vector<NodeId>& targets);

}  // namespace divan
