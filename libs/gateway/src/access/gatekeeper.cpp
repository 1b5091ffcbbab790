#include "access/gatekeeper.hpp"

#include <divan/base/hash.hpp>
#include <divan/base/random.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>

#include "access/key_limits.hpp"
#include "access/key_nodes.hpp"

namespace divan::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::chrono::minutes kUsesAreNotedEvery{1};
constexpr std::uint64_t kJitterSeconds = 2;

Refusal unauthorized() { return Refusal{401, "unauthorized", "a valid API key is needed"}; }

/// Whole seconds, and a little more at random, so that those who wait do not all come back at once.
Refusal wait(std::string code, std::string message, milliseconds span) {
    const auto jitter = static_cast<seconds::rep>(random_upto(kJitterSeconds));
    return Refusal{429, std::move(code), std::move(message)}.after(std::chrono::ceil<seconds>(span) +
                                                                   seconds{jitter});
}

/// The same work whether there is such a key or not.
bool fits(const std::string& pepper, const Presented& presented, const KeyRing::Known& known) {
    static const std::string nothing(64, '0');
    const std::string shown = digest_of(pepper, presented.key.value_or(KeyText{}));
    const bool same = equal_in_constant_time(shown, known ? known->key.digest : nothing);
    return same && known != nullptr && presented.key.has_value();
}

}  // namespace

Gatekeeper::Gatekeeper(store::Store& store, const GatewayConfig& config, std::string pepper,
                       const Logger& log)
    : store_{store},
      config_{config},
      pepper_{std::move(pepper)},
      log_{log},
      audit_{store, log},
      ring_{store, config.access.recheck},
      failures_{config.access.failures_per_minute} {}

asio::awaitable<Answer<KeyRing::Known>> Gatekeeper::holder_of(const Presented& presented,
                                                              std::string source) {
    const std::string id = presented.key ? presented.key->id : std::string{};
    const auto now = std::chrono::steady_clock::now();
    if (const auto span = failures_.refused(source, id, now))
        co_return refuse(wait("too_many_failures", "too many wrong keys came from this address", *span));
    KeyRing::Known known;
    if (presented.key) {
        auto found = co_await ring_.find(id);
        if (!found) co_return refuse(found.error());
        known = std::move(*found);
    }
    if (fits(pepper_, presented, known) && known->is_valid()) co_return known;
    failures_.note(source, id, now);
    store::AuditEntry entry{std::move(source), "auth.failed", id};
    co_await audit_.record_refusal(std::move(entry));
    co_return refuse(unauthorized());
}

Answer<Caller> Gatekeeper::caller_of(const store::ApiKey& key) const {
    Caller caller;
    caller.owner = key.owner;
    caller.key = key.id;
    caller.limits = config_.caller;
    caller.bounds = config_.queue;
    auto scopes = Scopes::parse(split(key.scopes, ' '));
    if (!scopes) return refuse(scopes.error());
    caller.scopes = *scopes;
    auto nodes = nodes_of(key);
    if (!nodes) return refuse(500, "upstream_error", "the node classes of this key are damaged");
    caller.nodes = std::move(*nodes);
    if (!key.limits.empty()) {
        const auto limits = json::parse(key.limits);
        if (!limits || !limits->is_object())
            return refuse(500, "upstream_error", "the limits of this key are damaged");
        if (auto applied = apply_limits(limits->get_object(), caller); !applied)
            return refuse(applied.error());
    }
    if (caller.limits.in_flight_jobs != std::numeric_limits<std::int64_t>::max())
        caller.bounds.in_flight = caller.limits.in_flight_jobs;
    return caller;
}

Answer<> Gatekeeper::keep_rate(const Caller& caller) {
    const auto now = std::chrono::steady_clock::now();
    const auto span = rates_[caller.key].take(caller.limits.requests_per_second, caller.limits.burst, now);
    if (!span) return {};
    return refuse(wait("rate_limited", "this key asks too often", *span));
}

asio::awaitable<void> Gatekeeper::note_use(std::string key) {
    const auto now = std::chrono::steady_clock::now();
    Deadline& next = noted_[key];
    if (now < next) co_return;
    next = now + kUsesAreNotedEvery;
    auto noted = co_await store::note_key_use(store_, key);
    if (!noted)
        log_.write(LogLevel::warn, "gateway", "the use of a key was not noted",
                   {{"key", key}, {"error", describe(noted.error())}});
}

asio::awaitable<Answer<Caller>> Gatekeeper::admit(const net::HttpExchange& exchange, Scope scope) {
    if (!config_.require_keys) {
        Caller local;
        local.owner = "local";
        local.scopes = Scopes::all();
        local.limits = config_.caller;
        local.bounds = config_.queue;
        co_return local;
    }
    const net::HttpHeaders& headers = exchange.request().headers;
    const Presented presented = presented_by(headers);
    if (!presented.anything) co_return refuse(unauthorized());
    auto holder = co_await holder_of(
        presented, source_of(exchange.remote_address(), headers, config_.listen.behind_tls_proxy));
    if (!holder) co_return refuse(std::move(holder).error());
    auto caller = caller_of((*holder)->key);
    if (!caller) co_return refuse(std::move(caller).error());
    if (auto within = keep_rate(*caller); !within) co_return refuse(std::move(within).error());
    co_await note_use(caller->key);
    if (!caller->may(scope)) {
        store::AuditEntry entry{caller->key, "scope.refused", without_keys(printable(exchange.path(), 500))};
        co_await audit_.record_refusal(std::move(entry));
        co_return refuse(
            Refusal{403, "forbidden", "this key may not do that"}.with("scope", json::Value(name_of(scope))));
    }
    co_return caller;
}

asio::awaitable<bool> Gatekeeper::still_valid(const Caller& caller) {
    if (!config_.require_keys) co_return true;
    auto known = co_await ring_.find(caller.key);
    if (!known) co_return true;
    co_return *known != nullptr && (*known)->is_valid();
}

}  // namespace divan::gateway
