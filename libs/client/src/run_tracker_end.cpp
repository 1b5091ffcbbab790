#include <algorithm>

#include <divan/client/run_tracker.hpp>

#include "run_outcome.hpp"

// What HTTP says about a run, its cancellation and its deadlines.
namespace divan {
namespace {

using namespace std::chrono_literals;

constexpr int kAbsentRoundsInDoubt = 3;  // a POST that hung up may still be queued: seen after 9 s on 0.3.64
constexpr int kAbsentRoundsAccepted = 2;
constexpr auto kAbsentPauseInDoubt = 2s;
constexpr auto kAbsentPauseAccepted = 1s;
constexpr auto kLastHistoryPause = 5s;
constexpr auto kUnreachablePause = 1s;
constexpr auto kReconnectSpacing = 10s;
constexpr auto kDeleteSpacing = 500ms;
constexpr auto kInterruptSpacing = 2s;  // an interrupt between two prompts is lost

Deadline after(Deadline start, const std::optional<std::chrono::milliseconds>& span) {
    return span && start != kNever ? start + *span : kNever;
}

}  // namespace

void RunTracker::see(const HistoryRead& event, Deadline now) {
    unreachable_since_ = refused_since_ = kNever;
    if (event.entry) return conclude(event.entry);
    if (history_only_) return reread_history(now);
    absent(now);
}

void RunTracker::reread_history(Deadline now) {
    if (history_pause_ > kLastHistoryPause) {
        history_only_ = false;  // the announced end never got its entry: look everywhere
        history_pause_ = 0ms;
        read_at_ = now;
        return;
    }
    read_at_ = now + history_pause_;
    history_pause_ *= 2;
}

void RunTracker::absent(Deadline now) {
    ++absent_rounds_;
    const bool doubtful = phase_ == Phase::doubtful;
    if (absent_rounds_ >= (doubtful ? kAbsentRoundsInDoubt : kAbsentRoundsAccepted))
        return proved_absent(now);
    read_at_ = now + (doubtful ? std::chrono::milliseconds{kAbsentPauseInDoubt} : kAbsentPauseAccepted);
}

void RunTracker::proved_absent(Deadline now) {
    if (other_id_) return take_other_id(now);
    if (cancel_wanted_) return finish(cancelled_error(true));
    if (phase_ == Phase::accepted) return finish(lost_error(started_));
    if (submissions_ >= limits_.submissions) return finish(*doubt_);
    phase_ = Phase::fresh;
    absent_rounds_ = 0;
}

void RunTracker::see(const ReadFailed& event, Deadline now) {
    if (unreachable_since_ == kNever) unreachable_since_ = now;
    if (event.error.fact("reason") !=
        "Connection refused")  // strerror of ECONNREFUSED: the host is there, the process not
        refused_since_ = kNever;
    else if (refused_since_ == kNever)
        refused_since_ = now;
    last_read_error_ = event.error;
    absent_rounds_ = 0;
    read_at_ = now + kUnreachablePause;
}

void RunTracker::see(const CancelWanted&, Deadline now) {
    if (cancel_wanted_) return;
    cancel_wanted_ = true;
    if (phase_ == Phase::fresh) return finish(cancelled_error(true));
    cancel_since_ = cancel_send_at_ = now;
}

void RunTracker::see(const CancelSent&, Deadline now) {
    cancel_send_at_ =
        now + (place_ && place_->running ? std::chrono::milliseconds{kInterruptSpacing} : kDeleteSpacing);
    history_only_ = false;
    read_at_ = now;
}

void RunTracker::see(const ReconnectSent&, Deadline now) {
    reconnect_not_before_ =
        now + kReconnectSpacing;  // a server that tells nobody anything is not called for ever
    see(SocketDown{}, now);
}

void RunTracker::see(const ConnectionClosed&, Deadline) {
    finish(Error{Errc::cancelled, "the connection was closed by its owner while the prompt was on its way"});
}

void RunTracker::conclude(std::shared_ptr<const protocol::HistoryEntry> entry) {
    Finish end;
    end.error = error_in(*entry, cancel_wanted_);
    end.entry = std::move(entry);
    finish_ = std::move(end);
}

void RunTracker::finish(Error error, bool withdraw) {
    Finish end;
    end.error = std::move(error);
    end.withdraw = withdraw;
    finish_ = std::move(end);
}

std::optional<NextAction> RunTracker::cancel_action(Deadline now) const {
    if (!cancel_wanted_) return std::nullopt;
    const bool running = place_ && place_->running;
    // What was sent last was a deletion, and only now the prompt is seen running: interrupt it without
    // waiting.
    const bool due = now >= cancel_send_at_;
    if (!due) return std::nullopt;
    if (running) return Interrupt{};
    return DeleteFromQueue{};
}

void RunTracker::check_deadlines(Deadline now) {
    if (finish_) return;
    const bool sent = phase_ != Phase::fresh;
    if (now >= limits_.whole) return finish(deadline_error(started_), sent);
    if (!started_ && now >= after(accepted_at_, limits_.start))
        return finish(not_started_error(*limits_.start), true);
    if (started_ && now >= after(last_sign_, limits_.silence))
        return finish(silence_error(*limits_.silence), true);
    if (now >= after(node_sign_, limits_.node)) return finish(slow_node_error(node_, *limits_.node), true);
    if (now >= after(refused_since_, limits_.refused))
        return finish(unreachable_error(*last_read_error_, *limits_.refused), true);
    if (now >= after(unreachable_since_, limits_.unreachable))
        return finish(unreachable_error(*last_read_error_, *limits_.unreachable), true);
    if (cancel_wanted_ && now >= after(cancel_since_, limits_.cancel_confirmation))
        finish(cancelled_error(false));
}

Deadline RunTracker::next_deadline() const {
    Deadline first =
        std::min({read_at_, deaf_at_, limits_.whole, after(unreachable_since_, limits_.unreachable),
                  after(refused_since_, limits_.refused), after(node_sign_, limits_.node)});
    first = std::min(first,
                     after(started_ ? last_sign_ : accepted_at_, started_ ? limits_.silence : limits_.start));
    if (cancel_wanted_)
        first = std::min({first, cancel_send_at_, after(cancel_since_, limits_.cancel_confirmation)});
    return first;
}

std::chrono::milliseconds RunTracker::poll_interval() const {
    return socket_live_ && hears_prompt_ ? limits_.poll_with_socket : limits_.poll_without_socket;
}

}  // namespace divan
