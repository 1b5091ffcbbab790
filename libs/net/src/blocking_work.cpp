#include <divan/net/blocking_work.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "blocking_threads.hpp"
#include "blocking_wait.hpp"
#include "stream_io.hpp"

namespace divan::net {

asio::awaitable<bool> run_blocking(std::function<void()> work, Deadline until) {
    const bool cancelled = co_await is_cancelled();
    if (cancelled) co_return false;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, until};
    const auto wait = std::make_shared<BlockingWait>();
    const BlockingWait::Presence presence{*wait, timer};
    BlockingThreads::for_work()->run([wait, work = std::move(work)] {
        if (!wait->waited_for()) return;
        work();
        BlockingWait::finish(wait);
    });
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return wait->done();
}

}  // namespace divan::net
