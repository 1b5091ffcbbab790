#include "http/router.hpp"

#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

bool is_placeholder(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

std::optional<Parameters> match(std::string_view pattern, const std::vector<std::string>& path) {
    const auto segments = split(pattern, '/');
    if (segments.size() != path.size()) return std::nullopt;
    Parameters found;
    for (std::size_t at = 0; at < segments.size(); ++at) {
        const std::string& segment = segments[at];
        std::string part = net::percent_decode(path[at]);
        if (is_placeholder(segment)) {
            if (part.empty()) return std::nullopt;
            found.emplace(segment.substr(1, segment.size() - 2), std::move(part));
        } else if (part != segment) {
            return std::nullopt;
        }
    }
    return found;
}

}  // namespace

void Router::add(std::string method, std::string pattern, Scope scope, Handler handler, Admission admits) {
    Route route;
    route.method = std::move(method);
    route.pattern = std::move(pattern);
    route.scope = scope;
    route.handler = std::move(handler);
    route.admits = std::move(admits);
    routes_.push_back(std::move(route));
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
    const auto segments = split(path, '/');
    Match best;
    std::size_t most = 0;
    for (const Route& route : routes_) {
        auto parameters = match(route.pattern, segments);
        if (!parameters) continue;
        // "/assets/from-hash" means itself, and not the asset of that name.
        const std::size_t literal = segments.size() - parameters->size();
        if (literal < most) continue;
        if (literal > most) best = Match{};
        most = literal;
        best.allowed.push_back(route.method);
        if (route.method == "GET") best.allowed.emplace_back("HEAD");
        const bool exact = route.method == method && (!best.route || best.route->method != method);
        const bool stands_in = method == "HEAD" && route.method == "GET" && best.route == nullptr;
        if (!exact && !stands_in) continue;
        best.route = &route;
        best.parameters = std::move(*parameters);
    }
    return best;
}

}  // namespace divan::gateway
