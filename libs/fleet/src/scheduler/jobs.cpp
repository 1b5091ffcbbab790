#include <algorithm>

#include "scheduler/state.hpp"

// How jobs come into the scheduler, wait, and leave it.
namespace divan {

using scheduler::Entry;
using scheduler::Job;
using scheduler::WorkflowState;

Result<Job*> PoolScheduler::State::enter(QueuedJob queued) {
    if (queued.workflow_hashes.empty() || !queued.rules)
        return divan::fail(Errc::invalid_argument, "a job needs rules and at least one workflow");
    const auto [found, fresh] = jobs.try_emplace(queued.id);
    if (!fresh)
        return divan::fail(Errc::invalid_argument, "the pool has a job '" + queued.id.str() + "' already",
                           "choose another id, or leave it to the pool");
    Job& job = found->second;
    job.id = std::move(queued.id);
    job.rules = std::move(queued.rules);
    job.rank = {job.rules->priority, job.rules->weight, ++places};
    job.attempts = queued.attempts;
    for (std::size_t variant = 0; variant < queued.workflow_hashes.size(); ++variant) {
        WorkflowState& workflow = board.workflow(queued.workflow_hashes[variant]);
        if (std::ranges::find(job.entries, &workflow, &Entry::workflow) != job.entries.end()) continue;
        ++workflow.jobs;
        job.entries.push_back({&workflow, nullptr, variant});
    }
    return &job;
}

Result<void> PoolScheduler::add(QueuedJob queued, Deadline now) {
    if (state_->options.max_queue &&
        state_->board.waiting() + state_->delayed.size() >= *state_->options.max_queue)
        return divan::fail(Error{Errc::queue_full, "the queue of the pool is full",
                                 "wait until jobs have ended, or raise the limit"}
                               .with("limit", std::to_string(*state_->options.max_queue)));
    const Deadline not_before = queued.not_before;
    auto entered = state_->enter(std::move(queued));
    if (!entered) return divan::fail(std::move(entered).error());
    if (not_before > now)
        state_->delay(**entered, not_before);
    else
        state_->wait(**entered, now);
    return {};
}

Result<void> PoolScheduler::adopt(QueuedJob queued, std::size_t variant, const ServerId& server) {
    const auto slot = state_->servers.find(server);
    if (!slot || state_->servers.at(*slot).leaving)
        return divan::fail(Errc::invalid_argument, "the pool has no server '" + server.str() + "'");
    auto entered = state_->enter(std::move(queued));
    if (!entered) return divan::fail(std::move(entered).error());
    Job& job = **entered;
    for (Entry& entry : job.entries)
        if (entry.variant != variant) --entry.workflow->jobs;
    const auto others =
        std::ranges::remove_if(job.entries, [&](const Entry& e) { return e.variant != variant; });
    job.entries.erase(others.begin(), others.end());
    job.phase = JobPhase::running;
    job.attempts = std::max(1, job.attempts);
    job.server = *slot;
    job.last_server = server;
    state_->servers.at(*slot).running.emplace(job.rank, &job);
    ++state_->counts.running;
    return {};
}

void PoolScheduler::State::wait(Job& job, Deadline now) {
    job.phase = JobPhase::waiting;
    if (job.rules->wait_limit && job.give_up == kNever) {
        job.give_up = now + *job.rules->wait_limit;
        give_ups.emplace(std::pair{job.give_up, job.rank.place}, &job);
    }
    board.insert(job);
}

void PoolScheduler::State::delay(Job& job, Deadline due) {
    job.phase = JobPhase::delayed;
    job.due = due;
    delayed.emplace(std::pair{due, job.rank.place}, &job);
}

void PoolScheduler::State::leave_queue(Job& job) {
    if (job.phase == JobPhase::delayed) delayed.erase({job.due, job.rank.place});
    if (job.phase == JobPhase::waiting) board.remove(job);
    if (job.give_up != kNever) give_ups.erase({std::exchange(job.give_up, kNever), job.rank.place});
}

void PoolScheduler::State::end(Job& job, JobEnd how, Error error, FailureKind kind) {
    leave_queue(job);
    std::size_t& count = how == JobEnd::completed ? counts.completed
                         : how == JobEnd::failed  ? counts.failed
                                                  : counts.cancelled;
    ++count;
    actions.emplace_back(JobEnded{job.id, job.last_server, how, std::move(error), kind, job.attempts,
                                  job.rules->retry.max_attempts});
    for (Entry& entry : job.entries) {
        --entry.workflow->jobs;
        board.forget_if_unused(*entry.workflow);
    }
    const JobId id = job.id;
    jobs.erase(id);
}

bool PoolScheduler::cancel(const JobId& id) {
    const auto found = state_->jobs.find(id);
    if (found == state_->jobs.end()) return false;
    Job& job = found->second;
    if (job.phase == JobPhase::waiting || job.phase == JobPhase::delayed) {
        state_->end(job, JobEnd::cancelled, Error{Errc::cancelled, "the job was cancelled while it waited"});
        return true;
    }
    job.stop = StopReason::cancelled;
    if (std::exchange(job.phase, JobPhase::stopping) == JobPhase::running)
        state_->actions.emplace_back(StopJob{job.id, job.last_server, StopReason::cancelled});
    return true;
}

Result<void> PoolScheduler::change_rules(const JobId& id, std::shared_ptr<const JobRules> rules) {
    const auto found = state_->jobs.find(id);
    if (found == state_->jobs.end())
        return divan::fail(Errc::invalid_argument, "the pool has no job '" + id.str() + "'");
    Job& job = found->second;
    if (job.phase != JobPhase::waiting && job.phase != JobPhase::delayed)
        return divan::fail(Errc::invalid_argument, "the job '" + id.str() + "' is running already");
    const bool waits = job.phase == JobPhase::waiting;
    if (waits) state_->board.remove(job);
    job.rules = std::move(rules);
    job.rank.priority = job.rules->priority;
    job.rank.weight = job.rules->weight;
    if (waits) state_->board.insert(job);
    return {};
}

}  // namespace divan
