#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <divan/client/connection.hpp>
#include <divan/protocol/features.hpp>
#include <divan/protocol/system_stats.hpp>

/// Errors of all: as in queue.hpp.
namespace divan {

asio::awaitable<Result<protocol::SystemStats>> system_stats(Connection& connection, Deadline deadline);
/// Errors: also `not_supported` (before 0.3.45).
asio::awaitable<Result<protocol::Features>> features(Connection& connection, Deadline deadline);

/// The time of one GET /prompt, there and back.
asio::awaitable<Result<std::chrono::milliseconds>> ping(Connection& connection, Deadline deadline);
/// GET /prompt: how many prompts wait or run.
asio::awaitable<Result<std::int64_t>> poll_status(Connection& connection, Deadline deadline);

/// POST /free. Acted on when the server is idle. `drop_caches` makes it forget every cached result, too.
asio::awaitable<Result<void>> free_memory(Connection& connection, bool unload_models, bool drop_caches,
                                          Deadline deadline);

struct ServerVersion {
    int major = 0, minor = 0, patch = 0;

    ServerVersion() = default;
    ServerVersion(int a, int b, int c) : major{a}, minor{b}, patch{c} {}
    auto operator<=>(const ServerVersion&) const = default;
    std::string str() const;
};

/// "0.3.64", "v0.3.64", "0.3.64-dev"; nothing for other texts.
std::optional<ServerVersion> parse_version(std::string_view text);
/// From /system_stats. Errors: also `not_supported` when the server does not tell one.
asio::awaitable<Result<ServerVersion>> server_version(Connection& connection, Deadline deadline);

enum class Capability {
    feature_flags,              ///< 0.3.45
    own_prompt_id,              ///< 0.3.45; older servers draw their own
    partial_execution_targets,  ///< 0.3.48
    targeted_interrupt,         ///< 0.3.57; older servers interrupt whatever runs
    history_offset,             ///< 0.3.60
};

ServerVersion needed_version(Capability capability);
/// Errors: `not_supported`, with the version that the capability needs and the one that is there.
Result<void> require(ServerVersion present, Capability capability);
asio::awaitable<Result<void>> require(Connection& connection, Capability capability, Deadline deadline);

}  // namespace divan
