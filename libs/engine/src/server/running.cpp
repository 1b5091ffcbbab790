#include "server/running.hpp"

#include <charconv>

#include "nodes/builtin_nodes.hpp"

namespace divan::engine {

namespace {

Folders folders_below(const std::filesystem::path& base) {
    return {base / "input", base / "output", base / "temp", base / "user"};
}

std::optional<std::size_t> lru_size(std::string_view text) {
    constexpr std::string_view prefix = "lru:";
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    const bool good = error == std::errc{} && end == text.data() + text.size() && size > 0;
    return good ? std::optional{size} : std::nullopt;
}

HttpFace::Rules rules_of(const EngineConfig& config) {
    HttpFace::Rules rules;
    rules.cors_origin = config.cors_origin;
    rules.max_body_bytes = config.max_upload_bytes;
    return rules;
}

Fault fatal(ExecutionFaults::Kind kind, std::chrono::milliseconds span) {
    Fault fault;
    fault.place = Place::node;
    fault.span = span;
    fault.effect = kind == ExecutionFaults::Kind::exit_process ? Effect::exit : Effect::restart_empty;
    return fault;
}

}  // namespace

Result<ExecutorConfig> execution_config(const EngineConfig& config) {
    ExecutorConfig execution;
    execution.previews = config.previews;
    if (const auto size = lru_size(config.cache)) {
        execution.cache = ExecutorConfig::Cache::lru;
        execution.lru_size = *size;
    } else if (config.cache == "none") {
        execution.cache = ExecutorConfig::Cache::none;
    } else if (config.cache != "classic") {
        return fail(Errc::invalid_argument, "no cache of that kind: " + config.cache,
                    "use classic, none or lru:N");
    }
    return execution;
}

Service::Running::Running(boost::asio::io_context& io, const EngineConfig& config,
                          const std::filesystem::path& base, ModelCosts models, ExecutorConfig execution,
                          OnFatal on_fatal)
    : costs{std::move(models)},
      folders{folders_below(base)},
      models_folder{base / "models"},
      registry{make_registry(config, costs)},
      faults{clock},
      message_faults{faults},
      hub{io.get_executor(), message_faults},
      queue{hub},
      logs{hub, clock},
      users{folders.user, config.multi_user},
      executor{executor_parts(on_fatal), execution},
      worker{worker_parts()},
      site{config, folders, models_folder, costs, registry, queue, logs, faults, users, clock, clock.utc()},
      face{router, hub, faults, rules_of(config), on_fatal} {
    message_faults.on_fatal(on_fatal);
    hub.greet_with(greeting(config));
    hub.on_gone([this](const std::string& sid) { logs.unsubscribe_lost(sid); });
}

NodeRegistry Service::Running::make_registry(const EngineConfig& config, const ModelCosts& costs) {
    NodeRegistry registry;
    add_builtin_nodes(registry, costs);
    if (config.test_nodes) add_test_nodes(registry);
    return registry;
}

Executor::Parts Service::Running::executor_parts(const OnFatal& on_fatal) {
    const auto log = [this](std::string_view line) { logs.add(line); };
    const auto fatal_here = [this, on_fatal](ExecutionFaults::Kind kind) {
        if (kind == ExecutionFaults::Kind::restart_empty) {
            queue.forget();
            executor.drop_caches();
        }
        on_fatal(fatal(kind, faults.node_span()));
    };
    return {registry, folders, hub, queue, &faults, log, fatal_here};
}

PromptWorker::Parts Service::Running::worker_parts() {
    const auto unload = [this] { logs.add("Unloading models"); };
    return {queue, executor, hub, unload, [this](std::string_view line) { logs.add(line); }};
}

Hub::Greeting Service::Running::greeting(const EngineConfig& config) const {
    Hub::Greeting greeting;
    greeting.remaining = [this] { return queue.remaining(); };
    greeting.executing_node = [this](const std::string& sid) {
        return queue.executing_client() == sid ? queue.executing_node() : std::nullopt;
    };
    greeting.features = server_features(config);
    return greeting;
}

}  // namespace divan::engine
