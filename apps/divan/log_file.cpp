#include "log_file.hpp"

#include <divan/base/clock.hpp>

namespace divan::app {
namespace {

std::string today() { return to_rfc3339(SystemClock{}.utc()).substr(0, 10); }

}  // namespace

Result<LogFile> LogFile::open(std::filesystem::path folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(Errc::io_failed,
                    "the log folder " + folder.string() + " cannot be made: " + error.message());
    LogFile log{std::move(folder)};
    if (auto turned = log.turn_to(today()); !turned) return fail(std::move(turned).error());
    return log;
}

Result<void> LogFile::turn_to(const std::string& day) {
    const auto path = folder_ / ("divan-" + day + ".log");
    std::ofstream file{path, std::ios::app};
    if (!file) return fail(Errc::io_failed, "the log file " + path.string() + " cannot be written");
    file_ = std::move(file);
    day_ = day;
    return {};
}

void LogFile::write(std::string_view line) {
    // When tomorrow's file cannot be made, today's goes on: a line in the wrong file beats none.
    if (std::string day = today(); day != day_) (void)turn_to(day);
    file_ << line << '\n' << std::flush;
}

}  // namespace divan::app
