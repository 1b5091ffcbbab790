#include "blocking_loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include "connection_core.hpp"

namespace divan {

Result<void> BlockingLoop::may_wait() const {
    if (std::this_thread::get_id() != thread_.get_id()) return {};
    return fail(Errc::invalid_argument, "a callback of a BlockingClient called back into it",
                "do it from another thread, or after the callback");
}

Result<void> BlockingLoop::spawn(asio::awaitable<void> task) {
    if (auto allowed = may_wait(); !allowed) return allowed;
    const std::lock_guard lock{mutex_};
    if (stopping_) return fail(Errc::cancelled, "the client has ended");
    asio::co_spawn(io_, std::move(task), rethrow);
    return {};
}

void BlockingLoop::on_loop(const std::function<void()>& what) {
    if (!may_wait()) return what();
    std::promise<void> done;
    auto future = done.get_future();
    {
        const std::lock_guard lock{mutex_};
        if (!stopping_)
            asio::post(io_, [&] {
                what();
                done.set_value();
            });
        else
            future = {};
    }
    if (future.valid()) return future.get();
    ended_.wait();
    what();
}

void BlockingLoop::stop() {
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) return;
        stopping_ = true;
        asio::post(io_, [this] {
            connection.close();  // ends every operation, so that the loop runs dry
            work_.reset();
        });
    }
    thread_.join();
    joined_.set_value();
}

}  // namespace divan
