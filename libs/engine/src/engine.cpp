#include <divan/engine/engine.hpp>

#include "server/service.hpp"

namespace divan::engine {

class Engine::Impl : public Service {
public:
    using Service::Service;
};

Engine::Engine(EngineConfig config, const Logger& log)
    : impl_{std::make_unique<Impl>(std::move(config), log)} {}

Engine::~Engine() { stop(); }

Result<void> Engine::start() { return impl_->start(); }

std::uint16_t Engine::port() const { return impl_->port(); }

std::string Engine::url() const { return impl_->url(); }

void Engine::stop() { impl_->stop(); }

std::uint64_t Engine::prompts_run() const { return impl_->prompts_run(); }

}  // namespace divan::engine
