#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace divan::testing_support {

/// A program that runs beside the test; killed at the end of the scope if it still runs.
class ChildProcess {
public:
    explicit ChildProcess(const std::vector<std::string>& command);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// The next line of its standard output; empty at the end or after `limit`.
    std::string read_line(std::chrono::milliseconds limit);
    /// Reads lines until one holds `part`. False when none comes in time.
    bool wait_for_line(const std::string& part, std::chrono::milliseconds limit);
    void signal(int number);
    /// The exit code, or 128 + signal; nothing when it still runs after `limit`.
    std::optional<int> wait(std::chrono::milliseconds limit);
    const std::string& errors();  ///< what it wrote to standard error so far

private:
    bool fill(int& descriptor, std::string& text, std::chrono::milliseconds limit);

    pid_t id_ = -1;
    int out_ = -1, err_ = -1;
    std::string pending_, errors_;
    std::optional<int> code_;
};

}  // namespace divan::testing_support
