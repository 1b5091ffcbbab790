#include "additions/addition_routes.hpp"

// GET /openapi.json: what can be asked for, for people and for tools.
namespace divan::gateway {

void add_openapi_routes(Router& router, Site&) {
    router.add("GET", "/openapi.json", Scope::open, [](Call& call) {
        net::HttpReply reply{200, openapi_text(), "application/json"};
        return call.reply(std::move(reply));
    });
}

}  // namespace divan::gateway
