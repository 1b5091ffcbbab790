#pragma once

#include <functional>

#include <boost/asio/io_context.hpp>

#include <divan/base/clock.hpp>
#include <divan/engine/engine.hpp>

#include "execution/executor.hpp"
#include "execution/prompt_worker.hpp"
#include "faults/message_faults.hpp"
#include "server/http_face.hpp"
#include "server/service.hpp"
#include "server/site.hpp"

namespace divan::engine {

/// The parts of an engine in the order in which they need each other.
struct Service::Running {
    using OnFatal = std::function<void(const Fault&)>;  ///< any thread

    Running(boost::asio::io_context& io, const EngineConfig& config, const std::filesystem::path& base,
            ModelCosts models, ExecutorConfig execution, OnFatal on_fatal);

    const SystemClock clock;
    const ModelCosts costs;
    const Folders folders;
    const std::filesystem::path models_folder;
    NodeRegistry registry;
    FaultBoard faults;
    MessageFaults message_faults;
    Hub hub;
    PromptQueue queue;
    LogRing logs;
    Users users;
    Executor executor;
    PromptWorker worker;
    Site site;
    Router router;
    HttpFace face;

private:
    static NodeRegistry make_registry(const EngineConfig& config, const ModelCosts& costs);
    Executor::Parts executor_parts(const OnFatal& on_fatal);
    PromptWorker::Parts worker_parts();
    Hub::Greeting greeting(const EngineConfig& config) const;
};

/// "classic", "none" or "lru:N". Errors: `invalid_argument`.
Result<ExecutorConfig> execution_config(const EngineConfig& config);

}  // namespace divan::engine
