#include <algorithm>
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

/// Takes numbers and signs from the front of a text; once something did not fit, nothing does any more.
class TimeText {
public:
    explicit TimeText(std::string_view text) : rest_{text} {}

    int digits(std::size_t count) {
        int number = 0;
        const auto fits = [](char c) { return c >= '0' && c <= '9'; };
        if (rest_.size() < count ||
            !std::all_of(rest_.begin(), rest_.begin() + static_cast<long>(count), fits)) {
            good_ = false;
            return 0;
        }
        for (const char c : rest_.substr(0, count)) number = number * 10 + (c - '0');
        rest_.remove_prefix(count);
        return number;
    }
    bool take(std::string_view any_of) {
        if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(std::string_view any_of) { good_ = take(any_of) && good_; }
    /// ".5", ".123456": as milliseconds.
    int fraction() {
        if (!take(".")) return 0;
        int ms = digits(1) * 100;
        for (int weight = 10; !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; weight /= 10)
            ms += digits(1) * weight;
        return ms;
    }
    minutes zone() {
        if (take("Zz")) return minutes{0};
        const bool west = !rest_.empty() && rest_.front() == '-';
        need("+-");
        const int hour = digits(2);
        need(":");
        const int minute = digits(2);
        good_ = good_ && hour < 24 && minute < 60;
        return minutes{(west ? -1 : 1) * (hour * 60 + minute)};
    }
    bool good_to_the_end() const { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

}  // namespace

std::optional<Timestamp> parse_rfc3339(std::string_view text) {
    TimeText reader{text};
    const int year_number = reader.digits(4);
    reader.need("-");
    const int month_number = reader.digits(2);
    reader.need("-");
    const int day_number = reader.digits(2);
    reader.need("Tt ");
    const int hour = reader.digits(2);
    reader.need(":");
    const int minute = reader.digits(2);
    reader.need(":");
    const int second = reader.digits(2);
    const int ms = reader.fraction();
    const minutes zone = reader.zone();
    const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)},
                              day{static_cast<unsigned>(day_number)}};
    if (!reader.good_to_the_end() || !date.ok() || year_number < 1970 || hour > 23 || minute > 59 ||
        second > 59)
        return std::nullopt;
    return Timestamp{sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} + milliseconds{ms} -
           zone;
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
