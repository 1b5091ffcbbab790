#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <divan/fleet/memory_queue_storage.hpp>
#include <divan/store/sqlite_queue_storage.hpp>

#include "workflow_pool_stage.hpp"

// parity table, section 14: where a WorkflowPool keeps its queue, and what a job leaves
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;
using test::raising;
using test::sleepy;

/// A storage of the caller's own: it may do anything; this one counts and passes on.
class CountingStorage final : public QueueStorage {
public:
    explicit CountingStorage(std::map<std::string, int>& calls) : calls_{calls} {}

    asio::awaitable<Result<std::vector<LeftEntry>>> recover() override { return note("recover").recover(); }
    asio::awaitable<Result<void>> enqueue(QueueEntry e) override {
        return note("enqueue").enqueue(std::move(e));
    }
    asio::awaitable<Result<std::vector<QueueEntry>>> peek(std::size_t n) override {
        return note("peek").peek(n);
    }
    asio::awaitable<Result<std::optional<QueueEntry>>> find(JobId j) override { return note("find").find(j); }
    asio::awaitable<Result<std::optional<QueueReservation>>> reserve() override {
        return note("reserve").reserve();
    }
    asio::awaitable<Result<std::optional<QueueReservation>>> reserve_by_id(JobId j, std::string n) override {
        return note("reserve_by_id").reserve_by_id(j, n);
    }
    asio::awaitable<Result<void>> commit(std::string r) override { return note("commit").commit(r); }
    asio::awaitable<Result<void>> retry(std::string r, std::chrono::milliseconds delay,
                                        bool counts) override {
        return note("retry").retry(r, delay, counts);
    }
    asio::awaitable<Result<void>> discard(std::string r, std::string why) override {
        return note("discard").discard(r, why);
    }
    asio::awaitable<Result<bool>> remove(JobId j) override { return note("remove").remove(j); }
    asio::awaitable<Result<bool>> change(JobId j, int priority, double weight, std::string options) override {
        return note("change").change(j, priority, weight, options);
    }
    asio::awaitable<Result<QueueStats>> stats() override { return note("stats").stats(); }
    asio::awaitable<Result<void>> close() override { return note("close").close(); }

private:
    QueueStorage& note(const std::string& call) {
        ++calls_[call];
        return inner_;
    }
    std::map<std::string, int>& calls_;
    MemoryQueueStorage inner_;
};

TEST_F(ParityWorkflowPool, QueueAdapterInterface) {
    std::map<std::string, int> calls;
    WorkflowPoolOptions options = quick_options();
    options.storage = std::make_unique<CountingStorage>(calls);
    engine(failing_once("EmptyImage"));
    engine();
    pool_of_engines(std::move(options));
    ASSERT_TRUE(run(pool->recover()));
    JobOptions later = soon();
    later.delay = 1h;
    end_of(enqueue(picture(1)));                       // fails once, is retried, completes
    end_of(enqueue(raising("value"), one_attempt()));  // fails for good
    pool->cancel(enqueue(picture(2), later));          // never runs
    const JobId moved = enqueue(picture(3), later);
    EXPECT_TRUE(run(pool->reprioritise(moved, 5)));
    EXPECT_TRUE(run(pool->shutdown(ShutdownMode::now, within(5s))));
    EXPECT_EQ(calls, (std::map<std::string, int>{{"recover", 1},
                                                 {"enqueue", 4},
                                                 {"reserve_by_id", 3},
                                                 {"retry", 1},
                                                 {"commit", 1},
                                                 {"discard", 1},
                                                 {"remove", 1},
                                                 {"change", 1},
                                                 {"close", 1}}));
}

TEST_F(ParityWorkflowPool, MemoryQueueAdapter) {
    WorkflowPoolOptions options = quick_options();
    options.storage = std::make_unique<MemoryQueueStorage>();
    pool_of(1, std::move(options));
    const JobId blocker = enqueue(sleepy(0.3));
    ASSERT_TRUE(until([&] { return pool->job(blocker)->status == JobStatus::running; }));
    const auto subscription = pool->watch(diary());
    JobOptions urgent = named("urgent"), later = named("later");
    urgent.rules.priority = 9;
    later.rules.priority = 99;
    later.delay = 600ms;
    enqueue(picture(1), named("first"));
    enqueue(picture(2), named("second"));
    enqueue(picture(3), urgent);
    enqueue(picture(4), later);
    end_of(JobId{"later"});
    std::erase_if(told, [](const std::string& line) { return !line.starts_with("assigned"); });
    EXPECT_EQ(told, (std::vector<std::string>{"assigned urgent", "assigned first", "assigned second",
                                              "assigned later"}));
}

class ParityDurableQueue : public test::WorkflowPoolStage {
protected:
    WorkflowPoolOptions durable(boost::asio::io_context& loop) {
        WorkflowPoolOptions options = quick_options();
        auto storage = open_sqlite_queue(loop.get_executor(), queue_file);
        EXPECT_TRUE(storage) << (storage ? "" : describe(storage.error()));
        options.storage = std::move(*storage);
        return options;
    }
    void restart() {
        pool.reset();
        settle_for(50ms);
        pool_of_engines(durable(io));
        ASSERT_TRUE(run(pool->recover()));
    }
    /// What the other process does until it is killed: enqueue, run, and tell each acceptance.
    [[noreturn]] void work_until_killed(const std::string& url, int jobs, int told_to) {
        boost::asio::io_context loop{1};
        WorkflowPool own{loop.get_executor(), durable(loop)};
        PoolServer first = pool_server(url).value();
        first.id = ServerId{"a"};
        if (!own.add_server(first)) _exit(3);
        PoolEvents events;
        events.on_completed = [&](const JobTry&, const RunResult&) {
            if (write(told_to, "+", 1) != 1) _exit(4);
        };
        const auto subscription = own.watch(std::move(events));
        for (int i = 0; i < jobs; ++i) {
            JobOptions options;
            options.id = JobId{"job-" + std::to_string(i)};
            if (!test::run_on(loop, own.enqueue(sleepy(0.1, 2, i), options))) _exit(5);
        }
        test::settle(loop, 60s);
        _exit(6);
    }
    std::filesystem::path queue_file = folder.path() / "queue.sqlite";
};

TEST_F(ParityDurableQueue, SurvivesKillMinusNineWithoutLossOrDoubleRun) {
    constexpr int kJobs = 8;
    int urls[2], completions[2];
    ASSERT_TRUE(pipe(urls) == 0 && pipe(completions) == 0);
    const pid_t other = fork();  // before this process has threads
    if (other == 0) {
        close(completions[0]);
        std::string url(64, '\0');
        url.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(urls[0], url.data(), url.size()))));
        work_until_killed(url, kJobs, completions[1]);
    }
    close(completions[1]);
    engine();
    const std::string url = engines[0]->url();
    ASSERT_EQ(write(urls[1], url.data(), url.size()), static_cast<ssize_t>(url.size()));
    char byte = 0;
    int completed = 0;
    while (read(completions[0], &byte, 1) == 1)
        if (++completed == 3) kill(other, SIGKILL);
    int status = 0;
    waitpid(other, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << WEXITSTATUS(status);
    pool_of_engines(durable(io));
    ASSERT_TRUE(run(pool->recover()));
    for (int i = completed; i < kJobs; ++i)
        EXPECT_EQ(end_of(JobId{"job-" + std::to_string(i)}).status, JobStatus::completed) << i;
    EXPECT_EQ(prompts_on(0), static_cast<std::size_t>(kJobs))
        << "each ran once, the one that was running too";
    for (const int end : {urls[0], urls[1], completions[0]}) close(end);
}

TEST_F(ParityDurableQueue, FollowsWhatRunsAfterARestartAndKeepsTheOptions) {
    engine();
    pool_of_engines(durable(io));
    JobOptions options = named("runs");
    options.metadata["user"] = "ada";
    enqueue(sleepy(0.8), options);
    enqueue(picture(7), named("waits"));
    ASSERT_TRUE(
        until([&] { return pool->job(JobId{"runs"})->status == JobStatus::running && prompts_on(0) == 1; }));
    restart();
    const JobRecord runs = end_of(JobId{"runs"}), waits = end_of(JobId{"waits"});
    EXPECT_EQ(runs.status, JobStatus::completed) << (runs.last_error ? describe(*runs.last_error) : "");
    EXPECT_EQ(runs.result->files().size(), 1U);
    EXPECT_EQ(runs.options->metadata.at("user"), "ada");
    EXPECT_EQ(waits.status, JobStatus::completed);
    EXPECT_EQ(*waits.workflow, picture(7));
    EXPECT_EQ(prompts_on(0), 2U) << "the first was followed and not sent again";
}

TEST_F(ParityDurableQueue, WhatEndedIsNotRunAgain) {
    engine();
    pool_of_engines(durable(io));
    end_of(enqueue(picture(1), named("done")));
    end_of(enqueue(raising("value"), named("failed", one_attempt())));
    pool->cancel(enqueue(picture(2), [] {
        JobOptions later = named("cancelled");
        later.delay = 1h;
        return later;
    }()));
    end_of(JobId{"cancelled"});
    restart();
    EXPECT_EQ(pool->stats().waiting + pool->stats().running + pool->stats().delayed, 0U);
    EXPECT_EQ(prompts_on(0), 2U);
}

TEST_F(ParityDurableQueue, AShutdownAtOnceKeepsItsJobsForTheNextProcess) {
    engine();
    pool_of_engines(durable(io));
    enqueue(sleepy(3.0, 10), named("runs"));
    enqueue(picture(1), named("waits"));
    ASSERT_TRUE(until([&] { return prompts_on(0) == 1; }));
    ASSERT_TRUE(run(pool->shutdown(ShutdownMode::now, within(10s))));
    restart();
    EXPECT_EQ(end_of(JobId{"runs"}).status, JobStatus::completed);
    EXPECT_EQ(end_of(JobId{"waits"}).status, JobStatus::completed);
}

TEST_F(ParityWorkflowPool, Result) {
    pool_of(1);
    Workflow workflow = sleepy(0.05, 2, -1);
    ASSERT_TRUE(workflow.declare_output("hero:9"));
    const JobRecord record = end_of(enqueue(workflow));
    ASSERT_TRUE(record.result);
    EXPECT_EQ(record.result->prompt_id, record.prompt_id);
    const json::Object by_alias = record.result->to_object();
    ASSERT_TRUE(by_alias.contains("hero")) << "keys by alias";
    EXPECT_TRUE(json::find(by_alias.at("hero"), "images"));
    EXPECT_EQ(record.result->collected, (std::vector{DeclaredOutput{"hero", NodeId{"9"}}}));
    ASSERT_EQ(record.result->seeds.size(), 1U);
    EXPECT_EQ(record.result->seeds[0].node, NodeId{"1"});
}

}  // namespace
}  // namespace divan
