#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "postgres/postgres_connection.hpp"

namespace divan::postgres {

/// One thread's connection, made when it is needed and anew when it was lost.
class Worker {
public:
    Worker(std::string url, int number) : url_{std::move(url)}, number_{number} {}
    Result<PostgresConnection*> connection();
    int number() const { return number_; }  ///< 0, 1, …

private:
    const std::string url_;
    const int number_;
    std::unique_ptr<PostgresConnection> connection_;
};

/// Threads with a connection each, started when there is work for them. Threads: `push` from any.
class WorkerPool {
public:
    using Task = std::function<void(Worker&)>;

    WorkerPool(std::string url, int workers);
    ~WorkerPool();  ///< as `stop`
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False after `stop`.
    bool push(Task task);
    /// Does what was pushed, and ends.
    void stop();

private:
    void serve(int number);

    const std::string url_;
    const std::size_t most_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    std::size_t idle_ = 0;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace divan::postgres
