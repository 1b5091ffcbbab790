#include "execution/executor.hpp"

#include "execution/prompt_run.hpp"

namespace divan::engine {

struct Executor::State {
    State(Parts given, ExecutorConfig chosen)
        : parts{std::move(given)}, config{chosen}, classes{parts.registry}, caches{make_caches(config)} {}

    Parts parts;
    ExecutorConfig config;
    ClassBook classes;
    ExecutorCaches caches;
    std::uint64_t serial = 0;
    bool success = true;  ///< as the last prompt left it
    bool running = false;
    bool drop_later = false;  ///< `drop_caches` was called by the running prompt
};

Executor::Executor(Parts parts, ExecutorConfig config)
    : state_{std::make_unique<State>(std::move(parts), config)} {}

Executor::~Executor() = default;

PromptOutcome Executor::execute(const QueueItem& item) {
    state_->running = true;
    PromptOutcome outcome;
    {
        const PromptRun::Environment environment{state_->parts, state_->config, state_->classes,
                                                 state_->caches, ++state_->serial};
        PromptRun run{environment, item, state_->success};
        outcome = run.execute();
    }
    state_->success = outcome.success;
    state_->running = false;
    if (state_->drop_later) drop_caches();
    return outcome;
}

void Executor::drop_caches() {
    state_->drop_later = state_->running;
    if (state_->running) return;
    state_->caches = make_caches(state_->config);
    state_->success = true;
}

}  // namespace divan::engine
