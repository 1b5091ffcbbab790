#include <divan/fleet/multi_workflow_pool.hpp>

#include <divan/fleet/memory_queue_storage.hpp>
#include <divan/fleet/routing_hash.hpp>

#include "pools/bindings.hpp"
#include "pools/pool_monitor.hpp"
#include "pools/shutdown.hpp"

namespace divan {
namespace {

Error unknown_server(const ServerId& server) {
    return Error{Errc::invalid_argument, "the pool has no server '" + server.str() + "'"};
}

}  // namespace

MultiWorkflowPool::MultiWorkflowPool(asio::any_io_executor executor, MultiWorkflowPoolOptions options,
                                     const Logger* log) {
    if (!options.failover) options.failover = std::make_unique<SmartFailover>();
    if (!options.storage) options.storage = std::make_unique<MemoryQueueStorage>();
    core_ =
        std::make_shared<PoolCore>(executor, std::move(options.servers), std::move(options.failover), log);
    auto jobs = std::make_unique<WorkflowJobs>(*core_, options.jobs, std::move(options.storage));
    jobs_ = jobs.get();
    core_->adopt(std::move(jobs));
    bindings_ = std::make_shared<Bindings>(*core_);
    jobs_->on_incompatible = [bindings = bindings_](const ServerId& server, const std::string& hash) {
        bindings->remove(server, hash);
    };
    if (!options.monitoring_interval || options.monitoring_interval->count() <= 0) return;
    auto show = [this, monitor = std::move(options.monitor)] {
        const std::string table = pool_table(servers(), stats());
        if (monitor) return monitor(table);
        core_->log(LogLevel::info, "pool", {{"table", table}});
    };
    monitor_ = std::make_shared<PoolMonitor>(executor, *options.monitoring_interval, std::move(show));
    monitor_->start();
}

MultiWorkflowPool::~MultiWorkflowPool() { close(); }

void MultiWorkflowPool::close() {
    if (monitor_) monitor_->stop();
    core_->close();
}

Result<ServerId> MultiWorkflowPool::add_server(PoolServer server, const std::vector<Workflow>& bound_to) {
    auto added = core_->add_server(std::move(server));
    if (added)
        for (const Workflow& workflow : bound_to) bindings_->add(*added, routing_hash(workflow));
    return added;
}

bool MultiWorkflowPool::remove_server(const ServerId& server) {
    bindings_->remove(server);  // first, so that its workflows go to the general queue
    return core_->remove_server(server);
}

Result<void> MultiWorkflowPool::bind(const ServerId& server, const std::vector<Workflow>& workflows) {
    if (!core_->find(server)) return fail(unknown_server(server));
    bindings_->remove(server);
    for (const Workflow& workflow : workflows) bindings_->add(server, routing_hash(workflow));
    core_->request_pump();
    return {};
}

Result<void> MultiWorkflowPool::set_priority(const ServerId& server, double priority) {
    ServerLink* link = core_->find(server);
    if (!link) return fail(unknown_server(server));
    link->set_priority(priority);
    core_->scheduler().set_priority(server, priority);
    return {};
}

asio::awaitable<Result<void>> MultiWorkflowPool::init(Deadline deadline) {
    if (core_->links().empty())
        co_return fail(Errc::invalid_argument, "the pool has no servers", "add one first");
    co_return co_await core_->ready(deadline);
}

asio::awaitable<Result<void>> MultiWorkflowPool::recover() { return jobs_->recover(); }

asio::awaitable<Result<JobId>> MultiWorkflowPool::submit(Workflow workflow, SubmitOptions options) {
    std::vector<Workflow> variants;
    variants.push_back(std::move(workflow));
    return jobs_->add(std::move(variants), std::move(options.job));
}

asio::awaitable<Result<JobId>> MultiWorkflowPool::submit_to_variants(std::vector<Workflow> variants,
                                                                     SubmitOptions options) {
    return jobs_->add(std::move(variants), std::move(options.job));
}

asio::awaitable<Result<JobRecord>> MultiWorkflowPool::wait_for_completion(JobId job) {
    return jobs_->wait(std::move(job));
}

std::optional<JobRecord> MultiWorkflowPool::job(const JobId& job) const { return jobs_->record(job); }

std::optional<JobStatus> MultiWorkflowPool::status(const JobId& job) const {
    const auto record = jobs_->record(job);
    if (!record) return std::nullopt;
    return record->status;
}

bool MultiWorkflowPool::cancel(const JobId& job) { return jobs_->cancel(job); }

Result<Subscription> MultiWorkflowPool::watch(const JobId& job, PoolEvents events) {
    return jobs_->watch(job, std::move(events));
}

Subscription MultiWorkflowPool::watch(PoolEvents events) { return core_->watchers().add(std::move(events)); }

Subscription MultiWorkflowPool::hook(std::string type, std::function<void(const HookEvent&)> listener) {
    PoolEvents events;
    events.on_message = [type, listener](const ServerId& server, const protocol::ServerMessage& message) {
        const std::string_view told = protocol::type_of(message);
        if (type != "*" && type != told) return;
        HookEvent event;
        event.type = told;
        event.server = server;
        event.data = protocol::data_of(message);
        listener(event);
    };
    events.on_custom = [type, listener](std::string_view name, const json::Value& data) {
        if (type != "*" && type != name) return;
        HookEvent event;
        event.type = name;
        event.data = data;
        listener(event);
    };
    return watch(std::move(events));
}

void MultiWorkflowPool::emit(std::string_view name, const json::Value& data) {
    core_->watchers().tell(&PoolEvents::on_custom, name, data);
}

Connection* MultiWorkflowPool::connection(const ServerId& server) const {
    ServerLink* link = core_->find(server);
    return link ? &link->connection() : nullptr;
}

asio::awaitable<Result<void>> MultiWorkflowPool::shutdown(ShutdownMode mode, Deadline deadline) {
    if (monitor_) monitor_->stop();
    return shut_down(core_, *jobs_, mode, deadline);
}

}  // namespace divan
