#include "server/router.hpp"

#include <algorithm>
#include <optional>

#include <divan/base/text.hpp>

namespace divan::engine {

namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

bool is_placeholder(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }
bool takes_rest(std::string_view segment) { return segment.ends_with("*}"); }

std::string name_of(std::string_view segment) {
    segment.remove_prefix(1);
    segment.remove_suffix(takes_rest(segment) ? 2 : 1);
    return std::string{segment};
}

std::string rest_of(const std::vector<std::string>& path, std::size_t first) {
    return net::percent_decode(join({path.begin() + static_cast<std::ptrdiff_t>(first), path.end()}, "/"));
}

std::optional<Parameters> match(const std::vector<std::string>& pattern,
                                const std::vector<std::string>& path) {
    Parameters found;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        if (at >= path.size()) return std::nullopt;
        if (takes_rest(pattern[at])) {
            found.emplace_back(name_of(pattern[at]), rest_of(path, at));
            return found;
        }
        if (!is_placeholder(pattern[at])) {
            if (net::percent_decode(path[at]) != pattern[at]) return std::nullopt;
            continue;
        }
        if (path[at].empty()) return std::nullopt;
        found.emplace_back(name_of(pattern[at]), net::percent_decode(path[at]));
    }
    return pattern.size() == path.size() ? std::optional{found} : std::nullopt;
}

bool stands_alone(std::string_view path) {
    return path.starts_with("/internal/") || path.starts_with("/divan/");
}

}  // namespace

void Router::add(std::string method, std::string pattern, Handler handler) {
    Route route;
    route.method = std::move(method);
    route.segments = split(pattern, '/');
    route.handler = std::move(handler);
    route.repeated = !stands_alone(pattern);
    routes_.push_back(std::move(route));
}

const Router::Route* Router::find(Request& request, std::vector<std::string>& allowed) const {
    const std::string_view bare = without_api_prefix(request.path);
    const bool prefixed = bare.size() != request.path.size();
    const auto path = split(bare, '/');
    const std::string& wanted = request.method == "HEAD" ? "GET" : request.method;
    for (const Route& route : routes_) {
        if (prefixed && !route.repeated) continue;
        auto parameters = match(route.segments, path);
        if (!parameters) continue;
        if (route.method == wanted) {
            request.parameters = std::move(*parameters);
            return &route;
        }
        allowed.push_back(route.method);
    }
    return nullptr;
}

Answer Router::refuse(const Request& request, std::vector<std::string> allowed) const {
    const bool get = request.method == "GET" || request.method == "HEAD";
    // Routes below /internal/ belong to an application of their own, which the static folder does not reach.
    const bool alone = stands_alone(request.path);
    if ((get && !alone) || (alone && allowed.empty())) return error_page(404, request);
    if (!alone) allowed.insert(allowed.end(), {"GET", "HEAD"});
    if (std::ranges::find(allowed, "GET") != allowed.end()) allowed.push_back("HEAD");
    std::ranges::sort(allowed);
    allowed.erase(std::unique(allowed.begin(), allowed.end()), allowed.end());
    Answer answer = error_page(405, request);
    answer.reply.headers.set("Allow", join(allowed, ","));
    return answer;
}

Answer Router::run(Request& request) const {
    std::vector<std::string> allowed;
    if (const Route* route = find(request, allowed)) return route->handler(request);
    return refuse(request, std::move(allowed));
}

}  // namespace divan::engine
