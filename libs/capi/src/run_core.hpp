#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <divan/capi/divan.h>
#include <divan/client/run.hpp>

#include "delivery.hpp"
#include "event_queue.hpp"

namespace divan::capi {

/// One run between the client's thread, which tells what happens, and the caller's threads, which take it.
/// Threads: any, but for what is marked.
class RunCore : public std::enable_shared_from_this<RunCore> {
public:
    /// `inbox`: of the thread that delivers, or nullptr when the caller polls.
    RunCore(divan_event_fn on_event, void* user, std::shared_ptr<DeliveryInbox> inbox);

    void set_handle(divan_run* handle) { handle_ = handle; }  ///< before anything is told

    // On the client's thread.
    RunEvents listen();
    void hold(Run run);
    void cancel() {
        if (run_) run_->cancel();
    }
    void end(Result<RunResult> outcome);

    /// Tells the events that are there, on this thread. False inside the run's own callback.
    bool deliver();
    bool polled() const { return inbox_ == nullptr; }
    void fill(divan_run_status& status) const;
    /// False when the time passed first. Only for polled runs outside of their own callback, and for others.
    bool wait_for_end(Deadline until);
    const std::string& prompt_id() const { return prompt_id_; }  ///< after the start
    bool inside_own_callback() const { return deliverer_ == std::this_thread::get_id(); }
    /// nullptr while the run is on its way.
    std::shared_ptr<const Result<RunResult>> outcome() const;
    /// No callback runs after this, but the one that called it.
    void silence();

private:
    void put(Event event);
    void note(const Event& event);
    std::optional<Event> take();

    const divan_event_fn on_event_;
    void* const user_;
    const std::shared_ptr<DeliveryInbox> inbox_;
    divan_run* handle_ = nullptr;
    std::optional<Run> run_;  // client's thread only
    std::string prompt_id_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    EventQueue events_;
    divan_run_status status_{};
    std::shared_ptr<const Result<RunResult>> outcome_;
    bool end_told_ = false;
    bool silenced_ = false;

    std::mutex delivering_;  // held while a callback runs
    std::atomic<std::thread::id> deliverer_{};
};

}  // namespace divan::capi
