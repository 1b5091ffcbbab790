#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <divan/client/connection.hpp>
#include <divan/protocol/monitor.hpp>

/// The extension ComfyUI-Crystools: what the server's machine is doing. Source: crystian/ComfyUI-Crystools
/// (October 2025), server/monitor.py. Errors of all calls: connect_failed, connection_lost, in_doubt (PATCH,
/// POST), timeout, unauthorized, unexpected_status (400: a value that it does not take), malformed_reply,
/// not_supported.
namespace divan::monitor {

/// Hears the measurements that the server sends to every socket, once a second by default. It asks the server
/// nothing: the first measurement switches it on. Threads: as the connection, which outlives it.
class Monitor {
public:
    explicit Monitor(Connection& connection);

    bool active() const { return latest().has_value(); }  ///< a measurement has come
    const std::optional<protocol::MonitorSnapshot>& latest() const;
    [[nodiscard]] Subscription on_snapshot(std::function<void(const protocol::MonitorSnapshot&)> listener);

private:
    struct State;
    std::shared_ptr<State> state_;
};

/// What is set is changed, for everybody.
struct Config {
    std::optional<double> rate_seconds;  ///< between two measurements; 0 stops them
    std::optional<bool> cpu, hdd, ram;
    std::string which_hdd;  ///< a mount point of `hdds`; empty: as it is

    Config() = default;
};

/// PATCH /api/crystools/monitor.
asio::awaitable<Result<void>> set_config(Connection& connection, Config config, Deadline deadline);
/// POST /api/crystools/monitor/switch.
asio::awaitable<Result<void>> turn(Connection& connection, bool on, Deadline deadline);
/// GET /api/crystools/monitor/HDD: mount points.
asio::awaitable<Result<std::vector<std::string>>> hdds(Connection& connection, Deadline deadline);
/// GET /api/crystools/monitor/GPU.
asio::awaitable<Result<std::vector<protocol::MonitoredGpu>>> gpus(Connection& connection, Deadline deadline);

struct GpuConfig {
    std::optional<bool> utilization, vram, temperature;  ///< what is set is changed

    GpuConfig() = default;
};

/// PATCH /api/crystools/monitor/GPU/{index}.
asio::awaitable<Result<void>> set_gpu(Connection& connection, std::int64_t index, GpuConfig config,
                                      Deadline deadline);

}  // namespace divan::monitor
