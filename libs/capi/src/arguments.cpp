#include "arguments.hpp"

#include <cstdlib>

#include <divan/base/text.hpp>

#include "guard.hpp"

namespace divan::capi {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kForever = std::chrono::hours{24} * 36'525;

thread_local int log_callbacks = 0;

std::size_t first_bad_byte(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return at;
        at += length;
    }
    return std::string_view::npos;
}

tl::unexpected<Error> is_null(const char* name) {
    return fail(Errc::invalid_argument, std::string{"the argument '"} + name + "' is NULL");
}

}  // namespace

bool inside_log_callback() { return log_callbacks > 0; }

Result<std::string> optional_text(const char* text, const char* name) {
    std::string copy = text ? text : "";
    const std::size_t bad = first_bad_byte(copy);
    if (bad == std::string_view::npos) return copy;
    return fail(Error{Errc::invalid_argument, std::string{"the argument '"} + name + "' is no UTF-8"}.with(
        "byte", std::to_string(bad)));
}

Result<std::string> text_argument(const char* text, const char* name) {
    if (!text) return is_null(name);
    return optional_text(text, name);
}

Result<std::string> path_argument(const char* path, const char* name) {
    if (!path) return is_null(name);
    if (*path == '\0')
        return fail(Errc::invalid_argument, std::string{"the argument '"} + name + "' is empty");
    return std::string{path};
}

Result<std::chrono::milliseconds> span_argument(std::int64_t milliseconds, const char* name) {
    if (milliseconds == DIVAN_FOREVER || milliseconds > kForever.count()) return kForever;
    if (milliseconds >= 0) return std::chrono::milliseconds{milliseconds};
    return fail(Errc::invalid_argument, std::string{"the argument '"} + name + "' is negative",
                "use DIVAN_FOREVER for no limit");
}

Result<std::chrono::milliseconds> span_or(std::int64_t milliseconds, std::chrono::milliseconds usual,
                                          const char* name) {
    if (milliseconds == 0) return usual;
    return span_argument(milliseconds, name);
}

Deadline deadline_after(std::chrono::milliseconds span) { return span == kForever ? kNever : within(span); }

char* copy_for_caller(std::string_view bytes) {
    auto* memory = static_cast<char*>(std::malloc(bytes.size() + 1));
    if (!memory) throw std::bad_alloc{};
    bytes.copy(memory, bytes.size());
    memory[bytes.size()] = '\0';
    return memory;
}

Result<LogLevel> log_level_argument(std::int32_t level) {
    switch (level) {
        case DIVAN_LOG_DEBUG:
            return LogLevel::debug;
        case DIVAN_LOG_INFO:
            return LogLevel::info;
        case 0:
        case DIVAN_LOG_WARN:
            return LogLevel::warn;
        case DIVAN_LOG_ERROR:
            return LogLevel::error;
        default:
            return fail(Errc::invalid_argument, "log_level is none of DIVAN_LOG_DEBUG … DIVAN_LOG_ERROR");
    }
}

Logger::Sink log_sink(divan_log_fn function, void* user) {
    if (!function) return {};
    return [function, user](LogLevel level, std::string_view line) {
        const std::string text{line};
        ++log_callbacks;
        function(static_cast<std::int32_t>(level) + DIVAN_LOG_DEBUG, text.c_str(), user);
        --log_callbacks;
    };
}

}  // namespace divan::capi
