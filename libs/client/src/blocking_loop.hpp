#pragma once

#include <functional>
#include <future>
#include <mutex>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/client/connection.hpp>

namespace divan {

/// The thread behind a `BlockingClient`, and its connection. Threads: any.
class BlockingLoop {
public:
    BlockingLoop(ConnectionConfig config, const Logger* log)
        : connection{io_.get_executor(), std::move(config), log}, thread_{[this] { io_.run(); }} {}
    ~BlockingLoop() { stop(); }

    Result<void> spawn(asio::awaitable<void> task);
    Result<void> may_wait() const;
    /// Does something on the loop's thread and waits for it. Where this is that thread, or it has ended, it
    /// is done here.
    void on_loop(const std::function<void()>& what);
    void stop();
    asio::io_context& io() { return io_; }

private:
    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};

public:
    Connection connection;

private:
    mutable std::mutex mutex_;
    bool stopping_ = false;
    std::promise<void> joined_;
    std::shared_future<void> ended_{joined_.get_future().share()};
    std::thread thread_;
};

}  // namespace divan
