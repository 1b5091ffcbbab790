#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <divan/base/clock.hpp>

namespace divan {

/// Shows something again and again, until it is stopped. Threads: as its executor.
class PoolMonitor : public std::enable_shared_from_this<PoolMonitor> {
public:
    PoolMonitor(boost::asio::any_io_executor executor, std::chrono::milliseconds interval,
                std::function<void()> show)
        : timer_{std::move(executor)}, interval_{interval}, show_{std::move(show)} {}

    void start() {
        timer_.expires_after(interval_);
        timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
            const auto self = weak.lock();
            if (!self || error || !self->show_) return;
            self->show_();
            self->start();
        });
    }
    void stop() {
        show_ = nullptr;
        timer_.cancel();
    }

private:
    boost::asio::steady_timer timer_;
    std::chrono::milliseconds interval_;
    std::function<void()> show_;
};

}  // namespace divan
