#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace divan::net {

/// Runs blocking jobs on at most `kThreads` threads. Nobody ever waits for one: threads are detached, hold
/// what they need, and end when there is no further job, so that a look-up that hangs for minutes delays no
/// exit.
class BlockingThreads : public std::enable_shared_from_this<BlockingThreads> {
public:
    static constexpr std::size_t kThreads = 4;

    void run(std::function<void()> job);
    /// The ones of this process for names: getaddrinfo's configuration and limits are the process's too.
    static const std::shared_ptr<BlockingThreads>& for_names();
    /// The ones of this process for everything else, so that a dead name server delays no file.
    static const std::shared_ptr<BlockingThreads>& for_work();

private:
    void work();
    std::mutex mutex_;
    std::deque<std::function<void()>> jobs_;
    std::size_t running_ = 0;
};

}  // namespace divan::net
