#include "call_guard.hpp"

namespace divan::net {

CallGuard::CallGuard(const asio::any_io_executor& executor, Deadline deadline)
    : deadline_{deadline}, timer_{executor} {
    if (deadline == kNever) return;
    if (deadline <= std::chrono::steady_clock::now()) {
        cut(Errc::timeout);
        return;
    }
    timer_.expires_at(deadline);
    timer_.async_wait([state = std::weak_ptr{state_}](error_code error) {
        const auto alive = state.lock();
        if (alive && !error) alive->cut(Errc::timeout);
    });
}

CallGuard::~CallGuard() = default;

void CallGuard::cut(Errc reason) { state_->cut(reason); }

void CallGuard::watch(const TransportPtr& transport) {
    state_->transport = transport;
    if (state_->reason) transport->cut(*state_->reason);
}

void CallGuard::State::cut(Errc why) {
    if (reason) return;
    reason = why;
    if (const auto used = transport.lock()) used->cut(why);
    if (wake) std::exchange(wake, nullptr)();
}

}  // namespace divan::net
