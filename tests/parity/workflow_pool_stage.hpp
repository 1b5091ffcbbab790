#pragma once

#include <optional>

#include <boost/asio/co_spawn.hpp>

#include "pool_stage.hpp"

namespace divan::test {

/// Engines and a WorkflowPool over them.
class WorkflowPoolStage : public PoolStage {
protected:
    /// A pool of so many engines, all of them up.
    WorkflowPool& pool_of(std::size_t servers, WorkflowPoolOptions options = quick_options()) {
        for (std::size_t i = 0; i < servers; ++i) engine();
        return pool_of_engines(std::move(options));
    }
    /// A pool of the engines that were started.
    WorkflowPool& pool_of_engines(WorkflowPoolOptions options = quick_options()) {
        pool = std::make_unique<WorkflowPool>(io.get_executor(), std::move(options));
        for (std::size_t i = 0; i < engines.size(); ++i) EXPECT_TRUE(pool->add_server(server(i)));
        EXPECT_TRUE(all_stable());
        return *pool;
    }
    bool all_stable() {
        return until([&] {
            return std::ranges::all_of(pool->servers(), [](const ServerInfo& info) { return info.stable; });
        });
    }
    JobId enqueue(Workflow workflow, JobOptions options = soon()) {
        auto id = run(pool->enqueue(std::move(workflow), std::move(options)));
        EXPECT_TRUE(id) << (id ? "" : describe(id.error()));
        return id.value_or(JobId{});
    }
    JobRecord end_of(const JobId& job) {
        auto record = run(pool->wait(job));
        EXPECT_TRUE(record) << (record ? "" : describe(record.error()));
        return record ? *record : JobRecord{};
    }
    static JobOptions one_attempt() {
        JobOptions options = soon();
        options.rules.retry.max_attempts = 1;
        return options;
    }
    static JobOptions on(const std::string& server) {
        JobOptions options = soon();
        options.rules.servers.servers = {ServerId{server}};
        options.rules.servers.required = true;
        return options;
    }
    static JobOptions named(const std::string& job, JobOptions options = soon()) {
        options.id = JobId{job};
        return options;
    }
    void TearDown() override {
        pool.reset();
        PoolStage::TearDown();
    }

    std::unique_ptr<WorkflowPool> pool;

    static EngineTraits failing_once(const std::string& node) {
        EngineTraits traits;
        traits.faults = "[[fault]]\nnode = \"" + node + "\"\ndo = \"raise\"\ntimes = 1\n";
        return traits;
    }

    /// Writes down what is told, with the job's or server's name.
    PoolEvents diary() {
        PoolEvents events;
        const auto note = [this](std::string what, const std::string& whom) {
            told.push_back(std::move(what) + " " + whom);
        };
        events.on_ready = [this] { told.push_back("ready"); };
        events.on_server = [=](const ServerNews& news) {
            note(std::string{name(news.change)}, news.server.str());
        };
        events.on_queued = [=](const JobId& job) { note("queued", job.str()); };
        events.on_assigned = [=](const JobTry& one) { note("assigned", one.job.str()); };
        events.on_accepted = [=](const JobTry& one, const protocol::PromptId&) {
            note("accepted", one.job.str());
        };
        events.on_started = [=](const JobTry& one) { note("started", one.job.str()); };
        events.on_progress = [this](const JobTry&, const RunProgress&) { ++progress; };
        events.on_preview = [this](const JobTry&, const Preview& preview) {
            previews += preview.metadata ? 1 : 0;
        };
        events.on_output = [=](const JobTry& one, const protocol::NodeOutputs&) {
            note("output", one.job.str());
        };
        events.on_completed = [=](const JobTry& one, const RunResult&) { note("completed", one.job.str()); };
        events.on_failed = [=](const JobFailure& f) {
            note(f.will_retry ? "failed, will retry" : "failed", f.last.job.str());
        };
        events.on_retrying = [=](const JobFailure& failure) { note("retrying", failure.last.job.str()); };
        events.on_cancelled = [=](const JobId& job) { note("cancelled", job.str()); };
        return events;
    }
    std::vector<std::string> about(const std::string& whom) const {
        std::vector<std::string> lines;
        for (const std::string& line : told)
            if (line.ends_with(" " + whom)) lines.push_back(line.substr(0, line.size() - whom.size() - 1));
        return lines;
    }
    std::vector<std::string> told;
    int progress = 0, previews = 0;
};

}  // namespace divan::test

namespace divan {

class ParityWorkflowPool : public test::WorkflowPoolStage {};

}  // namespace divan
