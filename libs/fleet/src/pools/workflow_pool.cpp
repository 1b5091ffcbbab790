#include <divan/fleet/workflow_pool.hpp>

#include <divan/fleet/memory_queue_storage.hpp>

#include "pools/shutdown.hpp"

namespace divan {
namespace {

asio::awaitable<Result<JobId>> refused(Error error) { co_return fail(std::move(error)); }

std::vector<Workflow> only(Workflow workflow) {
    std::vector<Workflow> variants;
    variants.push_back(std::move(workflow));
    return variants;
}

}  // namespace

WorkflowPool::WorkflowPool(asio::any_io_executor executor, WorkflowPoolOptions options, const Logger* log) {
    if (!options.failover) options.failover = std::make_unique<SmartFailover>();
    if (!options.storage) options.storage = std::make_unique<MemoryQueueStorage>();
    core_ =
        std::make_shared<PoolCore>(executor, std::move(options.servers), std::move(options.failover), log);
    auto jobs = std::make_unique<WorkflowJobs>(*core_, options.jobs, std::move(options.storage));
    jobs_ = jobs.get();
    core_->adopt(std::move(jobs));
    for (auto& [hash, affinity] : options.affinities) set_affinity(hash, std::move(affinity));
}

WorkflowPool::~WorkflowPool() { close(); }
void WorkflowPool::close() { core_->close(); }

Result<ServerId> WorkflowPool::add_server(PoolServer server) { return core_->add_server(std::move(server)); }
bool WorkflowPool::remove_server(const ServerId& server) { return core_->remove_server(server); }
std::vector<ServerInfo> WorkflowPool::servers() const { return core_->servers(); }

Connection* WorkflowPool::connection(const ServerId& server) const {
    ServerLink* link = core_->find(server);
    return link ? &link->connection() : nullptr;
}

asio::awaitable<Result<void>> WorkflowPool::recover() { return jobs_->recover(); }
asio::awaitable<Result<void>> WorkflowPool::ready(Deadline deadline) { return core_->ready(deadline); }

asio::awaitable<Result<JobId>> WorkflowPool::enqueue(Workflow workflow, JobOptions options) {
    return jobs_->add(only(std::move(workflow)), std::move(options));
}

asio::awaitable<Result<JobId>> WorkflowPool::enqueue_text(std::string workflow, JobOptions options) {
    auto parsed = Workflow::parse(workflow);
    if (!parsed) return refused(std::move(parsed).error());
    return enqueue(std::move(*parsed), std::move(options));
}

asio::awaitable<Result<JobId>> WorkflowPool::enqueue_json(json::Value workflow, JobOptions options) {
    auto read = Workflow::from_json(std::move(workflow));
    if (!read) return refused(std::move(read).error());
    return enqueue(std::move(*read), std::move(options));
}

asio::awaitable<Result<JobId>> WorkflowPool::enqueue(const PromptBuilder& builder, JobOptions options) {
    auto workflow = builder.to_workflow();
    if (!workflow) return refused(std::move(workflow).error());
    return enqueue(std::move(*workflow), std::move(options));
}

std::optional<JobRecord> WorkflowPool::job(const JobId& job) const { return jobs_->record(job); }
asio::awaitable<Result<Workflow>> WorkflowPool::workflow(JobId job) {
    return jobs_->workflow_of(std::move(job));
}
asio::awaitable<Result<JobRecord>> WorkflowPool::wait(JobId job) { return jobs_->wait(std::move(job)); }
bool WorkflowPool::cancel(const JobId& job) { return jobs_->cancel(job); }

asio::awaitable<Result<void>> WorkflowPool::reprioritise(JobId job, int priority, double weight) {
    return jobs_->change(std::move(job), priority, weight);
}

void WorkflowPool::set_affinity(const std::string& workflow_hash, Affinity affinity) {
    affinities_[workflow_hash] = affinity;
    core_->scheduler().set_affinity(workflow_hash, std::move(affinity));
    core_->request_pump();
}

bool WorkflowPool::remove_affinity(const std::string& workflow_hash) {
    affinities_.erase(workflow_hash);
    core_->request_pump();
    return core_->scheduler().remove_affinity(workflow_hash);
}

std::map<std::string, Affinity> WorkflowPool::affinities() const { return affinities_; }

void WorkflowPool::reset_workflow(const std::string& workflow_hash) {
    core_->scheduler().reset_workflow(workflow_hash);
    core_->request_pump();
}

void WorkflowPool::set_mode(PlacementMode mode) { core_->set_mode(mode); }
void WorkflowPool::set_choice(ChooseServer choose) { core_->set_choice(std::move(choose)); }
SchedulerStats WorkflowPool::stats() const { return core_->scheduler().stats(); }
std::vector<WorkflowQueue> WorkflowPool::queues() const { return core_->scheduler().queues(); }
Subscription WorkflowPool::watch(PoolEvents events) { return core_->watchers().add(std::move(events)); }

Result<Subscription> WorkflowPool::watch(const JobId& job, PoolEvents events) {
    return jobs_->watch(job, std::move(events));
}

asio::awaitable<Result<void>> WorkflowPool::shutdown(ShutdownMode mode, Deadline deadline) {
    return shut_down(core_, *jobs_, mode, deadline);
}

}  // namespace divan
