#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/call.hpp"

namespace divan::gateway {

/// Answers a call, or says why not; then the router answers with the refusal.
using Handler = std::function<asio::awaitable<Answer<>>(Call&)>;

/// Whether a call may come in without a key, by what it carries itself (a signed link).
using Admission = std::function<bool(const Call&)>;

struct Route {
    std::string method, pattern;
    Scope scope = Scope::admin;
    Handler handler;
    Admission admits;  ///< empty: nobody without a key
};

/// What a path means. Every route names the scope it needs; there is no default.
class Router {
public:
    /// `pattern`: "/api/v2/jobs/{id}"; a placeholder takes one segment.
    void add(std::string method, std::string pattern, Scope scope, Handler handler, Admission admits = {});

    struct Match {
        const Route* route = nullptr;
        std::map<std::string, std::string, std::less<>> parameters;
        std::vector<std::string> allowed;  ///< methods of the path, when none of its routes is the asked one
    };
    /// Of several patterns that fit, the one with the fewest placeholders. HEAD runs GET's route where it has
    /// none of its own.
    Match find(std::string_view method, std::string_view path) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
};

}  // namespace divan::gateway
