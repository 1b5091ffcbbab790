#include "site.hpp"

namespace divan::gateway {
namespace {

asio::awaitable<Answer<>> alive(Call& call) {
    json::Object view;
    view["status"] = "ok";
    co_return co_await call.reply(200, std::move(view));
}

/// Ready: it may write to its store, and takes new work.
asio::awaitable<Answer<>> ready(Site& site, Call& call) {
    const bool ready = !site.stopping && site.dispatcher.ready();
    json::Object view;
    view["status"] = ready ? "ready" : "not ready";
    co_return co_await call.reply(ready ? 200 : 503, std::move(view));
}

}  // namespace

void add_health_routes(Router& router, Site& site) {
    router.add("GET", "/healthz", Scope::open, alive);
    router.add("GET", "/readyz", Scope::open, [&site](Call& call) { return ready(site, call); });
}

}  // namespace divan::gateway
