#include "blocking_wait.hpp"

#include <boost/asio/post.hpp>

namespace divan::net {

bool BlockingWait::waited_for() {
    const std::lock_guard lock{mutex_};
    return timer_ != nullptr;
}

bool BlockingWait::done() {
    const std::lock_guard lock{mutex_};
    return done_;
}

void BlockingWait::finish(const std::shared_ptr<BlockingWait>& self) {
    const std::lock_guard lock{self->mutex_};
    self->done_ = true;
    if (self->timer_ == nullptr) return;
    const auto wake_if_there = [self] {
        const std::lock_guard inner{self->mutex_};
        if (self->timer_ != nullptr) self->timer_->cancel();
    };
    // Under the mutex the coroutine is still there, and with it the executor.
    asio::post(self->timer_->get_executor(), wake_if_there);
}

void BlockingWait::set(asio::steady_timer* timer) {
    const std::lock_guard lock{mutex_};
    timer_ = timer;
}

}  // namespace divan::net
