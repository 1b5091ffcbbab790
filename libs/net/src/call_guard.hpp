#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "transport.hpp"

namespace divan::net {

/// Ends one call from outside, by its deadline or by `cut`: whatever the call waits for ends at once.
/// Lives in the frame of the call, so it outlives every wait of it.
class CallGuard {
public:
    CallGuard(const asio::any_io_executor& executor, Deadline deadline);
    ~CallGuard();
    CallGuard(const CallGuard&) = delete;
    CallGuard& operator=(const CallGuard&) = delete;

    void cut(Errc reason);
    std::optional<Errc> reason() const { return state_->reason; }
    /// The connection the call uses now; it is cut with the call.
    void watch(const TransportPtr& transport);
    Deadline deadline() const { return deadline_; }
    /// Called (once) when the call is cut while it waits for something that is no connection.
    void on_cut(std::function<void()> wake) { state_->wake = std::move(wake); }

private:
    struct State {  // shared with the timer, whose handler may run after the call
        std::optional<Errc> reason;
        std::weak_ptr<Transport> transport;
        std::function<void()> wake;
        void cut(Errc why);
    };
    Deadline deadline_;
    std::shared_ptr<State> state_ = std::make_shared<State>();
    asio::steady_timer timer_;
};

}  // namespace divan::net
