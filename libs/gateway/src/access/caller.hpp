#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/gateway/config.hpp>

namespace divan::gateway {

/// What a route needs. `open` routes need no key.
enum class Scope : std::uint8_t { open, read, submit, cancel, operate, admin };

std::string_view name_of(Scope scope);

/// A set of scopes. A key that submits and reads has both; but `admin` contains `operate`.
class Scopes {
public:
    Scopes() = default;
    static Scopes all();
    /// "viewer", "user", "operator" or "admin". Errors: `invalid_argument`, with the nearest one.
    static Result<Scopes> of_role(const std::string& role);
    /// Errors: `invalid_argument` for none at all, and for a word that is no scope (with the nearest one).
    static Result<Scopes> parse(const std::vector<std::string>& names);
    void add(Scope scope) { bits_ |= bit(scope); }
    void add(const Scopes& others) { bits_ |= others.bits_; }
    bool has(Scope scope) const { return scope == Scope::open || (bits_ & implied_by(scope)) != 0; }
    std::vector<std::string> names() const;
    bool operator==(const Scopes&) const = default;

private:
    static constexpr std::uint8_t bit(Scope scope) {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(scope));
    }
    static constexpr unsigned implied_by(Scope scope) {
        return bit(scope) | (scope == Scope::operate ? bit(Scope::admin) : 0U);
    }
    std::uint8_t bits_ = 0;
};

/// Who asks. All that a caller has (jobs, files) is its owner's.
struct Caller {
    std::string owner;  ///< "local" while no keys are needed
    std::string key;    ///< the public part of its key; empty without one
    Scopes scopes;
    CallerLimits limits;           ///< the configured ones, or its key's own
    store::QueueBounds bounds;     ///< `per_owner` likewise
    durable::NodeAllowance nodes;  ///< the node classes that its jobs may hold

    Caller() = default;
    bool may(Scope scope) const { return scopes.has(scope); }
    /// For the audit log: its key, else its owner.
    const std::string& actor() const { return key.empty() ? owner : key; }
};

}  // namespace divan::gateway
