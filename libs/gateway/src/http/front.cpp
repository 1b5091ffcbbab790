#include "http/front.hpp"

#include <exception>

#include <divan/base/text.hpp>

#include "access/host_names.hpp"
#include "access/page_rules.hpp"

namespace divan::gateway {
namespace {

Refusal no_route(const Router::Match& match, const std::string& method) {
    if (match.allowed.empty()) return Refusal{404, "not_found", "there is nothing at this path"};
    return Refusal{405, "method_not_allowed", method + " means nothing at this path"}.with(
        "allowed", json::Value(join(match.allowed, ", ")));
}

/// Without what may be secret in it: credentials of an absolute URL, and keys that somebody put into a path.
std::string path_to_show(const std::string& path) {
    return path.starts_with('/') ? without_keys(printable(path, 500)) : std::string{"?"};
}

}  // namespace

std::string Front::origin_of(const net::HttpExchange& exchange) const {
    const ListenConfig& listen = site_.config.listen;
    if (!listen.public_url.empty()) return listen.public_url;
    const auto host = exchange.request().headers.find("Host");
    return listen.scheme() + std::string{host.value_or("localhost")};
}

asio::awaitable<Answer<bool>> Front::meet_page(Call& call) {
    const ListenConfig& listen = site_.config.listen;
    const net::HttpRequest& request = call.exchange().request();
    if (!takes_host(listen, call.header("Host").value_or("")))
        co_return refuse(421, "host_not_allowed",
                         "this service does not answer to that host name; its configuration lists others");
    const Page page = page_of(listen, request);
    if (!may_ask(page, request, call.exchange().wants_upgrade()))
        co_return refuse(403, "origin_not_allowed", "web pages of that origin may not ask for this");
    if (page == Page::listed) {
        const net::HttpHeaders readable = answer_headers(request);
        for (const auto& [name, value] : readable.fields()) call.extra.set(name, value);
    }
    if (page != Page::listed || !is_preflight(request)) co_return false;
    const auto match = router_.find("OPTIONS", call.exchange().path());
    if (match.allowed.empty()) co_return refuse(no_route(match, "OPTIONS"));
    net::HttpReply reply{204};
    reply.headers = preflight_headers(request, match.allowed);
    auto replied = co_await call.reply(std::move(reply));
    if (!replied) co_return refuse(std::move(replied).error());
    co_return true;
}

asio::awaitable<Answer<>> Front::note_admin(Call& call, Scope scope) {
    const std::string& method = call.method();
    const bool operates = scope == Scope::admin || scope == Scope::operate;
    if (!operates || method == "GET" || method == "HEAD") co_return Answer<>{};
    store::AuditEntry entry{call.caller.actor(), "admin." + to_lower(method),
                            path_to_show(call.exchange().path())};
    co_return co_await site_.gatekeeper.audit().record(std::move(entry));
}

asio::awaitable<Answer<>> Front::serve(Call& call) {
    auto met = co_await meet_page(call);
    if (!met) co_return refuse(std::move(met).error());
    if (*met) co_return Answer<>{};
    auto match = router_.find(call.method(), call.exchange().path());
    if (match.route == nullptr || (match.route->method != call.method() && call.method() != "HEAD"))
        co_return refuse(no_route(match, call.method()));
    call.parameters = std::move(match.parameters);
    call.route = match.route->pattern;
    if (match.route->admits && match.route->admits(call)) {
        call.admitted = true;
        co_return co_await match.route->handler(call);
    }
    if (match.route->scope != Scope::open) {
        auto caller = co_await site_.gatekeeper.admit(call.exchange(), match.route->scope);
        if (!caller) co_return refuse(std::move(caller).error());
        call.caller = std::move(*caller);
        auto noted = co_await note_admin(call, match.route->scope);
        if (!noted) co_return refuse(std::move(noted).error());
    }
    co_return co_await match.route->handler(call);
}

asio::awaitable<void> Front::handle(net::HttpExchange& exchange) {
    const auto begin = std::chrono::steady_clock::now();
    Call call{exchange, origin_of(exchange)};
    if (wants_tls_kept(site_.config.listen, exchange.request()))
        call.extra.set("Strict-Transport-Security", "max-age=31536000");
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
    site_.log.write(call.status() >= 500 ? LogLevel::warn : LogLevel::debug, "gateway", "request",
                    {{"method", call.method()},
                     {"path", path_to_show(path)},
                     {"status", call.status()},
                     {"owner", call.caller.owner},
                     {"key", call.caller.key}});
}

}  // namespace divan::gateway
