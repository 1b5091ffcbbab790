#include <divan/jobs/dispatcher.hpp>

#include "dispatcher_core.hpp"

namespace divan::durable {

Dispatcher::Dispatcher(asio::any_io_executor executor, store::Store& store, store::AssetStore& assets,
                       DispatcherConfig config, const Logger& log)
    : core_{std::make_shared<DispatcherCore>(std::move(executor), store, assets, std::move(config), log)} {}

Dispatcher::~Dispatcher() { core_->die(); }

asio::awaitable<Result<void>> Dispatcher::start() {
    const auto core = core_;
    co_return co_await core->start();
}

asio::awaitable<bool> Dispatcher::stop(Deadline deadline) {
    const auto core = core_;
    co_return co_await core->stop(deadline);
}

const store::GatewayId& Dispatcher::gateway() const { return core_->gateway; }
bool Dispatcher::ready() const { return core_->ready(); }
ProgressHub& Dispatcher::progress() { return core_->progress; }
const DispatcherCounts& Dispatcher::counts() const { return core_->counts; }

std::vector<ServerState> Dispatcher::servers() const {
    std::vector<ServerState> states;
    for (const auto& [id, server] : core_->servers) states.push_back(server->state());
    return states;
}

Connection* Dispatcher::connection(const ServerId& server) {
    FleetServer* found = core_->find(server);
    return found ? &found->connection() : nullptr;
}

std::optional<NodeCatalogue> Dispatcher::catalogue(const ServerId& server) const {
    FleetServer* found = core_->find(server);
    return found ? found->inventory().catalogue() : std::nullopt;
}

Result<void> Dispatcher::add_server(ServerConfig server) { return core_->add_server(std::move(server)); }

Result<void> Dispatcher::drain_server(const ServerId& server, Deadline running_until) {
    return core_->drain_server(server, running_until);
}

Result<void> Dispatcher::undrain_server(const ServerId& server) {
    return core_->drain_server(server, std::nullopt);
}

Result<void> Dispatcher::remove_server(const ServerId& server) { return core_->remove_server(server); }

}  // namespace divan::durable
