#pragma once

#include <functional>
#include <initializer_list>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

namespace divan {

enum class LogLevel { debug, info, warn, error, off };

/// "debug", "info", "warn"/"warning", "error", "off", in any case. Errors: `invalid_argument`.
Result<LogLevel> parse_log_level(std::string_view text);

/// One fact of a log line; numbers are written as they are, texts are quoted when they need it.
struct LogField {
    LogField(std::string_view field, std::string_view value);
    LogField(std::string_view field, const char* value) : LogField(field, std::string_view{value}) {}
    LogField(std::string_view field, long long value);
    LogField(std::string_view field, int value) : LogField(field, static_cast<long long>(value)) {}
    LogField(std::string_view field, std::size_t value) : LogField(field, static_cast<long long>(value)) {}
    LogField(std::string_view field, double value);
    std::string key, text;
};

/// Lines of the form "2026-03-01T10:15:02.114Z WARN fleet: server ejected server=gpu-03:8188 failures=5".
/// The message never varies; what varies is a field. Silent until it is given a sink.
/// Threads: safe; lines are never mixed.
class Logger {
public:
    using Sink = std::function<void(LogLevel, std::string_view line)>;

    Logger() = default;  ///< silent
    Logger(LogLevel level, Sink sink) : level_{level}, sink_{std::move(sink)} {}
    /// Writes whole lines to `out`, which outlives the logger.
    Logger(LogLevel level, std::ostream& out);

    bool enabled(LogLevel level) const { return sink_ && level >= level_; }
    void write(LogLevel level, std::string_view area, std::string_view message,
               std::initializer_list<LogField> fields = {}) const;

private:
    LogLevel level_ = LogLevel::off;
    Sink sink_;
    mutable std::mutex mutex_;
};

}  // namespace divan
