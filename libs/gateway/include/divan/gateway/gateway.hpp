#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <divan/base/log.hpp>
#include <divan/gateway/config.hpp>
#include <divan/jobs/dispatcher.hpp>

/// The service in front of ComfyUI servers: durable jobs over HTTP. `divan serve` is this and a signal.
namespace divan::gateway {

namespace asio = boost::asio;

/// What a path answers to.
struct RouteInfo {
    std::string method;
    std::string pattern;  ///< "/api/v2/jobs/{id}"
    std::string scope;    ///< that a key needs; "open": no key is needed
};

/// What `Gateway::start` would refuse of the way to listen: an address that is not loopback without keys or
/// TLS, an origin that is none (`invalid_argument`), certificate files that cannot be used.
Result<void> check_listening(const ListenConfig& listen, bool require_keys);

/// Store, dispatcher, webhooks, housekeeping and the faces over them, on one port.
///
/// Ending in the middle is as safe as a crash: prompts go on at their servers and are adopted by the next
/// one. But for the object itself: once it was started, call `abandon` and let the loop run until nothing is
/// left in it, then destroy it. Threads: one event loop, `executor`'s; it and `log` outlive its last turn.
class Gateway {
public:
    Gateway(asio::any_io_executor executor, GatewayConfig config, const Logger& log);
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// Opens the store (SQLite: blocks while it checks it; PostgreSQL: waits for one that is away, and
    /// answers 503 meanwhile; a cancellation ends the wait), takes over what was under way, and listens.
    /// Errors: `invalid_argument` (an address that is not loopback without keys or TLS), `io_failed` (the
    /// port is taken), those of opening a store.
    asio::awaitable<Result<void>> start();
    /// Not ready from now on, nothing new is claimed; what is being collected is collected. True when all was
    /// done before the deadline.
    asio::awaitable<bool> stop(Deadline deadline);
    /// Lets everything go where it stands, as a crash does. What waits in the loop ends with its next turns.
    void abandon();

    std::uint16_t port() const;  ///< the real one, after `start`
    std::string url() const;     ///< "http://127.0.0.1:8190"; "https://…" with a certificate

    /// After `start`. For programs that embed the gateway, and tests.
    store::Store& store();
    store::AssetStore& assets();
    durable::Dispatcher& dispatcher();
    std::vector<RouteInfo> routes() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace divan::gateway
