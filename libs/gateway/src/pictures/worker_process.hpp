#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>

namespace divan::gateway {

namespace asio = boost::asio;

/// A program that reads one file and writes another: with these as its standard input and output, an empty
/// environment, no other open file, a group of its own, and without a shell. It does not outlive this.
/// Threads: the executor's.
class WorkerProcess {
public:
    struct Command {
        std::filesystem::path program, source, target;  ///< `target` must not be there yet
        std::vector<std::string> arguments;

        Command() = default;
    };
    struct Ended {
        std::string said;           ///< on standard error, at most 16 KiB
        std::optional<int> status;  ///< of an exit; nothing when a signal ended it
        int signal = 0;

        Ended() = default;
    };

    /// Errors: `io_failed`.
    static Result<WorkerProcess> start(const asio::any_io_executor& executor, const Command& command);
    WorkerProcess(WorkerProcess&& other) noexcept;
    WorkerProcess& operator=(WorkerProcess&&) = delete;
    ~WorkerProcess();  ///< ends it, if it has not ended

    /// Errors: `timeout` (then it was ended), `cancelled`.
    asio::awaitable<Result<Ended>> wait(Deadline deadline);

private:
    WorkerProcess(const asio::any_io_executor& executor, int report, pid_t child);
    asio::awaitable<Result<std::string>> read_report();
    bool reap(Ended& ended);

    asio::posix::stream_descriptor report_;
    pid_t child_ = -1;
};

}  // namespace divan::gateway
