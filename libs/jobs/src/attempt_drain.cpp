#include <divan/client/history.hpp>
#include <divan/client/queue.hpp>

#include "attempt_session.hpp"
#include "dispatcher_core.hpp"

// A job whose server is being drained.
namespace divan::durable {
namespace {

constexpr std::chrono::seconds kAskAgain{2};

Deadline clock_now() { return std::chrono::steady_clock::now(); }

}  // namespace

/// At once where the prompt only waits (as soon as it is known to be there), and at its time where it runs.
bool AttemptSession::must_leave() const {
    const auto& by = server_->drained_by();
    if (!by) return false;
    if (clock_now() >= *by) return true;
    if (sight_.started) return false;
    return (!sent_any_ || sight_.accepted) && clock_now() >= asked_back_at_ + kAskAgain;
}

Deadline AttemptSession::next_leave() const {
    const auto& by = server_->drained_by();
    if (!by) return kNever;
    if (sight_.started || !sight_.accepted) return *by;
    return std::min(*by, asked_back_at_ + kAskAgain);
}

/// Taken out of the queue before it is handed on, so that it does not run twice. False when it runs, has
/// ended, or nobody can say.
asio::awaitable<bool> AttemptSession::is_taken_back() {
    if (!sent_any_) co_return true;
    asked_back_at_ = clock_now();
    const protocol::PromptId there{prompt().str()};
    const Deadline deadline = within(core_->config.times.probe_timeout);
    std::vector<protocol::PromptId> prompts{there};
    auto deleted = co_await delete_from_queue(server_->connection(), std::move(prompts), deadline);
    if (!deleted) co_return false;
    auto queue = co_await divan::queue(server_->connection(), deadline);
    if (!queue || protocol::find(*queue, there)) co_return false;
    auto entry =
        co_await history(server_->connection(), there, deadline);  // after the queue: it may have run
    co_return entry && !*entry;
}

/// What runs beyond its time becomes a late guest of the server, and is stopped. False: it stays for now.
asio::awaitable<bool> AttemptSession::leave() {
    const bool out_of_time = sent_any_ && clock_now() >= *server_->drained_by();
    const bool free = co_await is_taken_back();
    if (!free && !out_of_time) co_return false;
    if (dropped_ || core_->stopping()) co_return true;
    if (!free && run_ && run_->ended()) co_return false;  // just in time
    if (run_) run_->detach();
    if (!free) ++core_->counts.duplicate_dispatches;
    store::Setback setback{fence(), {"drained", "the server is being drained", "{}", true}};
    setback.counted = false;
    setback.avoid = held_.job.avoid;
    setback.server_free = free;
    co_await set_back(std::move(setback));
    co_return true;
}

}  // namespace divan::durable
