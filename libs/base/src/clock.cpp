#include <cmath>
#include <cstdio>
#include <cstdlib>

#include <divan/base/clock.hpp>

namespace divan {

using namespace std::chrono;

Deadline SystemClock::now() const { return steady_clock::now(); }
Timestamp SystemClock::utc() const { return time_point_cast<milliseconds>(system_clock::now()); }

void FakeClock::advance(milliseconds span) {
    now_ += span;
    utc_ += span;
}

std::string to_rfc3339(Timestamp time) {
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return text;
}

namespace {

double unit_in_ms(std::string_view unit) {
    if (unit.empty() || unit == "s") return 1000;
    if (unit == "ms") return 1;
    if (unit == "m" || unit == "min") return 60'000;
    if (unit == "h") return 3'600'000;
    return 0;
}

}  // namespace

Result<milliseconds> parse_duration(std::string_view text) {
    const std::string owned{text};
    char* end = nullptr;
    const double number = std::strtod(owned.c_str(), &end);
    const double scale = unit_in_ms(std::string_view{end});
    constexpr double kLongest =
        1e15;  // about 31,000 years: far inside what a deadline can hold in nanoseconds
    if (end == owned.c_str() || scale == 0 || !std::isfinite(number) || number <= 0 ||
        number * scale > kLongest / 1e5)
        return fail(Errc::invalid_argument, "'" + owned + "' is not a duration",
                    "write 90s, 250ms, 5m or 1h");
    return milliseconds{std::max<long long>(1, std::llround(number * scale))};
}

}  // namespace divan
