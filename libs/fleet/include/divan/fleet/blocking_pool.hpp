#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include <boost/asio/io_context.hpp>

#include <divan/fleet/multi_workflow_pool.hpp>
#include <divan/fleet/pool.hpp>
#include <divan/fleet/workflow_pool.hpp>

namespace divan {

/// A thread with an event loop, for a pool.
class PoolThread {
public:
    PoolThread();
    ~PoolThread();  ///< `stop` was called before
    PoolThread(const PoolThread&) = delete;
    PoolThread& operator=(const PoolThread&) = delete;

    asio::any_io_executor executor();
    /// Does it on the thread. Errors: `invalid_argument` from the thread itself, `cancelled` after `stop`.
    Result<void> post(std::function<void()> work);
    Result<void> spawn(asio::awaitable<void> work);
    /// `last` is the last thing that the thread does, but for what that brings to its end.
    void stop(std::function<void()> last);

private:
    struct Loop;
    std::unique_ptr<Loop> loop_;
};

/// A pool for programs without an event loop: `BlockingPool<WorkflowPool> pool{…}`. It owns one thread, on
/// which the pool lives and every callback is called; a callback must not wait for the pool (that is answered
/// with `invalid_argument`, not with a deadlock) and must not throw. Threads: any, several at once.
template <class P>
class BlockingPool {
public:
    /// `make` is called once, on the pool's thread, with its executor: `[&](auto executor) { return
    /// std::make_unique<WorkflowPool>(executor, std::move(options)); }`.
    explicit BlockingPool(std::function<std::unique_ptr<P>(asio::any_io_executor)> make) {
        std::promise<void> made;
        auto future = made.get_future();
        const auto posted = thread_.post([&] {
            pool_ = make(thread_.executor());
            made.set_value();
        });
        if (posted) future.get();
    }
    /// Ends everything at once.
    ~BlockingPool() {
        thread_.stop([this] { pool_.reset(); });
    }
    BlockingPool(const BlockingPool&) = delete;
    BlockingPool& operator=(const BlockingPool&) = delete;

    /// Waits for one of the pool's awaitable operations: `pool.wait_for([&](WorkflowPool& p) { return
    /// p.enqueue(w); })`. Errors: the operation's own; `invalid_argument` from a callback.
    template <class Operation>
    auto wait_for(Operation operation) -> typename std::invoke_result_t<Operation, P&>::value_type;
    /// Calls one of the pool's plain functions on its thread: `pool.call([&](WorkflowPool& p) { return
    /// p.stats(); })`. From a callback: at once.
    template <class Operation>
    auto call(Operation operation) -> std::invoke_result_t<Operation, P&>;

private:
    template <class T>
    static asio::awaitable<void> settle(asio::awaitable<T> work, std::shared_ptr<std::promise<T>> promise) {
        try {
            auto result = co_await std::move(work);
            promise->set_value(std::move(result));
        } catch (...) {
            promise->set_exception(std::current_exception());  // for the thread that waits
        }
    }

    PoolThread thread_;
    std::unique_ptr<P> pool_;
};

template <class P>
template <class Operation>
auto BlockingPool<P>::wait_for(Operation operation) ->
    typename std::invoke_result_t<Operation, P&>::value_type {
    using T = typename std::invoke_result_t<Operation, P&>::value_type;
    auto promise = std::make_shared<std::promise<T>>();
    auto future = promise->get_future();
    auto posted = thread_.post([&] {
        auto spawned = thread_.spawn(settle<T>(operation(*pool_), promise));
        if (!spawned) promise->set_value(fail(std::move(spawned).error()));
    });
    if (!posted) return fail(std::move(posted).error());
    return future.get();
}

template <class P>
template <class Operation>
auto BlockingPool<P>::call(Operation operation) -> std::invoke_result_t<Operation, P&> {
    using T = std::invoke_result_t<Operation, P&>;
    std::promise<T> promise;
    auto future = promise.get_future();
    const auto posted = thread_.post([&] {
        if constexpr (std::is_void_v<T>) {
            operation(*pool_);
            promise.set_value();
        } else {
            promise.set_value(operation(*pool_));
        }
    });
    if (!posted) return operation(*pool_);  // we are on its thread
    return future.get();
}

}  // namespace divan
