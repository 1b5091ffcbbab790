#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace divan::capi {

class RunCore;

/// Runs that have events for a client's delivery thread. Outlives that thread where a run still holds it.
class DeliveryInbox {
public:
    void put(std::shared_ptr<RunCore> run);
    std::shared_ptr<RunCore> take();  ///< waits; nullptr at the end
    void end();
    bool on_its_thread() const;  ///< the caller is the thread that takes

private:
    friend class DeliveryThread;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<RunCore>> runs_;
    bool ended_ = false;
    std::thread::id taker_;
};

/// Calls the callbacks of DIVAN_DELIVER_THREAD, apart from the thread that talks to the server: a callback
/// may block and may call every function.
class DeliveryThread {
public:
    DeliveryThread();
    ~DeliveryThread();  ///< waits for the callback that runs, unless it is the one that calls
    DeliveryThread(const DeliveryThread&) = delete;
    DeliveryThread& operator=(const DeliveryThread&) = delete;

    const std::shared_ptr<DeliveryInbox>& inbox() const { return inbox_; }

private:
    static void work(std::shared_ptr<DeliveryInbox> inbox);

    std::shared_ptr<DeliveryInbox> inbox_;
    std::thread thread_;
};

}  // namespace divan::capi
