#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <divan/fleet/pool_scheduler.hpp>

namespace divan::test {

using namespace std::chrono_literals;
using Lines = std::vector<std::string>;

/// A scheduler, a clock that a test moves, and short names for everything.
class SchedulerStory {
public:
    explicit SchedulerStory(SchedulerOptions options = {}, SmartFailoverOptions failover = {})
        : scheduler{options, std::make_unique<SmartFailover>(failover)} {}

    SchedulerStory& server(const std::string& name, int depth = 1, double priority = 0) {
        ServerSetup setup{ServerId{name}};
        setup.depth = depth;
        setup.priority = priority;
        added = scheduler.add_server(setup);
        up(name);
        return *this;
    }
    void up(const std::string& name, int foreign = 0) {
        scheduler.set_status(ServerId{name}, ServerStatus{1'000, foreign});
    }
    void down(const std::string& name) { scheduler.set_status(ServerId{name}, ServerStatus{}); }

    Result<void> job(const std::string& name, JobRules rules = {}, std::vector<std::string> hashes = {"h"},
                     std::chrono::milliseconds delay = 0ms) {
        QueuedJob queued;
        queued.id = JobId{name};
        queued.rules = std::make_shared<JobRules>(std::move(rules));
        queued.workflow_hashes = std::move(hashes);
        queued.not_before = now + delay;
        return scheduler.add(std::move(queued), now);
    }
    bool cancel(const std::string& name) { return scheduler.cancel(JobId{name}); }
    void done(const std::string& name, std::chrono::milliseconds took = 100ms) {
        scheduler.on_ended(JobId{name}, std::nullopt, Error{}, took, now);
    }
    void fails(const std::string& name, Failure failure = Failure{FailureKind::transient}) {
        scheduler.on_ended(JobId{name}, std::move(failure), Error{Errc::execution_failed, "it broke"}, 0ms,
                           now);
    }
    void pass(std::chrono::milliseconds span) {
        now += span;
        scheduler.tick(now);
    }
    /// What was decided, e.g. "start j1 on a", "end j1 completed", "retry j1 in 1000", "block h on a".
    Lines told() {
        actions = scheduler.take_actions(now);
        Lines lines;
        for (const PoolAction& action : actions)
            lines.push_back(std::visit([](const auto& one) { return line(one); }, action));
        return lines;
    }
    const Error& error_of_last_end() const {
        const auto last = std::find_if(actions.rbegin(), actions.rend(), [](const PoolAction& action) {
            return std::holds_alternative<JobEnded>(action);
        });
        return std::get<JobEnded>(*last).error;
    }

    PoolScheduler scheduler;
    Deadline now = Deadline{} + 1h;
    std::vector<PoolAction> actions;
    Result<void> added;

private:
    static std::string line(const StartJob& a) { return "start " + a.job.str() + " on " + a.server.str(); }
    static std::string line(const StopJob& a) { return "stop " + a.job.str() + " on " + a.server.str(); }
    static std::string line(const JobRetried& a) {
        return "retry " + a.job.str() + " in " + std::to_string(a.delay.count());
    }
    static std::string line(const JobEnded& a) {
        return "end " + a.job.str() + " " + std::string{name(a.end)};
    }
    static std::string line(const WorkflowBlocked& a) {
        return "block " + a.workflow_hash + " on " + a.server.str();
    }
    static std::string line(const WorkflowUnblocked& a) {
        return "unblock " + a.workflow_hash + " on " + a.server.str();
    }
    static std::string line(const ServerLeft& a) { return "left " + a.server.str(); }
};

inline JobRules with_priority(int priority) {
    JobRules rules;
    rules.priority = priority;
    return rules;
}

inline JobRules only_on(std::vector<std::string> servers) {
    JobRules rules;
    for (std::string& server : servers) rules.servers.servers.emplace_back(std::move(server));
    rules.servers.required = true;
    return rules;
}

}  // namespace divan::test
