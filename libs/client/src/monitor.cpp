#include <divan/client/monitor.hpp>

#include "route_call.hpp"

namespace divan::monitor {
namespace {

constexpr std::string_view kRoot = "/api/crystools/monitor";

std::string at(std::string_view rest) { return std::string{kRoot} + std::string{rest}; }

void add(json::Object& body, std::string_view key, std::optional<bool> value) {
    if (value) body[key] = *value;
}

asio::awaitable<Result<void>> send(Connection& connection, std::string method, std::string target,
                                   json::Object body, Deadline deadline) {
    if (body.empty()) co_return fail(Errc::invalid_argument, "nothing of the monitor is to change");
    net::HttpRequest request = with_json(std::move(method), std::move(target), std::move(body));
    auto reply = co_await exchange_ok_in(connection, Namespace::monitor, std::move(request), deadline);
    if (!reply) co_return fail(std::move(reply).error());
    co_return Result<void>{};
}

}  // namespace

struct Monitor::State {
    std::optional<protocol::MonitorSnapshot> latest;
    Listeners<const protocol::MonitorSnapshot&> listeners;
    Subscription messages;
};

Monitor::Monitor(Connection& connection) : state_{std::make_shared<State>()} {
    const std::weak_ptr<State> weak = state_;
    state_->messages = connection.on_message([weak](const protocol::ServerMessage& message) {
        const auto state = weak.lock();
        auto snapshot = state ? protocol::monitor_snapshot(message) : std::nullopt;
        if (!snapshot) return;
        state->latest = std::move(snapshot);
        const protocol::MonitorSnapshot told = *state->latest;  // a listener may end the monitor
        state->listeners.tell(told);
    });
}

const std::optional<protocol::MonitorSnapshot>& Monitor::latest() const { return state_->latest; }

Subscription Monitor::on_snapshot(std::function<void(const protocol::MonitorSnapshot&)> listener) {
    return state_->listeners.add(std::move(listener));
}

asio::awaitable<Result<void>> set_config(Connection& connection, Config config, Deadline deadline) {
    json::Object body;
    if (config.rate_seconds) body["rate"] = *config.rate_seconds;
    add(body, "switchCPU", config.cpu);
    add(body, "switchHDD", config.hdd);
    add(body, "switchRAM", config.ram);
    if (!config.which_hdd.empty()) body["whichHDD"] = config.which_hdd;
    return send(connection, "PATCH", at(""), std::move(body), deadline);
}

asio::awaitable<Result<void>> turn(Connection& connection, bool on, Deadline deadline) {
    json::Object body;
    body["monitor"] = on;
    return send(connection, "POST", at("/switch"), std::move(body), deadline);
}

asio::awaitable<Result<std::vector<std::string>>> hdds(Connection& connection, Deadline deadline) {
    net::HttpRequest get{"GET", at("/HDD")};
    return call_in(connection, Namespace::monitor, std::move(get), protocol::parse_monitored_disks, deadline);
}

asio::awaitable<Result<std::vector<protocol::MonitoredGpu>>> gpus(Connection& connection, Deadline deadline) {
    net::HttpRequest get{"GET", at("/GPU")};
    return call_in(connection, Namespace::monitor, std::move(get), protocol::parse_monitored_gpus, deadline);
}

asio::awaitable<Result<void>> set_gpu(Connection& connection, std::int64_t index, GpuConfig config,
                                      Deadline deadline) {
    json::Object body;
    add(body, "utilization", config.utilization);
    add(body, "vram", config.vram);
    add(body, "temperature", config.temperature);
    return send(connection, "PATCH", at("/GPU/" + std::to_string(index)), std::move(body), deadline);
}

}  // namespace divan::monitor
