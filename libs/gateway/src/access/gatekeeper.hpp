#pragma once

#include <divan/net/http_server.hpp>

#include "access/audit_trail.hpp"
#include "access/caller.hpp"
#include "access/key_ring.hpp"
#include "access/presented.hpp"

namespace divan::gateway {

/// Who may come in. Without required keys everybody is "local" and may do everything; with them a request
/// needs a key that is valid now, has the scope, and is within its rate. Threads: one event loop.
class Gatekeeper {
public:
    Gatekeeper(store::Store& store, const GatewayConfig& config, std::string pepper, const Logger& log);

    /// Refusals: 401 `unauthorized`, the same for every reason; 403 `forbidden`; 429 `too_many_failures` and
    /// `rate_limited` with Retry-After. What is refused with 429 reads and writes nothing.
    asio::awaitable<Answer<Caller>> admit(const net::HttpExchange& exchange, Scope scope);

    /// Whether a caller's key is still valid. A stream asks before everything it sends, and at least every
    /// `recheck`; when the answer is no, it ends. A store that is away changes nothing.
    asio::awaitable<bool> still_valid(const Caller& caller);
    std::chrono::milliseconds recheck() const { return config_.access.recheck; }

    /// A key that this gateway has just changed.
    void forget(const std::string& key) { ring_.forget(key); }
    const std::string& pepper() const { return pepper_; }
    AuditTrail& audit() { return audit_; }

private:
    asio::awaitable<Answer<KeyRing::Known>> holder_of(const Presented& presented, std::string source);
    Answer<Caller> caller_of(const store::ApiKey& key) const;
    Answer<> keep_rate(const Caller& caller);
    asio::awaitable<void> note_use(std::string key);

    store::Store& store_;
    const GatewayConfig& config_;
    std::string pepper_;
    const Logger& log_;
    AuditTrail audit_;
    KeyRing ring_;
    FailureLimiter failures_;
    std::map<std::string, TokenBucket, std::less<>> rates_;  // by key: only valid ones get here
    std::map<std::string, Deadline, std::less<>> noted_;     // when the use of a key is noted next
};

}  // namespace divan::gateway
