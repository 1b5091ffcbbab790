#include <mutex>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <divan/fleet/blocking_pool.hpp>

#include "driver/rethrow.hpp"

namespace divan {

struct PoolThread::Loop {
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    std::mutex mutex;
    bool stopping = false;
    std::thread thread{[this] { io.run(); }};
};

PoolThread::PoolThread() : loop_{std::make_unique<Loop>()} {}
PoolThread::~PoolThread() {
    stop([] {});
}
asio::any_io_executor PoolThread::executor() { return loop_->io.get_executor(); }

Result<void> PoolThread::post(std::function<void()> work) {
    if (std::this_thread::get_id() == loop_->thread.get_id())
        return fail(Errc::invalid_argument, "a callback of a BlockingPool waited for the pool",
                    "do it from another thread, or after the callback");
    const std::lock_guard lock{loop_->mutex};
    if (loop_->stopping) return fail(Errc::cancelled, "the pool has ended");
    asio::post(loop_->io, std::move(work));
    return {};
}

Result<void> PoolThread::spawn(asio::awaitable<void> work) {
    asio::co_spawn(loop_->io, std::move(work), rethrow_from_pool);
    return {};
}

void PoolThread::stop(std::function<void()> last) {
    {
        const std::lock_guard lock{loop_->mutex};
        if (std::exchange(loop_->stopping, true)) return;
        asio::post(loop_->io, [this, last = std::move(last)] {
            last();
            loop_->work.reset();
        });
    }
    loop_->thread.join();
}

}  // namespace divan
