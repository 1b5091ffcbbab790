// What a pool costs: its queue by length, and jobs through four servers whose nodes take no time. Prints a
// table. The embedded engines are the servers, in the same process; their work is part of the last figures,
// and measured apart by a run without a pool.
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <iostream>
#include <random>

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <divan/base/files.hpp>
#include <divan/engine/engine.hpp>
#include <divan/fleet/memory_queue_storage.hpp>
#include <divan/fleet/workflow_pool.hpp>
#include <divan/store/sqlite_queue_storage.hpp>

#include "bench_workflows.hpp"

namespace {

using namespace divan;
using bench::tiny;
using bench::usual;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

void row(const std::string& what, const std::string& figure) {
    std::cout << fmt::format("| {:<58} | {:>18} |", what, figure) << std::endl;
}

[[noreturn]] void give_up(const Error& error) {
    std::cerr << describe(error) << "\n";
    std::exit(1);
}

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

double cpu_seconds(int who) {
    rusage usage{};
    getrusage(who, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::size_t heap_bytes() { return mallinfo2().uordblks; }

struct Cost {
    double enqueue_us = 0, start_us = 0, cancel_us = 0, bytes = 0;
};

/// The scheduler alone, with so many jobs waiting: two thousand further ones come in, are started or
/// cancelled.
Cost scheduler_cost(std::size_t waiting) {
    constexpr int kMeasured = 2'000;
    PoolScheduler scheduler{{}, std::make_unique<SmartFailover>()};
    for (const std::string server : {"a", "b", "c", "d"})
        static_cast<void>(scheduler.add_server(ServerSetup{ServerId{server}}));
    std::mt19937 random{1};
    std::vector<std::shared_ptr<const JobRules>> rules;
    for (int priority = 0; priority < 5; ++priority) {
        JobRules some;
        some.priority = priority;
        rules.push_back(std::make_shared<const JobRules>(some));
    }
    const Deadline now = SteadyClock::now();
    int count = 0;
    const auto add = [&] {
        QueuedJob job;
        job.id = JobId{fmt::format("{:036}", ++count)};
        job.rules = rules[random() % rules.size()];
        job.workflow_hashes.push_back("workflow " + std::to_string(random() % 50));
        if (const auto added = scheduler.add(std::move(job), now); !added) give_up(added.error());
    };
    const std::size_t before = heap_bytes();
    for (std::size_t i = 0; i < waiting; ++i) add();
    Cost cost;
    cost.bytes = static_cast<double>(heap_bytes() - before) / static_cast<double>(waiting);
    auto begin = SteadyClock::now();
    for (int i = 0; i < kMeasured; ++i) add();
    cost.enqueue_us = seconds_since(begin) * 1e6 / kMeasured;
    begin = SteadyClock::now();
    for (int i = 0; i < kMeasured / 2; ++i)
        scheduler.cancel(JobId{fmt::format("{:036}", 1 + random() % static_cast<unsigned>(count))});
    static_cast<void>(scheduler.take_actions(now));
    cost.cancel_us = seconds_since(begin) * 1e6 / (kMeasured / 2);
    for (const std::string server : {"a", "b", "c", "d"})
        scheduler.set_status(ServerId{server}, ServerStatus{1'000, 0});
    begin = SteadyClock::now();
    for (int started = 0; started < kMeasured / 2;)
        for (const PoolAction& action : scheduler.take_actions(now))
            if (const auto* start = std::get_if<StartJob>(&action)) {
                scheduler.on_ended(start->job, std::nullopt, Error{}, 1ms, now);
                ++started;
            }
    cost.start_us = seconds_since(begin) * 1e6 / (kMeasured / 2);
    return cost;
}

void scheduler_table() {
    for (const std::size_t waiting : {1'000U, 10'000U, 100'000U, 1'000'000U}) {
        const Cost cost = scheduler_cost(waiting);
        row(fmt::format("scheduler, {} waiting: enqueue / start and end / cancel", waiting),
            fmt::format("{:.1f} / {:.1f} / {:.1f} µs", cost.enqueue_us, cost.start_us, cost.cancel_us));
        row(fmt::format("scheduler, {} waiting: memory per job", waiting),
            fmt::format("{:.0f} B", cost.bytes));
    }
}

template <class Work>
void run_to_end(asio::io_context& io, Work work) {
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr exception) {
        if (exception) std::rethrow_exception(exception);
        io.stop();
    });
    io.restart();
    io.run();
}

asio::awaitable<void> enqueue_usual(WorkflowPool& pool, int first, int count) {
    for (int i = first; i < first + count; ++i) {
        auto id = co_await pool.enqueue(usual(i));
        if (!id) give_up(id.error());
    }
}

/// The whole pool, workflows and all, without a server. By the thread's own clock, and the median of several
/// batches: other programs and the growth of tables must not count.
void pool_queue(int waiting) {
    constexpr int kBatches = 9, kBatch = 500;
    asio::io_context io{1};
    WorkflowPool pool{io.get_executor()};
    const std::size_t before = heap_bytes();
    run_to_end(io, enqueue_usual(pool, 0, waiting));
    const double bytes = static_cast<double>(heap_bytes() - before) / waiting;
    std::vector<double> batches;
    for (int batch = 0; batch < kBatches; ++batch) {
        const double begin = cpu_seconds(RUSAGE_THREAD);
        run_to_end(io, enqueue_usual(pool, waiting + batch * kBatch, kBatch));
        batches.push_back((cpu_seconds(RUSAGE_THREAD) - begin) * 1e6 / kBatch);
    }
    std::ranges::sort(batches);
    row(fmt::format("pool, {} waiting: enqueue a text-to-image workflow", waiting),
        fmt::format("{:.0f} µs", batches[kBatches / 2]));
    row(fmt::format("pool, {} waiting: memory per job (its JSON: {} B)", waiting, usual(1).to_json().size()),
        fmt::format("{:.0f} B", bytes));
}

asio::awaitable<void> run_jobs(WorkflowPool& pool, int count, int first_colour) {
    for (int i = 0; i < count; ++i) {
        auto id = co_await pool.enqueue(tiny(first_colour + i));
        if (!id) give_up(id.error());
    }
}

void jobs_over_four_servers(const std::vector<std::unique_ptr<engine::Engine>>& engines, int depth,
                            int first_colour) {
    constexpr int kJobs = 2'000;
    asio::io_context io{1};
    WorkflowPoolOptions options;
    options.servers.depth = depth;
    WorkflowPool pool{io.get_executor(), std::move(options)};
    for (const auto& engine : engines) {
        auto server = pool_server(engine->url());
        if (!server) give_up(server.error());
        if (const auto added = pool.add_server(*server); !added) give_up(added.error());
    }
    int ended = 0;
    PoolEvents events;
    events.on_completed = [&](const JobTry&, const RunResult&) {
        if (++ended == kJobs) io.stop();
    };
    events.on_failed = [&](const JobFailure& failure) { give_up(failure.error); };
    const auto subscription = pool.watch(std::move(events));
    const auto begin = SteadyClock::now();
    const double cpu = cpu_seconds(RUSAGE_SELF), own = cpu_seconds(RUSAGE_THREAD);
    asio::co_spawn(io, run_jobs(pool, kJobs, first_colour), [](std::exception_ptr exception) {
        if (exception) std::rethrow_exception(exception);
    });
    io.run();
    row(fmt::format("{} jobs over 4 servers, depth {}", kJobs, depth),
        fmt::format("{:.0f} jobs/s", kJobs / seconds_since(begin)));
    row(fmt::format("CPU per 1,000 jobs, depth {}: the pool's thread", depth),
        fmt::format("{:.3f} s", (cpu_seconds(RUSAGE_THREAD) - own) * 1000 / kJobs));
    row(fmt::format("CPU per 1,000 jobs, depth {}: pool and 4 engines", depth),
        fmt::format("{:.3f} s", (cpu_seconds(RUSAGE_SELF) - cpu) * 1000 / kJobs));
}

void sqlite_queue() {
    constexpr int kJobs = 20'000;
    const TemporaryFolder folder{"divan-bench"};
    asio::io_context io{1};
    auto storage = open_sqlite_queue(io.get_executor(), folder.path() / "queue.sqlite");
    if (!storage) give_up(storage.error());
    const auto begin = SteadyClock::now();
    int open = 64, next = 0;
    const auto lane = [&]() -> asio::awaitable<void> {
        while (next < kJobs) {
            QueueEntry entry{JobId{fmt::format("{:036}", ++next)}};
            entry.workflows.push_back(usual(next).to_json());
            auto kept = co_await (*storage)->enqueue(std::move(entry));
            if (!kept) give_up(kept.error());
        }
    };
    for (int i = 0; i < 64; ++i)
        asio::co_spawn(io, lane(), [&](std::exception_ptr) {
            if (--open == 0) io.stop();
        });
    io.run();
    row("SQLite queue: durable enqueues, 64 at once", fmt::format("{:.0f} /s", kJobs / seconds_since(begin)));
}

}  // namespace

int main() {
    std::cout << fmt::format("| {:<58} | {:>18} |\n| --- | --- |\n", "what", "figure");
    scheduler_table();
    pool_queue(1'000);
    pool_queue(10'000);
    pool_queue(100'000);
    sqlite_queue();
    const Logger silent;
    std::vector<std::unique_ptr<engine::Engine>> engines;
    engine::EngineConfig config;
    config.previews = false;
    for (int i = 0; i < 4; ++i) {
        engines.push_back(std::make_unique<engine::Engine>(config, silent));
        if (const auto started = engines.back()->start(); !started) give_up(started.error());
    }
    jobs_over_four_servers(engines, 1, 1'000'000);
    jobs_over_four_servers(engines, 2, 2'000'000);
}
