#include <algorithm>

#include "scheduler/state.hpp"

// What follows when a try has ended.
namespace divan {

using scheduler::Entry;
using scheduler::Job;
using scheduler::Server;
using scheduler::Trouble;
using scheduler::WorkflowState;

namespace {

void add_once(std::vector<ServerId>& ids, const ServerId& id) {
    if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

Trouble& trouble_of(Job& job) {
    if (!job.trouble) job.trouble = std::make_unique<Trouble>();
    return *job.trouble;
}

}  // namespace

void PoolScheduler::on_ended(const JobId& id, std::optional<Failure> failure, Error error,
                             std::chrono::milliseconds took, Deadline now) {
    const auto found = state_->jobs.find(id);
    if (found == state_->jobs.end()) return;
    Job& job = found->second;
    if (job.phase != JobPhase::running && job.phase != JobPhase::stopping) return;
    const bool cancelled = job.phase == JobPhase::stopping && job.stop == StopReason::cancelled;
    const bool removed = job.phase == JobPhase::stopping && job.stop == StopReason::server_removed;
    state_->release(job);
    if (cancelled)
        return state_->end(job, JobEnd::cancelled,
                           Error{Errc::cancelled, "the job was cancelled while it ran"});
    if (!failure) return state_->succeed(job, took);
    if (removed) {  // its server was taken away, whatever the try said about it
        failure = Failure{FailureKind::transient};
        failure->counts = false;
        failure->connection = true;
    }
    state_->fail(job, std::move(*failure), std::move(error), now);
}

/// The server has one job less; one that is on its way out leaves with the last.
void PoolScheduler::State::release(Job& job) {
    Server& server = servers.at(job.server);
    server.running.erase(job.rank);
    --counts.running;
    if (!server.leaving || !server.running.empty()) return;
    actions.emplace_back(ServerLeft{server.id});
    servers.erase(job.server);
    board.reconsider_all();
}

void PoolScheduler::State::succeed(Job& job, std::chrono::milliseconds took) {
    WorkflowState& workflow = *job.entries.front().workflow;
    failover->record_success(job.last_server, workflow.hash);
    durations.note(job.last_server, workflow.hash, took);
    update_block(workflow, job.last_server, Deadline{});
    end(job, JobEnd::completed, Error{});
}

void PoolScheduler::State::fail(Job& job, Failure failure, Error error, Deadline now) {
    WorkflowState& workflow = *job.entries.front().workflow;
    if (!failure.counts) {
        --job.attempts;
        ++job.uncounted;
    }
    const bool suspicious = failure.kind == FailureKind::transient || failure.kind == FailureKind::unknown;
    if (suspicious && !failure.connection && servers.find(job.last_server)) {
        failover->record_failure(job.last_server, workflow.hash, failure, now);
        update_block(workflow, job.last_server, now);
    }
    note_trouble(job, failure, error);
    if (auto final_error = why_no_retry(job, failure, error))
        return end(job, JobEnd::failed, std::move(*final_error), failure.kind);
    retry(job, std::move(failure), std::move(error), now);
}

void PoolScheduler::State::note_trouble(Job& job, const Failure& failure, const Error& error) {
    Trouble& trouble = trouble_of(job);
    trouble.reasons[job.last_server] =
        error.server_text.empty() ? error.message : error.message + ": " + error.server_text;
    if (failure.kind == FailureKind::server_incompatible)
        add_once(trouble.excluded, job.last_server);
    else if (job.rules->failover)
        add_once(trouble.avoided, job.last_server);
}

/// The error that ends the job, or nothing when it is tried again.
std::optional<Error> PoolScheduler::State::why_no_retry(const Job& job, const Failure& failure,
                                                        const Error& error) const {
    const RetryPolicy& policy = job.rules->retry;
    if (failure.kind == FailureKind::workflow_invalid || !job.rules->failover) return error;
    if (job.attempts >= std::max(1, policy.max_attempts) || job.uncounted > policy.max_uncounted)
        return Error{error}.with("attempts", std::to_string(job.tries()));
    if (!board.suits_somebody(job, job.entries.front())) return no_server_fits(job);
    return std::nullopt;
}

void PoolScheduler::State::retry(Job& job, Failure failure, Error error, Deadline now) {
    const bool at_once =
        failure.kind == FailureKind::server_incompatible || job.stop == StopReason::server_removed;
    const auto delay_span =
        at_once ? std::chrono::milliseconds{0} : job.rules->retry.delay_after(job.tries());
    const int attempt = job.attempts + (failure.counts ? 0 : 1);
    job.stop = StopReason::cancelled;
    actions.emplace_back(JobRetried{job.id, job.last_server, std::move(error), std::move(failure), delay_span,
                                    attempt, job.rules->retry.max_attempts});
    if (delay_span > std::chrono::milliseconds{0})
        delay(job, now + delay_span);
    else
        wait(job, now);
}

Error PoolScheduler::State::no_server_fits(const Job& job) const {
    Error error{Errc::no_server_fits, "no server of the pool can run the job",
                "install what is missing, or add a server that has it; the facts tell what each one lacks"};
    for (const Entry& entry : job.entries) {
        for (auto& [server, reason] : board.reasons(job, entry))
            error.context.emplace_back(server.str(), std::move(reason));
        error.context.emplace_back("workflow_hash", entry.workflow->hash);
    }
    return error;
}

/// Jobs that waited for servers which can never take them (any more) end; one that has another variant waits
/// on.
void PoolScheduler::State::drop_hopeless() {
    while (const scheduler::Lane* lane = board.next_hopeless()) {
        std::vector<Job*> affected;
        for (const auto& [rank, job] : lane->jobs) affected.push_back(job);
        for (Job* job : affected) drop_if_hopeless(*job);
    }
}

void PoolScheduler::State::drop_if_hopeless(Job& job) {
    const bool hope = std::ranges::any_of(
        job.entries, [&](const Entry& entry) { return board.suits_somebody(job, entry); });
    if (!hope) end(job, JobEnd::failed, no_server_fits(job), FailureKind::server_incompatible);
}

/// What the strategy says now about this pair.
void PoolScheduler::State::update_block(WorkflowState& workflow, const ServerId& server, Deadline now) {
    const Deadline until = failover->skip_until(server, workflow.hash);
    const auto known = workflow.blocked.find(server);
    const bool was_blocked = known != workflow.blocked.end();
    const bool blocked = until > now && until != Deadline{};
    if (was_blocked && blocked && known->second == until) return;
    if (was_blocked) {
        block_ends.erase({known->second, {workflow.hash, server}});
        workflow.blocked.erase(known);
    }
    if (blocked) {
        workflow.blocked.emplace(server, until);
        block_ends.emplace(until, std::pair{workflow.hash, server});
    }
    if (blocked != was_blocked) board.reconsider(workflow);
    if (blocked) actions.emplace_back(WorkflowBlocked{server, workflow.hash, until});
    if (was_blocked && !blocked) actions.emplace_back(WorkflowUnblocked{server, workflow.hash});
}

void PoolScheduler::State::end_blocks(Deadline now) {
    while (!block_ends.empty() && block_ends.begin()->first <= now) {
        const auto [hash, server] = block_ends.begin()->second;
        WorkflowState* workflow = board.find_workflow(hash);
        if (!workflow) {
            block_ends.erase(block_ends.begin());
            continue;
        }
        update_block(*workflow, server, now);
        board.forget_if_unused(*workflow);
    }
}

void PoolScheduler::reset_workflow(const std::string& hash) {
    state_->failover->reset_workflow(hash);
    WorkflowState* workflow = state_->board.find_workflow(hash);
    if (!workflow) return;
    const auto blocked = workflow->blocked;
    for (const auto& [server, until] : blocked) state_->update_block(*workflow, server, Deadline{});
    state_->board.forget_if_unused(*workflow);
}

}  // namespace divan
