#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/json/value.hpp>

#include "http/refusal.hpp"

namespace divan::gateway {

/// Reads the members of an object of ours, and keeps the first thing that is wrong with them. `null` is as
/// good as absent. What was not asked for by the end is refused: nothing is taken that was not meant to be
/// given.
class Members {
public:
    /// `place` goes before names in messages: "jobs[3].". `object` is borrowed.
    explicit Members(const json::Object& object, std::string place = {})
        : object_{object}, place_{std::move(place)} {}

    const json::Value* value(std::string_view name);
    const json::Object* object(std::string_view name);
    const json::Array* array(std::string_view name);
    void text(std::string_view name, std::string& target, std::size_t most);
    void flag(std::string_view name, bool& target);
    void number(std::string_view name, int& target, int low, int high);
    /// Seconds, above zero, also with a fraction; at most 400 days.
    std::optional<std::chrono::milliseconds> seconds(std::string_view name);
    void seconds(std::string_view name, std::chrono::milliseconds& target);
    std::optional<Timestamp> time(std::string_view name);  ///< RFC 3339

    void wrong(std::string_view name, std::string_view what);
    /// What a reader of an inner object found.
    void adopt(Answer<> inner) {
        if (!inner && !problem_) problem_ = std::move(inner).error();
    }
    /// 400 `invalid_request` for a member that nobody asked for; 422 `invalid_request` for a value. Both name
    /// it in `details.member`.
    Answer<> finish();
    const std::string& place() const { return place_; }

private:
    const json::Object& object_;
    std::string place_;
    std::vector<std::string> known_;
    std::optional<Refusal> problem_;
};

}  // namespace divan::gateway
