#include <divan/jobs/housekeeping.hpp>

#include <boost/asio/steady_timer.hpp>

#include "spawn.hpp"
#include "timers.hpp"

namespace divan::durable {

struct Housekeeping::State {
    State(const asio::any_io_executor& loop, store::Store& jobs, store::AssetStore& files,
          HousekeepingConfig settings, const Logger& logger)
        : executor{loop}, store{jobs}, assets{files}, config{std::move(settings)}, log{logger}, timer{loop} {}

    const asio::any_io_executor executor;
    store::Store& store;
    store::AssetStore& assets;
    const HousekeepingConfig config;
    const Logger& log;
    asio::steady_timer timer;
    bool over = false;
};

asio::awaitable<Result<Tidied>> tidy(store::Store& store, store::AssetStore& assets,
                                     HousekeepingConfig config) {
    Tidied tidied;
    for (;;) {
        auto swept = co_await store::sweep(store, config.retention);
        if (!swept) co_return fail(std::move(swept).error());
        tidied.rows.jobs += swept->jobs;
        tidied.rows.results += swept->results;
        tidied.rows.uploads += swept->uploads;
        tidied.rows.submissions += swept->submissions;
        tidied.rows.graphs += swept->graphs;
        if (swept->total() == 0) break;
    }
    for (;;) {
        auto cleaned = co_await store::clean_blobs(store, assets);
        if (!cleaned) co_return fail(std::move(cleaned).error());
        tidied.files.blobs += cleaned->blobs;
        tidied.files.bytes += cleaned->bytes;
        if (cleaned->blobs == 0) break;
    }
    auto staged = co_await assets.sweep_staged(config.staged_after);
    if (!staged) co_return fail(std::move(staged).error());
    tidied.staged = *staged;
    co_return tidied;
}

asio::awaitable<void> Housekeeping::run(std::shared_ptr<State> state) {
    while (!state->over) {
        auto tidied = co_await tidy(state->store, state->assets, state->config);
        if (!tidied)
            state->log.write(LogLevel::warn, "jobs", "what is over its time could not be removed",
                             {{"error", std::string_view{tidied.error().message}}});
        else if (tidied->rows.total() + tidied->files.blobs + tidied->staged > 0)
            state->log.write(LogLevel::info, "jobs", "removed what is over its time",
                             {{"jobs", tidied->rows.jobs},
                              {"files", tidied->files.blobs},
                              {"bytes", static_cast<long long>(tidied->files.bytes)}});
        if (state->over) co_return;
        co_await wait_on(state->timer, within(state->config.every));
    }
}

Housekeeping::Housekeeping(asio::any_io_executor executor, store::Store& store, store::AssetStore& assets,
                           HousekeepingConfig config, const Logger& log)
    : state_{std::make_shared<State>(executor, store, assets, std::move(config), log)} {}

Housekeeping::~Housekeeping() {
    state_->over = true;
    state_->timer.cancel();
}

void Housekeeping::start() { spawn(state_->executor, run(state_)); }

}  // namespace divan::durable
