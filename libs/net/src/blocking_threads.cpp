#include "blocking_threads.hpp"

#include <thread>

namespace divan::net {

void BlockingThreads::run(std::function<void()> job) {
    const std::lock_guard lock{mutex_};
    jobs_.push_back(std::move(job));
    if (running_ == kThreads) return;
    ++running_;
    std::thread{[self = shared_from_this()] { self->work(); }}.detach();
}

void BlockingThreads::work() {
    std::unique_lock lock{mutex_};
    while (!jobs_.empty()) {
        auto job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
    --running_;
}

const std::shared_ptr<BlockingThreads>& BlockingThreads::for_names() {
    static const auto threads = std::make_shared<BlockingThreads>();
    return threads;
}

const std::shared_ptr<BlockingThreads>& BlockingThreads::for_work() {
    static const auto threads = std::make_shared<BlockingThreads>();
    return threads;
}

}  // namespace divan::net
