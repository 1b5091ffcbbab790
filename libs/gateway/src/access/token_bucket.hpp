#pragma once

#include <map>
#include <optional>
#include <string>

#include <divan/base/clock.hpp>

namespace divan::gateway {

/// Lets through so many a second, and so many at once after a pause. No clock of its own.
class TokenBucket {
public:
    /// Nothing: taken. Else how long it takes until one is there (at most an hour), and nothing was taken.
    std::optional<std::chrono::milliseconds> take(double per_second, double burst, Deadline now);

private:
    double tokens_ = 0;
    std::optional<Deadline> filled_at_;
};

/// Wrong keys, counted for a minute: for each address that sends them, and for each id that they name.
/// Bounded: 20,000 counts, then some go early.
class FailureLimiter {
public:
    explicit FailureLimiter(int per_minute) : most_{per_minute} {}

    /// How long the address is not listened to; nothing: it is. An id that many have failed for refuses only
    /// addresses that have failed themselves, so that nobody locks out a key's holder from elsewhere.
    std::optional<std::chrono::milliseconds> refused(const std::string& source, const std::string& id,
                                                     Deadline now) const;
    void note(const std::string& source, const std::string& id, Deadline now);

private:
    struct Window {
        Deadline ends{};
        int failures = 0;
    };
    struct Windows {
        std::map<std::string, Window, std::less<>> by_name;
        Deadline cleaned{};
    };
    static const Window* current(const Windows& windows, const std::string& name, Deadline now);
    static void count(Windows& windows, const std::string& name, Deadline now);

    int most_;
    Windows sources_, ids_;
};

}  // namespace divan::gateway
