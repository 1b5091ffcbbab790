#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/protocol/history.hpp>
#include <divan/protocol/queue.hpp>
#include <divan/protocol/server_message.hpp>

namespace divan {

/// When a run is looked after, and when it is given up. Zero is not "never": never is an empty optional or
/// `kNever`.
struct RunLimits {
    Deadline whole = kNever;  ///< for everything together
    std::optional<std::chrono::milliseconds>
        start;  ///< from acceptance until it runs; empty: it may wait for ever
    std::optional<std::chrono::milliseconds> silence{
        600'000};  ///< running without event or change of the queue
    /// One node without a step or an end. Begins anew with each step, and counts only while the socket
    /// hears; empty: as long as it takes.
    std::optional<std::chrono::milliseconds> node;
    std::optional<std::chrono::milliseconds> unreachable{
        120'000};  ///< no readable answer of the server for that long
    /// Every connection refused for that long: the process is gone, and its queue with it (nothing survives a
    /// restart).
    std::optional<std::chrono::milliseconds> refused{5'000};
    std::chrono::milliseconds poll_with_socket{10'000};  ///< while the socket proves that it hears
    std::chrono::milliseconds poll_without_socket{2'000};
    std::chrono::milliseconds deaf{3'000};  ///< a queue change without an event: the socket is deaf
    std::chrono::milliseconds cancel_confirmation{10'000};  ///< then the cancel ends unconfirmed
    /// How often a prompt is sent, under one id, when the one before is proved not to have arrived. 1: who
    /// began the run decides what becomes of it (`in_doubt`).
    int submissions = 2;

    RunLimits() = default;
};

// What the tracker is told.
struct Submitting {};       ///< POST /prompt goes out
struct Adopted {            ///< the prompt was sent before, by somebody else
    bool in_doubt = false;  ///< or not: nobody knows whether the server read it
};
struct Accepted {
    protocol::PromptId id;
};  ///< 200; servers before 0.3.45 answer with an id of their own
struct Refused {
    Error error;
    bool queued = false;
};  ///< `queued`: the server runs a part all the same
struct ReplyLost {
    Error error;
};  ///< the request was written, no valid answer came (5xx too)
struct Heard {
    const protocol::ServerMessage* message = nullptr;
};  ///< borrowed for the call; any prompt's
struct SocketUp {
    bool hears_prompt = true;
};  ///< false: under another client id than the prompt was sent with
struct SocketDown {};
struct QueueRead {
    std::optional<protocol::QueuePlace> place;
    std::size_t prompts = 0;
};
struct HistoryRead {
    std::shared_ptr<const protocol::HistoryEntry> entry;  ///< null: the history does not know the prompt
};
struct ReadFailed {
    Error error;
};
struct CancelWanted {};
struct CancelSent {};     ///< a DeleteFromQueue or Interrupt was carried out, or failed
struct ReconnectSent {};  ///< the socket is being replaced because we asked for it
struct ConnectionClosed {};
using TrackerEvent =
    std::variant<Submitting, Adopted, Accepted, Refused, ReplyLost, Heard, SocketUp, SocketDown, QueueRead,
                 HistoryRead, ReadFailed, CancelWanted, CancelSent, ReconnectSent, ConnectionClosed>;

// What it answers.
struct Submit {};
struct Wait {
    Deadline until;
};
/// Queue first: a prompt moves pending → running → history, so this order cannot miss it, the other one can.
/// The history need be read only when the prompt is not in the queue.
struct ReadQueueThenHistory {};
struct ReadHistory {};
struct Reconnect {};  ///< with a fresh client id
struct DeleteFromQueue {};
struct Interrupt {};
struct Finish {
    std::optional<Error> error;                           ///< empty: success
    std::shared_ptr<const protocol::HistoryEntry> entry;  ///< what the history said; null: nothing
    bool withdraw = false;  ///< the server may still work on the prompt: take it back
};
using NextAction = std::variant<Submit, Wait, ReadQueueThenHistory, ReadHistory, Reconnect, DeleteFromQueue,
                                Interrupt, Finish>;

/// Follows one prompt from submission to its end. No sockets, no clock: events in, next action out.
/// Events of the WebSocket are hints; `/queue` and `/history` decide. Sources: ComfyUI 0.3.64, main.py
/// `prompt_worker`, execution.py `PromptQueue`, server.py `websocket_handler`; defects ComfyUI#11540, #16010.
class RunTracker {
public:
    RunTracker(protocol::PromptId id, RunLimits limits, Deadline now);

    NextAction on(const TrackerEvent& event, Deadline now);
    /// What to do at this time. Asking changes nothing but what a passed deadline changes.
    NextAction next(Deadline now);

    const protocol::PromptId& id() const { return id_; }
    bool accepted() const { return phase_ == Phase::accepted; }
    bool started() const { return started_; }
    /// Whether the server has the prompt is not known, or it cannot be asked.
    bool in_doubt() const { return phase_ == Phase::doubtful || unreachable_since_ != kNever; }
    const std::optional<protocol::QueuePlace>& place() const { return place_; }

private:
    enum class Phase { fresh, submitting, doubtful, accepted };

    void see(const Submitting&, Deadline now);
    void see(const Adopted& event, Deadline now);
    void see(const Accepted& event, Deadline now);
    void see(const Refused& event, Deadline now);
    void see(const ReplyLost& event, Deadline now);
    void see(const Heard& event, Deadline now);
    void see(const SocketUp& event, Deadline now);
    void see(const SocketDown&, Deadline now);
    void see(const QueueRead& event, Deadline now);
    void see(const HistoryRead& event, Deadline now);
    void see(const ReadFailed& event, Deadline now);
    void see(const CancelWanted&, Deadline now);
    void see(const CancelSent&, Deadline now);
    void see(const ReconnectSent&, Deadline now);
    void see(const ConnectionClosed&, Deadline now);

    void hear_own(const protocol::ServerMessage& message, Deadline now);
    void hear_status(const protocol::Status& status, Deadline now);
    void end_is_near(Deadline read_at);
    void adopt(Deadline now);
    void take_other_id(Deadline now);
    void mark_started(Deadline now);
    void note_queue_change(const QueueRead& event, Deadline now);
    void absent(Deadline now);
    void proved_absent(Deadline now);
    void reread_history(Deadline now);
    void conclude(std::shared_ptr<const protocol::HistoryEntry> entry);
    void finish(Error error, bool withdraw = false);
    void check_deadlines(Deadline now);
    std::optional<NextAction> cancel_action(Deadline now) const;
    Deadline next_deadline() const;
    std::chrono::milliseconds poll_interval() const;

    protocol::PromptId id_;
    std::optional<protocol::PromptId>
        other_id_;  ///< what the server called the prompt, when it was not our id
    RunLimits limits_;
    Phase phase_ = Phase::fresh;
    std::optional<Finish> finish_;
    int submissions_ = 0;
    std::optional<Error> doubt_;

    bool started_ = false;
    Deadline accepted_at_ = kNever;
    Deadline last_sign_;           // event of ours, or a change of the queue
    Deadline node_sign_ = kNever;  // step or change of the node that computes; never: not known
    NodeId node_;

    Deadline read_at_ = kNever;  // the next look at queue and history
    bool history_only_ = false;  // the end was announced
    std::chrono::milliseconds history_pause_{0};
    std::optional<protocol::QueuePlace> place_;
    std::optional<QueueRead> last_queue_;
    Deadline last_queue_at_{};
    int absent_rounds_ = 0;
    Deadline unreachable_since_ = kNever, refused_since_ = kNever;
    std::optional<Error> last_read_error_;

    bool socket_up_ = false, socket_live_ = false, hears_prompt_ = true;
    Deadline last_heard_{};
    Deadline deaf_at_ = kNever;
    Deadline reconnect_not_before_{};
    std::optional<std::int64_t> queue_remaining_;

    bool cancel_wanted_ = false;
    Deadline cancel_since_ = kNever, cancel_send_at_ = kNever;
};

}  // namespace divan
