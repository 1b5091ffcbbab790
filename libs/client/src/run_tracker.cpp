#include <utility>

#include <divan/client/run_tracker.hpp>

#include <algorithm>

#include "run_outcome.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstHistoryPause = 50ms;  // the entry is written a moment after the success message
constexpr auto kPauseWhileCancelling = 500ms;

}  // namespace

RunTracker::RunTracker(protocol::PromptId id, RunLimits limits, Deadline now)
    : id_{std::move(id)}, limits_{std::move(limits)}, last_sign_{now} {}

NextAction RunTracker::on(const TrackerEvent& event, Deadline now) {
    if (!finish_) std::visit([&](const auto& kind) { see(kind, now); }, event);
    return next(now);
}

NextAction RunTracker::next(Deadline now) {
    check_deadlines(now);
    if (finish_) return *finish_;
    if (phase_ == Phase::fresh) return Submit{};
    if (phase_ == Phase::submitting) return Wait{limits_.whole};
    if (const auto action = cancel_action(now)) return *action;
    if (now >= deaf_at_) return Reconnect{};
    if (now < read_at_) return Wait{next_deadline()};
    if (history_only_) return ReadHistory{};
    return ReadQueueThenHistory{};
}

void RunTracker::see(const Submitting&, Deadline now) {
    phase_ = Phase::submitting;
    ++submissions_;
    last_sign_ = now;
}

void RunTracker::see(const Adopted& event, Deadline now) {
    read_at_ = now;
    if (!event.in_doubt) {
        adopt(now);
        read_at_ = now;
        return;
    }
    phase_ = Phase::doubtful;
    submissions_ = limits_.submissions;  // it is looked for, and never sent
    doubt_ = lost_error(false);
}

void RunTracker::see(const Accepted& event, Deadline now) {
    if (!event.id.empty() && event.id != id_) other_id_ = event.id;
    const bool heard_since = socket_up_ && last_heard_ >= last_sign_;
    adopt(now);
    // Every POST is followed by a status message to everybody: silence after it is proof of a deaf socket.
    if (socket_up_ && !heard_since) deaf_at_ = std::max(now + limits_.deaf, reconnect_not_before_);
}

void RunTracker::see(const Refused& event, Deadline) { finish(event.error, event.queued); }

void RunTracker::see(const ReplyLost& event, Deadline now) {
    if (phase_ != Phase::submitting) return;  // an event of ours came first
    phase_ = Phase::doubtful;
    doubt_ = event.error;
    absent_rounds_ = 0;
    read_at_ = now;
}

void RunTracker::see(const SocketUp& event, Deadline now) {
    socket_up_ = true;
    socket_live_ = false;
    hears_prompt_ = event.hears_prompt;
    queue_remaining_.reset();
    last_heard_ = Deadline{};  // what an earlier socket heard proves nothing about this one
    deaf_at_ = kNever;
    if (phase_ == Phase::accepted || phase_ == Phase::doubtful) read_at_ = std::min(read_at_, now);
}

void RunTracker::see(const SocketDown&, Deadline now) {
    socket_up_ = socket_live_ = false;
    deaf_at_ = node_sign_ = kNever;
    if (phase_ == Phase::accepted || phase_ == Phase::doubtful) read_at_ = std::min(read_at_, now);
}

void RunTracker::see(const Heard& event, Deadline now) {
    last_heard_ = now;
    socket_live_ = true;
    deaf_at_ = kNever;
    const protocol::PromptId* prompt = protocol::prompt_of(*event.message);
    if (prompt && other_id_ && *prompt == *other_id_ && !started_) take_other_id(now);
    if (prompt && *prompt == id_) hear_own(*event.message, now);
    if (const auto* status = std::get_if<protocol::Status>(event.message)) hear_status(*status, now);
}

void RunTracker::hear_own(const protocol::ServerMessage& message, Deadline now) {
    last_sign_ = now;
    if (phase_ == Phase::submitting || phase_ == Phase::doubtful) adopt(now);
    mark_started(now);
    node_sign_ = now;
    if (const auto* executing = std::get_if<protocol::Executing>(&message)) {
        node_ = executing->node.value_or(NodeId{});
        if (!executing->node) end_is_near(now);  // sent after the entry was written, whatever the end was
    } else if (const auto* error = std::get_if<protocol::ExecutionError>(&message)) {
        if (error->ends_the_prompt()) end_is_near(now + kFirstHistoryPause);
    } else if (std::holds_alternative<protocol::ExecutionSuccess>(message) ||
               std::holds_alternative<protocol::ExecutionInterrupted>(message)) {
        end_is_near(now + kFirstHistoryPause);
    }
}

void RunTracker::hear_status(const protocol::Status& status, Deadline now) {
    const bool fewer =
        queue_remaining_ && status.queue_remaining && *status.queue_remaining < *queue_remaining_;
    queue_remaining_ = status.queue_remaining;
    // Under a fresh client id our own messages go nowhere: a shorter queue is then the only hint.
    if (fewer && !hears_prompt_ && phase_ == Phase::accepted) read_at_ = std::min(read_at_, now);
}

void RunTracker::end_is_near(Deadline read_at) {
    read_at_ = history_only_ ? std::min(read_at_, read_at) : read_at;
    history_only_ = true;
    node_sign_ = kNever;
    if (history_pause_ == 0ms) history_pause_ = kFirstHistoryPause;
}

void RunTracker::take_other_id(Deadline now) {
    id_ = *std::exchange(other_id_, std::nullopt);
    absent_rounds_ = 0;
    read_at_ = now;
}

void RunTracker::adopt(Deadline now) {
    if (phase_ == Phase::accepted) return;
    phase_ = Phase::accepted;
    accepted_at_ = now;
    absent_rounds_ = 0;
    last_sign_ = now;
    read_at_ = now + limits_.poll_without_socket;
}

void RunTracker::mark_started(Deadline now) {
    if (!started_) last_sign_ = now;
    started_ = true;
}

void RunTracker::see(const QueueRead& event, Deadline now) {
    note_queue_change(event, now);
    place_ = event.place;
    unreachable_since_ = refused_since_ = kNever;
    if (!event.place) return;  // the history says more
    if (phase_ == Phase::doubtful || phase_ == Phase::submitting) adopt(now);
    if (event.place->running) mark_started(now);
    absent_rounds_ = 0;
    read_at_ = now + (cancel_wanted_ ? std::chrono::milliseconds{kPauseWhileCancelling} : poll_interval());
}

void RunTracker::note_queue_change(const QueueRead& event, Deadline now) {
    const bool changed =
        last_queue_ && (last_queue_->place != event.place || last_queue_->prompts != event.prompts);
    if (changed) last_sign_ = now;
    const bool unheard = changed && socket_up_ && last_heard_ < last_queue_at_;
    if (unheard && deaf_at_ == kNever) deaf_at_ = std::max(now + limits_.deaf, reconnect_not_before_);
    last_queue_ = event;
    last_queue_at_ = now;
}

}  // namespace divan
