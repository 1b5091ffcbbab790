#include "access/caller.hpp"

#include <algorithm>
#include <map>

#include <divan/base/nearest.hpp>

namespace divan::gateway {
namespace {

constexpr Scope kScopes[] = {Scope::read, Scope::submit, Scope::cancel, Scope::operate, Scope::admin};
constexpr const char* kAllScopes = "read, submit, cancel, operate, admin";

}  // namespace

std::string_view name_of(Scope scope) {
    switch (scope) {
        case Scope::open:
            return "open";
        case Scope::read:
            return "read";
        case Scope::submit:
            return "submit";
        case Scope::cancel:
            return "cancel";
        case Scope::operate:
            return "operate";
        case Scope::admin:
            return "admin";
    }
    return "open";
}

Scopes Scopes::all() {
    Scopes scopes;
    for (const Scope scope : kScopes) scopes.add(scope);
    return scopes;
}

Result<Scopes> Scopes::of_role(const std::string& role) {
    static const std::map<std::string, std::vector<std::string>> roles{
        {"viewer", {"read"}},
        {"user", {"read", "submit", "cancel"}},
        {"operator", {"read", "submit", "cancel", "operate"}},
        {"admin", {"read", "submit", "cancel", "operate", "admin"}},
    };
    if (const auto found = roles.find(role); found != roles.end()) return parse(found->second);
    std::vector<std::string> known;
    for (const auto& [name, scopes] : roles) known.push_back(name);
    std::string hint = did_you_mean(role, known);
    if (hint.empty()) hint = "viewer, user, operator, admin";
    return fail(Errc::invalid_argument, "'" + role + "' is no role", std::move(hint));
}

Result<Scopes> Scopes::parse(const std::vector<std::string>& names) {
    const std::vector<std::string> known = all().names();
    if (names.empty()) return fail(Errc::invalid_argument, "a key without a scope opens nothing", kAllScopes);
    Scopes scopes;
    for (const std::string& name : names) {
        const auto* const found = std::ranges::find(kScopes, std::string_view{name}, name_of);
        if (found == std::end(kScopes)) {
            std::string hint = did_you_mean(name, known);
            if (hint.empty()) hint = kAllScopes;
            return fail(Errc::invalid_argument, "'" + name + "' is no scope", std::move(hint));
        }
        scopes.add(*found);
    }
    return scopes;
}

std::vector<std::string> Scopes::names() const {
    std::vector<std::string> names;
    for (const Scope scope : kScopes)
        if ((bits_ & bit(scope)) != 0) names.emplace_back(name_of(scope));
    return names;
}

}  // namespace divan::gateway
