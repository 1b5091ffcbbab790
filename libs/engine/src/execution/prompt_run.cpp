#include "execution/prompt_run.hpp"

#include "execution/cache_modes.hpp"
#include "execution/error_report.hpp"

namespace divan::engine {
namespace {

template <class Value>
std::unique_ptr<NodeCache<Value>> make_cache(const ExecutorConfig& config) {
    switch (config.cache) {
        case ExecutorConfig::Cache::lru:
            return std::make_unique<LruCache<Value>>(config.lru_size);
        case ExecutorConfig::Cache::none:
            return std::make_unique<DependencyCache<Value>>();
        case ExecutorConfig::Cache::classic:
            break;
    }
    return std::make_unique<ClassicCache<Value>>();
}

json::Array texts(const std::vector<std::string>& list) {
    json::Array array;
    for (const std::string& text : list) array.emplace_back(text);
    return array;
}

}  // namespace

ExecutorCaches make_caches(const ExecutorConfig& config) {
    ExecutorCaches caches;
    caches.outputs = make_cache<OutputLists>(config);
    caches.ui = make_cache<UiResult>(config);
    if (config.cache == ExecutorConfig::Cache::none)
        caches.instances = std::make_unique<DependencyCache<InstanceMemory>>();
    else
        caches.instances = std::make_unique<ClassicCache<InstanceMemory>>();
    return caches;
}

PromptRun::PromptRun(Environment environment, const QueueItem& item, bool success_before)
    : env_{environment},
      item_{item},
      graph_{item_.prompt},
      announcer_{env_.parts.sink, item.prompt_id, client_of(item.extra_data)},
      progress_{graph_, announcer_},
      is_changed_{graph_, env_.classes, env_.parts.folders, env_.parts.log},
      signatures_{graph_, env_.classes, [this](const std::string& id) { return is_changed_.get(id); },
                  env_.serial},
      order_{graph_, env_.classes,
             [this](const std::string& id) { return env_.caches.outputs->get(id) != nullptr; }},
      success_{success_before} {}

PromptOutcome PromptRun::execute() {
    env_.parts.queue.interrupt = false;  // one that came while nothing ran is lost, as on a real server
    env_.parts.queue.set_executing(announcer_.client(), std::nullopt);
    announcer_.record("execution_start", json::Object{{"prompt_id", item_.prompt_id}}, false);
    start_caches();
    announce_cached();
    run_nodes();
    PromptOutcome outcome;
    outcome.fate = fate_;
    outcome.success = success_;
    if (fate_ == PromptFate::ended) collect_ui(outcome);
    outcome.messages = announcer_.take_recorded();
    env_.parts.queue.set_executing(announcer_.client(), std::nullopt);
    return outcome;
}

void PromptRun::start_caches() {
    const std::vector<std::string> ids = graph_.prompt_ids();
    auto known = std::make_shared<std::map<std::string, std::string>>();  // one signature serves two caches
    const auto signature = [this, known](const std::string& id) {
        const auto found = known->find(id);
        return found != known->end() ? found->second : known->emplace(id, signatures_.of(id)).first->second;
    };
    const auto instance = [this](const std::string& id) { return id + '\n' + graph_.class_of(id); };
    env_.caches.outputs->start_prompt(CacheView{graph_, signature}, ids);
    env_.caches.ui->start_prompt(CacheView{graph_, signature}, ids);
    env_.caches.instances->start_prompt(CacheView{graph_, instance}, ids);
}

void PromptRun::announce_cached() {
    json::Array cached;
    for (const std::string& id : graph_.prompt_ids())
        if (env_.caches.outputs->get(id)) cached.emplace_back(id);
    json::Object data{{"nodes", std::move(cached)}};
    data.emplace("prompt_id", item_.prompt_id);
    announcer_.record("execution_cached", std::move(data), false);
}

void PromptRun::run_nodes() {
    current_outputs_ = texts(env_.caches.outputs->node_ids());
    for (const std::string& id : item_.outputs) {
        auto added = order_.add(id);
        if (added) continue;
        // A link to a node that does not exist: a real server's worker dies here, ours reports it.
        success_ = false;
        NodeError error;
        error.node_id = id;
        error.failure = std::move(added).error();
        return report(error);
    }
    while (!order_.empty()) {
        const auto id = order_.next();
        // A circle leaves `success_` as the node before left it: history then says success (ComfyUI 0.3.64).
        if (!id) return report(cycle_error());
        run_staged(*id);
        if (fate_ != PromptFate::ended) return;
        if (error_) return report(*error_);
    }
    announcer_.record("execution_success", json::Object{{"prompt_id", item_.prompt_id}}, false);
}

void PromptRun::run_staged(const std::string& id) {
    const Turn result = turn(id);
    success_ = result != Turn::failed;
    if (result == Turn::done) order_.complete(id);
}

NodeError PromptRun::cycle_error() const {
    const std::vector<std::string> nodes = order_.in_cycle();
    NodeError error;
    error.node_id = nodes.front();
    for (const std::string& id : nodes)
        if (const std::string display = graph_.display_of(id); display != id) {
            error.node_id = display;
            break;
        }
    error.failure = NodeFailure{"graph.DependencyCycleError", "Dependency cycle detected"};
    error.current_inputs = json::Array{};
    return error;
}

void PromptRun::report(const NodeError& error) {
    json::Object data{{"prompt_id", item_.prompt_id}, {"node_id", error.node_id}};
    data.emplace("node_type", graph_.class_of(error.node_id));
    data.emplace("executed", executed_list());
    if (error.failure.interrupted) return announcer_.record("execution_interrupted", std::move(data), true);
    data.emplace("exception_message", exception_message(error.failure));
    data.emplace("exception_type", error.failure.type);
    data.emplace("traceback", error.traceback);
    data.emplace("current_inputs", error.current_inputs);
    data.emplace("current_outputs", current_outputs_);
    announcer_.record("execution_error", std::move(data), false);
}

json::Array PromptRun::executed_list() const { return texts(executed_); }

/// Also nodes that were cached before, and when the prompt failed (ComfyUI 0.3.64).
void PromptRun::collect_ui(PromptOutcome& outcome) {
    for (const std::string& id : env_.caches.ui->node_ids())
        if (const UiResult* ui = env_.caches.ui->get(id)) {
            outcome.outputs.emplace(id, ui->output);
            outcome.meta.emplace(id, ui->meta);
        }
}

}  // namespace divan::engine
