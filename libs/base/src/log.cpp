#include <fmt/format.h>

#include <divan/base/clock.hpp>
#include <divan/base/log.hpp>
#include <divan/base/text.hpp>

namespace divan {
namespace {

std::string_view label(LogLevel level) {
    switch (level) {
        case LogLevel::debug:
            return "DEBUG";
        case LogLevel::info:
            return "INFO";
        case LogLevel::warn:
            return "WARN";
        case LogLevel::error:
            return "ERROR";
        case LogLevel::off:
            break;
    }
    return "OFF";
}

std::string quoted_when_needed(std::string_view value) {
    std::string text = printable(value);
    if (text.find_first_of(" \"=\n\t") == std::string::npos && !text.empty()) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        if (c == '\n')
            quoted += "\\n";
        else if (c == '\t')
            quoted += "\\t";
        else
            quoted += c;
    }
    return quoted + "\"";
}

}  // namespace

Result<LogLevel> parse_log_level(std::string_view text) {
    const std::string low = to_lower(text);
    if (low == "debug") return LogLevel::debug;
    if (low == "info") return LogLevel::info;
    if (low == "warn" || low == "warning") return LogLevel::warn;
    if (low == "error") return LogLevel::error;
    if (low == "off" || low == "none") return LogLevel::off;
    return fail(Errc::invalid_argument, "'" + std::string{text} + "' is not a log level",
                "use debug, info, warn, error or off");
}

LogField::LogField(std::string_view field, std::string_view value)
    : key{field}, text{quoted_when_needed(value)} {}
LogField::LogField(std::string_view field, long long value) : key{field}, text{std::to_string(value)} {}
LogField::LogField(std::string_view field, double value) : key{field}, text{fmt::format("{}", value)} {}

Logger::Logger(LogLevel level, std::ostream& out)
    : level_{level}, sink_{[&out](LogLevel, std::string_view line) { out << line << std::endl; }} {}

void Logger::write(LogLevel level, std::string_view area, std::string_view message,
                   std::initializer_list<LogField> fields) const {
    if (!enabled(level)) return;
    std::string line =
        fmt::format("{} {} {}: {}", to_rfc3339(SystemClock{}.utc()), label(level), area, message);
    for (const LogField& field : fields) line += fmt::format(" {}={}", field.key, field.text);
    const std::scoped_lock lock{mutex_};
    sink_(level, line);
}

}  // namespace divan
