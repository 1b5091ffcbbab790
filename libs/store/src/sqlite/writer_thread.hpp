#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/clock.hpp>

#include "sqlite/database.hpp"

namespace divan::sqlite {

namespace asio = boost::asio;

/// The one thread that touches a database. What was asked for while a transaction was on its way is done in
/// the next one together, so many callers share one flush to disk. Threads: `run` from the executor's;
/// results come back there.
class WriterThread {
public:
    /// `begin` starts each transaction: "BEGIN" makes a thread that only reads, beside the one that writes.
    WriterThread(asio::any_io_executor executor, Database database, const char* begin = "BEGIN IMMEDIATE");
    ~WriterThread();  ///< as `stop`
    WriterThread(const WriterThread&) = delete;
    WriterThread& operator=(const WriterThread&) = delete;

    /// Does the work inside a transaction, and returns once that is committed. An `io_failed` of any work
    /// undoes the whole transaction: all that shared it get that error. Other errors must not leave anything
    /// half done. The waiting cannot be cancelled, since the work cannot. Errors: also `cancelled` after
    /// `stop`.
    template <class T>
    asio::awaitable<Result<T>> run(std::function<Result<T>(Database&)> work);
    /// Does what was asked for, and ends. The database is closed then.
    void stop();

private:
    struct Task {
        std::function<std::optional<Error>(Database&)> work;  ///< an error that undoes the transaction
        std::function<void(std::optional<Error>)> done;       ///< posted to the executor
    };
    template <class T>
    struct Pending {
        explicit Pending(asio::any_io_executor executor) : done{std::move(executor), kNever} {}
        asio::steady_timer done;  // never fires: cancelled when the result is there
        std::optional<Result<T>> result;
        bool ready = false;
    };

    bool push(Task task);
    void serve();
    void do_together(std::deque<Task> tasks);

    asio::any_io_executor executor_;
    std::optional<Database> database_;
    const char* begin_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    bool stopping_ = false;
    std::thread thread_;
};

template <class T>
asio::awaitable<Result<T>> WriterThread::run(std::function<Result<T>(Database&)> work) {
    auto pending = std::make_shared<Pending<T>>(executor_);
    Task task;
    task.work = [pending, work = std::move(work)](Database& database) -> std::optional<Error> {
        pending->result.emplace(work(database));
        if (*pending->result || pending->result->error().code != Errc::io_failed) return std::nullopt;
        return pending->result->error();
    };
    task.done = [pending](std::optional<Error> failure) {
        if (failure) pending->result.emplace(fail(std::move(*failure)));
        pending->ready = true;
        pending->done.cancel();
    };
    const bool accepted = push(std::move(task));
    if (!accepted) co_return fail(Errc::cancelled, "the database is closed");
    const bool throwing = co_await asio::this_coro::throw_if_cancelled();
    co_await asio::this_coro::throw_if_cancelled(false);
    while (!pending->ready) co_await pending->done.async_wait(asio::as_tuple(asio::use_awaitable));
    co_await asio::this_coro::throw_if_cancelled(throwing);
    co_return std::move(*pending->result);
}

}  // namespace divan::sqlite
