#include "sqlite/writer_thread.hpp"

#include <utility>
#include <vector>

namespace divan::sqlite {
namespace {

constexpr std::size_t kMostTogether = 1'000;  // a transaction that is too long makes everybody wait

}  // namespace

WriterThread::WriterThread(asio::any_io_executor executor, Database database, const char* begin)
    : executor_{std::move(executor)},
      database_{std::move(database)},
      begin_{begin},
      thread_{[this] { serve(); }} {}

WriterThread::~WriterThread() { stop(); }

bool WriterThread::push(Task task) {
    const std::lock_guard lock{mutex_};
    if (stopping_) return false;
    tasks_.push_back(std::move(task));
    wake_.notify_one();
    return true;
}

void WriterThread::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void WriterThread::serve() {
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        if (tasks_.empty()) break;
        std::deque<Task> together;
        while (!tasks_.empty() && together.size() < kMostTogether) {
            together.push_back(std::move(tasks_.front()));
            tasks_.pop_front();
        }
        lock.unlock();
        do_together(std::move(together));
        lock.lock();
    }
    database_.reset();
}

void WriterThread::do_together(std::deque<Task> tasks) {
    std::optional<Error> failure;
    if (auto begun = database_->execute(begin_); !begun) failure = std::move(begun).error();
    for (Task& task : tasks) {
        if (failure) break;
        failure = task.work(*database_);
    }
    if (!failure)
        if (auto committed = database_->execute("COMMIT"); !committed) failure = std::move(committed).error();
    // Without a transaction (its begin failed) there is nothing to undo, and that answer says nothing new.
    if (failure) static_cast<void>(database_->execute("ROLLBACK"));
    asio::post(executor_, [tasks = std::make_shared<std::deque<Task>>(std::move(tasks)), failure] {
        for (Task& task : *tasks) task.done(failure);
    });
}

}  // namespace divan::sqlite
