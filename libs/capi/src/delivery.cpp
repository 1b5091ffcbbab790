#include "delivery.hpp"

#include "run_core.hpp"

namespace divan::capi {

void DeliveryInbox::put(std::shared_ptr<RunCore> run) {
    {
        const std::lock_guard lock{mutex_};
        if (ended_) return;
        // A run that waits here already is told all its events at its turn.
        if (std::find(runs_.begin(), runs_.end(), run) != runs_.end()) return;
        runs_.push_back(std::move(run));
    }
    changed_.notify_one();
}

std::shared_ptr<RunCore> DeliveryInbox::take() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return ended_ || !runs_.empty(); });
    if (ended_) return nullptr;
    auto run = std::move(runs_.front());
    runs_.pop_front();
    return run;
}

void DeliveryInbox::end() {
    std::deque<std::shared_ptr<RunCore>> left;  // let go of outside the lock
    {
        const std::lock_guard lock{mutex_};
        ended_ = true;
        left.swap(runs_);
    }
    changed_.notify_all();
}

bool DeliveryInbox::on_its_thread() const {
    const std::lock_guard lock{mutex_};
    return taker_ == std::this_thread::get_id();
}

DeliveryThread::DeliveryThread() : inbox_{std::make_shared<DeliveryInbox>()}, thread_{work, inbox_} {
    const std::lock_guard lock{inbox_->mutex_};
    inbox_->taker_ = thread_.get_id();
}

DeliveryThread::~DeliveryThread() {
    inbox_->end();
    if (thread_.get_id() == std::this_thread::get_id())
        thread_.detach();  // a callback freed the client: the thread ends when that callback returns
    else
        thread_.join();
}

void DeliveryThread::work(std::shared_ptr<DeliveryInbox> inbox) {
    while (const auto run = inbox->take()) run->deliver();
}

}  // namespace divan::capi
