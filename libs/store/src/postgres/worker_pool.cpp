#include "postgres/worker_pool.hpp"

namespace divan::postgres {

Result<PostgresConnection*> Worker::connection() {
    if (connection_ && !connection_->is_lost()) return connection_.get();
    connection_.reset();
    auto opened = PostgresConnection::open(url_);
    if (!opened) return fail(std::move(opened).error());
    connection_ = std::move(*opened);
    return connection_.get();
}

WorkerPool::WorkerPool(std::string url, int workers)
    : url_{std::move(url)}, most_{static_cast<std::size_t>(workers)} {}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::push(Task task) {
    const std::lock_guard lock{mutex_};
    if (stopping_) return false;
    tasks_.push_back(std::move(task));
    if (tasks_.size() > idle_ && threads_.size() < most_)
        threads_.emplace_back([this, number = static_cast<int>(threads_.size())] { serve(number); });
    wake_.notify_one();
    return true;
}

void WorkerPool::stop() {
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
        threads = std::move(threads_);
        threads_.clear();
        wake_.notify_all();
    }
    for (std::thread& thread : threads) thread.join();
}

void WorkerPool::serve(int number) {
    Worker worker{url_, number};
    std::unique_lock lock{mutex_};
    for (;;) {
        ++idle_;
        wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
        --idle_;
        if (tasks_.empty()) return;
        const Task task = std::move(tasks_.front());
        tasks_.pop_front();
        lock.unlock();
        task(worker);
        lock.lock();
    }
}

}  // namespace divan::postgres
