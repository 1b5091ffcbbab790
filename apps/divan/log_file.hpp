#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

namespace divan::app {

/// "divan-2026-03-01.log" in a folder: a new file each day (UTC), lines are appended and flushed. Threads:
/// the logger calls it one line at a time.
class LogFile {
public:
    /// Makes the folder. Errors: `io_failed`.
    static Result<LogFile> open(std::filesystem::path folder);
    void write(std::string_view line);

private:
    explicit LogFile(std::filesystem::path folder) : folder_{std::move(folder)} {}
    Result<void> turn_to(const std::string& day);

    std::filesystem::path folder_;
    std::string day_;
    std::ofstream file_;
};

}  // namespace divan::app
