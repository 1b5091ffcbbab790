#include "access/key_limits.hpp"

#include <functional>
#include <limits>
#include <map>

#include <divan/base/nearest.hpp>

namespace divan::gateway {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();

/// As large as the field can hold when there is to be no limit.
template <class Number>
void set(Number& field, double value) {
    constexpr auto most = std::numeric_limits<Number>::max();
    field = value >= static_cast<double>(most) ? most : static_cast<Number>(value);
}

/// A ceiling that is none at all is left out.
void set(std::optional<std::int64_t>& field, double value) {
    if (value == kNone) return field.reset();
    std::int64_t most = 0;
    set(most, value);
    field = most;
}

using Setter = std::function<void(Caller&, double)>;

const std::map<std::string, Setter, std::less<>>& setters() {
    static const std::map<std::string, Setter, std::less<>> all{
        {"requests_per_second", [](Caller& caller, double n) { set(caller.limits.requests_per_second, n); }},
        {"burst", [](Caller& caller, double n) { set(caller.limits.burst, n); }},
        {"streams", [](Caller& caller, double n) { set(caller.limits.streams, n); }},
        {"stored_bytes", [](Caller& caller, double n) { set(caller.limits.stored_bytes, n); }},
        {"upload_bytes", [](Caller& caller, double n) { set(caller.limits.upload_bytes, n); }},
        {"body_bytes", [](Caller& caller, double n) { set(caller.limits.body_bytes, n); }},
        {"batch_jobs", [](Caller& caller, double n) { set(caller.limits.batch_jobs, n); }},
        {"upload_bytes_per_day",
         [](Caller& caller, double n) { set(caller.limits.upload_bytes_per_day, n); }},
        {"in_flight_jobs", [](Caller& caller, double n) { set(caller.limits.in_flight_jobs, n); }},
        {"width", [](Caller& caller, double n) { set(caller.limits.ceilings.width, n); }},
        {"height", [](Caller& caller, double n) { set(caller.limits.ceilings.height, n); }},
        {"batch_size", [](Caller& caller, double n) { set(caller.limits.ceilings.batch_size, n); }},
        {"steps", [](Caller& caller, double n) { set(caller.limits.ceilings.steps, n); }},
        {"frames", [](Caller& caller, double n) { set(caller.limits.ceilings.frames, n); }},
        {"megapixel_steps", [](Caller& caller, double n) { set(caller.limits.ceilings.megapixel_steps, n); }},
        {"queued_jobs", [](Caller& caller, double n) { set(caller.bounds.per_owner, n); }},
    };
    return all;
}

std::optional<double> limit_of(const json::Value& value) {
    if (json::text_of(value) == "none") return kNone;
    const auto number = json::is_number(value) ? json::to_double(value) : std::nullopt;
    if (!number || !(*number >= 0) || *number == kNone) return std::nullopt;
    return number;
}

tl::unexpected<Error> no_limit(const std::string& name) {
    std::vector<std::string> known;
    for (const auto& [each, setter] : setters()) known.push_back(each);
    return fail(Errc::invalid_argument, "'" + name + "' is no limit of a key", did_you_mean(name, known));
}

}  // namespace

Result<void> apply_limits(const json::Object& limits, Caller& caller) {
    for (const auto& member : limits) {
        const std::string name{member.key()};
        const auto setter = setters().find(name);
        if (setter == setters().end()) return no_limit(name);
        const auto limit = limit_of(member.value());
        if (!limit)
            return fail(Errc::invalid_argument, "the limit '" + name + "' is not a number from 0",
                        "\"none\" for no limit");
        setter->second(caller, *limit);
    }
    return {};
}

}  // namespace divan::gateway
