#pragma once

#include <cstdint>
#include <string>

namespace divan::gateway {

/// What a route needs. `open` routes need no key.
enum class Scope : std::uint8_t { open, read, submit, cancel, admin };

/// A set of scopes.
class Scopes {
public:
    Scopes() = default;
    static Scopes all();
    void add(Scope scope) { bits_ |= bit(scope); }
    bool has(Scope scope) const { return scope == Scope::open || (bits_ & bit(scope)) != 0; }
    bool operator==(const Scopes&) const = default;

private:
    static constexpr std::uint8_t bit(Scope scope) {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(scope));
    }
    std::uint8_t bits_ = 0;
};

/// Who asks. All that a caller has (jobs, files) is its owner's.
struct Caller {
    std::string owner;  ///< "local" while no keys are needed
    std::string key;    ///< the public part of its key; empty without one
    Scopes scopes;

    Caller() = default;
    bool may(Scope scope) const { return scopes.has(scope); }
};

}  // namespace divan::gateway
