#include <divan/client/system_stats.hpp>

#include <array>
#include <charconv>

#include <fmt/format.h>

#include <divan/base/text.hpp>

#include "http_call.hpp"

namespace divan {
namespace {

struct Needed {
    Capability capability;
    std::string_view name;
    int patch;  ///< of 0.3.x
};

constexpr std::array kNeeded{
    Needed{Capability::feature_flags, "feature flags", 45},
    Needed{Capability::own_prompt_id, "prompt ids chosen by the client", 45},
    Needed{Capability::partial_execution_targets, "running a part of a graph", 48},
    Needed{Capability::targeted_interrupt, "interrupting one prompt", 57},
    Needed{Capability::history_offset, "paging the history", 60},
};

const Needed& row(Capability capability) { return kNeeded.at(static_cast<std::size_t>(capability)); }

std::optional<int> leading_number(std::string_view& text) {
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
    return number;
}

}  // namespace

std::string ServerVersion::str() const { return fmt::format("{}.{}.{}", major, minor, patch); }

std::optional<ServerVersion> parse_version(std::string_view text) {
    text = trim(text);
    if (text.starts_with('v')) text.remove_prefix(1);
    const auto major = leading_number(text), minor = leading_number(text);
    if (!major || !minor) return std::nullopt;
    return ServerVersion{*major, *minor, leading_number(text).value_or(0)};
}

ServerVersion needed_version(Capability capability) { return ServerVersion{0, 3, row(capability).patch}; }

Result<void> require(ServerVersion present, Capability capability) {
    const ServerVersion needed = needed_version(capability);
    if (present >= needed) return {};
    return fail(Errc::not_supported,
                fmt::format("{} needs ComfyUI {} or newer; the server runs {}", row(capability).name,
                            needed.str(), present.str()),
                "update the server");
}

asio::awaitable<Result<protocol::SystemStats>> system_stats(Connection& connection, Deadline deadline) {
    auto body = co_await get_text(connection, "/system_stats", deadline);
    if (!body) co_return fail(std::move(body).error());
    auto stats = protocol::parse_system_stats(*body);
    if (!stats) co_return fail(std::move(stats).error().with("server", connection.server()));
    co_return stats;
}

asio::awaitable<Result<protocol::Features>> features(Connection& connection, Deadline deadline) {
    auto body = co_await get_text(connection, "/features", deadline);
    if (!body && body.error().fact("status") == "404")
        co_return fail(
            Error{Errc::not_supported, "the server tells no features", "it is older than ComfyUI 0.3.45"}
                .with("server", connection.server()));
    if (!body) co_return fail(std::move(body).error());
    auto read = protocol::parse_features(*body);
    if (!read) co_return fail(std::move(read).error().with("server", connection.server()));
    co_return read;
}

asio::awaitable<Result<std::int64_t>> poll_status(Connection& connection, Deadline deadline) {
    auto body = co_await get_text(connection, "/prompt", deadline);
    if (!body) co_return fail(std::move(body).error());
    auto status = protocol::parse_polled_status(*body);
    if (!status) co_return fail(std::move(status).error().with("server", connection.server()));
    co_return *status->queue_remaining;
}

asio::awaitable<Result<std::chrono::milliseconds>> ping(Connection& connection, Deadline deadline) {
    const auto start = std::chrono::steady_clock::now();
    auto status = co_await poll_status(connection, deadline);
    if (!status) co_return fail(std::move(status).error());
    co_return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
}

asio::awaitable<Result<void>> free_memory(Connection& connection, bool unload_models, bool drop_caches,
                                          Deadline deadline) {
    json::Object body;
    body["unload_models"] = unload_models;
    body["free_memory"] = drop_caches;
    return post_json(connection, "/free", std::move(body), deadline);
}

asio::awaitable<Result<ServerVersion>> server_version(Connection& connection, Deadline deadline) {
    auto stats = co_await system_stats(connection, deadline);
    if (!stats) co_return fail(std::move(stats).error());
    const auto version = parse_version(stats->comfyui_version);
    if (version) co_return *version;
    co_return fail(Errc::not_supported, "the server does not tell its version", "ComfyUI 0.3.0 and newer do",
                   stats->comfyui_version);
}

asio::awaitable<Result<void>> require(Connection& connection, Capability capability, Deadline deadline) {
    const auto version = co_await server_version(connection, deadline);
    if (!version) co_return fail(version.error());
    co_return require(*version, capability);
}

}  // namespace divan
