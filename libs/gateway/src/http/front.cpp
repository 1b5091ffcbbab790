#include "http/front.hpp"

#include <exception>

#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

Refusal no_route(const Router::Match& match, const std::string& method) {
    if (match.allowed.empty()) return Refusal{404, "not_found", "there is nothing at this path"};
    return Refusal{405, "method_not_allowed", method + " means nothing at this path"}.with(
        "allowed", json::Value(join(match.allowed, ", ")));
}

}  // namespace

std::string Front::origin_of(const net::HttpExchange& exchange) const {
    const ListenConfig& listen = site_.config.listen;
    if (!listen.public_url.empty()) return listen.public_url;
    const auto host = exchange.request().headers.find("Host");
    return (listen.behind_tls_proxy ? "https://" : "http://") + std::string{host.value_or("localhost")};
}

asio::awaitable<Answer<>> Front::serve(Call& call) {
    auto match = router_.find(call.method(), call.exchange().path());
    if (match.route == nullptr || (match.route->method != call.method() && call.method() != "HEAD"))
        co_return refuse(no_route(match, call.method()));
    call.parameters = std::move(match.parameters);
    call.route = match.route->pattern;
    if (match.route->admits && match.route->admits(call)) {
        call.admitted = true;
        co_return co_await match.route->handler(call);
    }
    call.caller.owner = "local";
    call.caller.scopes = Scopes::all();
    if (!call.caller.may(match.route->scope)) co_return refuse(403, "forbidden", "this key may not do that");
    co_return co_await match.route->handler(call);
}

asio::awaitable<void> Front::handle(net::HttpExchange& exchange) {
    const auto begin = std::chrono::steady_clock::now();
    Call call{exchange, origin_of(exchange)};
    std::optional<Refusal> refusal;
    try {
        auto served = co_await serve(call);
        if (!served) refusal = std::move(served).error();
    } catch (const std::exception& exception) {  // no request may end the service
        site_.log.write(LogLevel::error, "gateway", "a request raised", {{"what", exception.what()}});
        refusal = Refusal{500, "upstream_error", "the service could not do that; its log says why"};
    }
    if (refusal && call.answered())
        exchange.abort();
    else if (refusal)
        co_await call.reply(reply_of(*refusal));
    site_.metrics.count_request(call.method(), call.route, call.status(),
                                std::chrono::steady_clock::now() - begin);
    log(call, exchange.path());
}

void Front::log(const Call& call, const std::string& path) const {
    site_.log.write(
        call.status() >= 500 ? LogLevel::warn : LogLevel::debug, "gateway", "request",
        {{"method", call.method()}, {"path", path}, {"status", call.status()}, {"owner", call.caller.owner}});
}

}  // namespace divan::gateway
