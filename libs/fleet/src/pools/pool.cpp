#include <divan/fleet/pool.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>

#include "driver/rethrow.hpp"
#include "pools/callback_jobs.hpp"

namespace divan {

PoolSettings Pool::default_settings() {
    PoolSettings settings;
    settings.max_queue = 1'000;
    return settings;
}

Pool::Pool(asio::any_io_executor executor, PoolSettings settings, const Logger* log)
    : core_{std::make_shared<PoolCore>(executor, std::move(settings), std::make_unique<NoFailover>(), log)} {
    auto jobs = std::make_unique<CallbackJobs>(*core_);
    jobs_ = jobs.get();
    core_->adopt(std::move(jobs));
}

Pool::~Pool() { close(); }

Result<ServerId> Pool::add_server(PoolServer server) { return core_->add_server(std::move(server)); }
bool Pool::remove_server(const ServerId& server) { return core_->remove_server(server); }
std::vector<ServerInfo> Pool::servers() const { return core_->servers(); }

Connection* Pool::connection(const ServerId& server) const {
    ServerLink* link = core_->find(server);
    return link ? &link->connection() : nullptr;
}

asio::awaitable<Result<void>> Pool::ready(Deadline deadline) { return core_->ready(deadline); }
void Pool::set_mode(PlacementMode mode) { core_->set_mode(mode); }
PlacementMode Pool::mode() const { return core_->mode(); }
void Pool::set_choice(ChooseServer choose) { core_->set_choice(std::move(choose)); }
Subscription Pool::watch(PoolEvents events) { return core_->watchers().add(std::move(events)); }
SchedulerStats Pool::stats() const { return core_->scheduler().stats(); }
void Pool::close() { core_->close(); }

asio::awaitable<Result<void>> Pool::run_erased(Erased job, PoolRunOptions options, bool knows_its_prompt) {
    JobRules rules;
    rules.priority = options.priority;
    rules.weight = options.weight;
    rules.servers.servers = std::move(options.include);
    rules.servers.required = !rules.servers.servers.empty();
    rules.servers.excluded = std::move(options.exclude);
    rules.failover = options.failover;
    rules.retry.delay = options.retry_delay;
    rules.retry.max_attempts =
        options.max_attempts.value_or(std::max<int>(1, static_cast<int>(core_->links().size())));
    rules.wait_limit = options.wait_limit;
    return jobs_->run(std::move(job), std::move(rules), knows_its_prompt);
}

asio::awaitable<Result<RunResult>> Pool::run_workflow(RunRequest request, RunEvents events,
                                                      PoolRunOptions options) {
    auto value = std::make_shared<std::optional<RunResult>>();
    Erased work = [=](Connection& connection, const JobTry&) -> asio::awaitable<Result<void>> {
        const auto keep = value;
        auto result = co_await divan::run(connection, request, events, kNever);
        if (!result) co_return fail(std::move(result).error());
        keep->emplace(std::move(*result));
        co_return Result<void>{};
    };
    auto ended = co_await run_erased(std::move(work), std::move(options), true);
    if (!ended) co_return fail(std::move(ended).error());
    co_return std::move(**value);
}

namespace {

/// Somebody waits for the acceptance while the run goes on.
struct Acceptance {
    explicit Acceptance(asio::any_io_executor executor) : told{std::move(executor), kNever} {}
    asio::steady_timer told;  // never fires: cancelled when one of these is there
    std::optional<AcceptedRun> accepted;
    std::optional<Error> failed;
};

asio::awaitable<Result<void>> run_and_tell(Connection& connection, ServerId server, RunRequest request,
                                           RunEvents events, std::shared_ptr<Acceptance> acceptance) {
    const Run run = start_run(connection, std::move(request), std::move(events), kNever);
    RunEvents listener;
    listener.on_accepted = [&](const protocol::PromptId&) {
        acceptance->accepted.emplace(server, run);
        acceptance->told.cancel();
    };
    const Subscription subscription = run.watch(std::move(listener));
    auto result = co_await run.result();
    if (result || acceptance->accepted) co_return Result<void>{};  // whoever has the run hears its end
    co_return fail(std::move(result).error());
}

}  // namespace

asio::awaitable<Result<AcceptedRun>> Pool::submit_workflow(RunRequest request, RunEvents events,
                                                           PoolRunOptions options) {
    auto acceptance = std::make_shared<Acceptance>(core_->executor());
    Erased work = [=](Connection& connection, const JobTry& one) {
        return run_and_tell(connection, one.server, request, events, acceptance);
    };
    auto running = run_erased(std::move(work), std::move(options), true);
    auto done = [acceptance](std::exception_ptr exception, Result<void> ended) {
        rethrow_from_pool(exception);
        if (!ended) acceptance->failed = std::move(ended).error();
        acceptance->told.cancel();
    };
    asio::co_spawn(core_->executor(), std::move(running), std::move(done));
    while (!acceptance->accepted && !acceptance->failed) {
        co_await acceptance->told.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none)
            co_return fail(Errc::cancelled,
                           "waiting for the acceptance was cancelled; the workflow may still be run");
    }
    if (acceptance->accepted) co_return *acceptance->accepted;
    co_return fail(std::move(*acceptance->failed));
}

asio::awaitable<void> Pool::run_all(std::vector<asio::awaitable<void>> work) {
    const auto core = core_;
    auto open = std::make_shared<std::size_t>(work.size());
    auto all = std::make_shared<asio::steady_timer>(core->executor(), kNever);
    for (auto& one : work)
        asio::co_spawn(core->executor(), std::move(one), [open, all](std::exception_ptr exception) {
            --*open;
            all->cancel();
            rethrow_from_pool(exception);
        });
    while (*open > 0) {
        co_await all->async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) co_return;
    }
}

}  // namespace divan
