#include "connect.hpp"

#include <algorithm>
#include <optional>

#include <divan/net/public_address.hpp>

#include "resolve.hpp"
#include "stream_io.hpp"

namespace divan::net {
namespace {

std::string shown(const tcp::endpoint& peer) {
    const std::string address = peer.address().to_string();
    const std::string port = ":" + std::to_string(peer.port());
    return peer.address().is_v6() ? "[" + address + "]" + port : address + port;
}

/// An equal share of the time that is left, so that one dead address does not use it up.
Deadline share(Deadline until, std::size_t addresses_left) {
    const auto now = std::chrono::steady_clock::now();
    return now + std::max(until - now, Deadline::duration::zero()) / static_cast<int>(addresses_left);
}

std::string tls_hint(const Transport& transport, const std::string& host) {
    const std::string problem = transport.certificate_problem();
    if (problem.empty()) return "is this really an https server? plain HTTP needs an http:// address";
    return "the certificate of " + host + " was refused (" + problem + "); give its authority as the CA file";
}

Error connect_error(const ConnectOptions& options, const tcp::endpoint& peer, const Transport& transport,
                    const Error& cause) {
    const std::string where = options.origin.str();
    Error error{Errc::connect_failed, "no connection to " + where,
                "is the server running at " + shown(peer) + ", and reachable from here?"};
    if (!cause.fact("tls").empty()) {
        error.message = "no TLS connection to " + where;
        error.hint = tls_hint(transport, options.origin.host);
    }
    const auto reason = cause.code == Errc::timeout ? "no answer in time" : cause.fact("reason");
    return std::move(error).with("address", shown(peer)).with("reason", std::string{reason});
}

/// One address inside our own network is enough to refuse the name: which one is dialled is chance.
Result<void> check_reach(const ConnectOptions& options, const std::vector<tcp::endpoint>& peers) {
    if (options.reach == Reach::anywhere) return {};
    for (const auto& peer : peers)
        if (!is_public_address(peer.address()))
            return fail(Error{Errc::address_refused,
                              "'" + options.origin.host + "' is no host of the public internet",
                              "give a URL that everybody can reach"}
                            .with("host", options.origin.host));
    return {};
}

TransportPtr make_transport(const asio::any_io_executor& executor, const ConnectOptions& options) {
    if (!options.origin.tls) return make_plain_transport(executor);
    return make_tls_transport(executor, options.tls, options.origin.host);
}

}  // namespace

asio::awaitable<Result<TransportPtr>> connect(asio::any_io_executor executor, ConnectOptions options,
                                              CallGuard& guard) {
    const Deadline until = within(options.timeout);
    auto peers = co_await resolve(options.origin.host, options.origin.port, until, guard);
    if (!peers) co_return fail(std::move(peers).error());
    if (auto allowed = check_reach(options, *peers); !allowed) co_return fail(std::move(allowed).error());
    std::optional<Error> first;
    for (std::size_t i = 0; i < peers->size(); ++i) {
        auto transport = make_transport(executor, options);
        guard.watch(transport);
        transport->expires_at(share(until, peers->size() - i));
        auto opened = co_await open_transport(*transport, (*peers)[i]);
        if (opened) co_return std::move(transport);
        const bool cancelled = co_await is_cancelled();
        if (cancelled || guard.reason()) co_return fail(std::move(opened).error());
        auto error = connect_error(options, (*peers)[i], *transport, opened.error());
        // Somebody answered there: what is wrong with the TLS is the news, not that another address is
        // silent.
        if (!opened.error().fact("tls").empty()) co_return fail(std::move(error));
        if (!first) first = std::move(error);
    }
    co_return fail(std::move(*first));
}

}  // namespace divan::net
