#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <divan/base/error.hpp>

namespace divan {

using Deadline = std::chrono::steady_clock::time_point;              ///< for waits and time-outs
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;  ///< for records and logs; UTC

/// A deadline that never comes.
inline constexpr Deadline kNever = Deadline::max();

inline Deadline within(std::chrono::nanoseconds span) {
    return std::chrono::steady_clock::now() + std::chrono::duration_cast<Deadline::duration>(span);
}

/// The present, as a dependency: tests move a FakeClock and never sleep.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Deadline now() const = 0;
    virtual Timestamp utc() const = 0;
};

class SystemClock final : public Clock {
public:
    Deadline now() const override;
    Timestamp utc() const override;
};

/// Moves only when told to. Threads: not safe for moving while others read.
class FakeClock final : public Clock {
public:
    Deadline now() const override { return now_; }
    Timestamp utc() const override { return utc_; }
    void advance(std::chrono::milliseconds span);

private:
    Deadline now_{};
    Timestamp utc_{};
};

/// "2026-03-01T10:15:02.114Z".
std::string to_rfc3339(Timestamp time);

/// "2026-03-01T10:15:02Z", "2026-03-01T11:15:02.5+01:00": years 1970 to 9999; digits beyond milliseconds are
/// cut off. Nothing for everything else, leap seconds too.
std::optional<Timestamp> parse_rfc3339(std::string_view text);

/// "90", "90s", "250ms", "5m", "1h": a plain number is seconds; fractions are allowed. Above zero.
/// Errors: `invalid_argument`.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace divan
