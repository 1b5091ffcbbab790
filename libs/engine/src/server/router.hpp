#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/answer.hpp"
#include "server/request.hpp"

namespace divan::engine {

/// Answers one request, on the event loop's thread, without waiting.
using Handler = std::function<Answer(const Request&)>;

/// The table of routes, with the rules of comfyui-protocol §1.1 for what is not in it: ComfyUI's web
/// framework has a static folder at "/", so an unknown path answers GET with 404 and every other method with
/// 405.
class Router {
public:
    /// `pattern`: "/history/{prompt_id}"; a placeholder takes one segment (slashes in it come as %2F), a last
    /// one that ends in "*", as in "{name*}", takes the rest of the path. The route exists under "/api" too,
    /// unless the pattern starts with "/internal/" or "/divan/".
    void add(std::string method, std::string pattern, Handler handler);

    /// Fills `request.parameters`. HEAD runs the GET route. OPTIONS never comes here.
    Answer run(Request& request) const;

private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
        Handler handler;
        bool repeated = true;  ///< also under /api
    };
    const Route* find(Request& request, std::vector<std::string>& allowed) const;
    Answer refuse(const Request& request, std::vector<std::string> allowed) const;

    std::vector<Route> routes_;
};

}  // namespace divan::engine
