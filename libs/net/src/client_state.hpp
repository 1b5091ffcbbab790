#pragma once

#include <boost/asio/awaitable.hpp>
#include <set>
#include <vector>

#include <divan/net/http_client.hpp>

#include "call_guard.hpp"

namespace divan::net {

/// A connection for one request: kept from an earlier one, or new.
struct Leased {
    TransportPtr transport;
    bool kept = false;

    Leased() = default;
    Leased(TransportPtr connection, bool from_before) : transport{std::move(connection)}, kept{from_before} {}
};

/// What the calls of one HttpClient share: its kept connections and the list of calls on their way. Calls
/// hold it, so it outlives the client object while they end.
class ClientState {
public:
    ClientState(asio::any_io_executor executor, HttpClientConfig config);

    const HttpClientConfig& config() const { return config_; }
    const asio::any_io_executor& executor() const { return executor_; }
    /// Those of the configuration, else the ones in the URL.
    const Credentials& credentials() const { return credentials_; }

    /// A kept connection that is still quiet, else a new one; always new with `fresh`.
    asio::awaitable<Result<Leased>> lease(bool fresh, CallGuard& guard);
    /// A connection to somewhere else, never kept.
    asio::awaitable<Result<Leased>> connect_elsewhere(Url origin, CallGuard& guard);
    void give_back(TransportPtr transport);

    /// Tells the observer how a call ended.
    void observe(const HttpRequest& request, std::string_view body, const Result<HttpReply>& reply,
                 Deadline begun) const;
    void close();
    void enter(CallGuard& call);
    void leave(CallGuard& call) { calls_.erase(&call); }

private:
    struct Idle {
        TransportPtr transport;
        Deadline since;
    };
    TransportPtr take_idle();

    asio::any_io_executor executor_;
    HttpClientConfig config_;
    Credentials credentials_;
    std::shared_ptr<asio::ssl::context> tls_;  ///< made with the first TLS connection
    std::vector<Idle> idle_;
    std::set<CallGuard*> calls_;
    bool closed_ = false;
};

/// The URL's "name:password" as credentials; empty without.
Credentials credentials_of(const Url& url);

}  // namespace divan::net
