#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <divan/client/connection.hpp>
#include <divan/client/system_stats.hpp>

namespace divan {

/// What is known of a server once it answers.
struct ServerFacts {
    std::string os = "Unknown";  ///< "posix", "nt", "java"; since 2026 "linux", "win32", "darwin"
    std::optional<ServerVersion> version;
    std::optional<protocol::SystemStats> stats;  ///< nothing where /system_stats did not answer
    std::optional<protocol::Features> features;  ///< nothing before ComfyUI 0.3.45
    std::chrono::milliseconds ping{0};           ///< of the request that was answered first

    ServerFacts() = default;
};

/// How long to wait for a server that does not answer (yet).
struct ReadyPolicy {
    int retries = 10;  ///< after the first try
    std::chrono::milliseconds pause{1'000};
    std::chrono::milliseconds ping_timeout{5'000};  ///< of each try

    ReadyPolicy() = default;
};

/// Waits until the server answers, reads its facts once, and begins to open the socket (without waiting for
/// it) where the configuration wants one. Callers at the same time share one set of requests, and later ones
/// get what is known; a lost socket makes it forgotten, since another version may come back. Who came first
/// sets the policy. Errors: unauthorized at once; else, when the tries are used up, that of the last try
/// (connect_failed, timeout, unexpected_status …) with the facts `server` and `tries`; cancelled.
asio::awaitable<Result<ServerFacts>> ready(Connection& connection, ReadyPolicy policy, Deadline deadline);

/// What `ready` found out; nothing before it succeeded, and after a lost socket.
const std::optional<ServerFacts>& known_facts(const Connection& connection);

/// GET /queue works. Errors: as `queue`.
asio::awaitable<Result<void>> validate(Connection& connection, Deadline deadline);

enum class Access {
    accepted,     ///< the server took the credentials (or wants none)
    refused,      ///< 401
    unreachable,  ///< no usable answer
};

std::string_view name(Access access);

struct AccessCheck {
    Access access = Access::unreachable;
    std::optional<Error> reason;  ///< of a refusal or a failure

    AccessCheck() = default;
};

/// Asks GET /prompt whether the credentials are taken. Errors: none but `cancelled`; what else goes wrong is
/// the result.
asio::awaitable<Result<AccessCheck>> check_access(Connection& connection, Deadline deadline);

}  // namespace divan
