// Draws one workflow four times over several servers, each time on whichever is free, and saves the pictures.
// usage: pool SERVER[,SERVER…] WORKFLOW.json
#include <iostream>
#include <sstream>

#include <divan/base/files.hpp>
#include <divan/client/save_outputs.hpp>
#include <divan/fleet/blocking_pool.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

constexpr int kPictures = 4;

Result<void> add_servers(WorkflowPool& pool, const std::string& addresses) {
    std::istringstream list{addresses};
    for (std::string address; std::getline(list, address, ',');) {
        auto server = pool_server(address);
        if (!server) return fail(std::move(server).error());
        auto added = pool.add_server(std::move(*server));
        if (!added) return fail(std::move(added).error());
    }
    return {};
}

PoolEvents progress() {
    PoolEvents events;
    events.on_assigned = [](const JobTry& one) {
        std::cout << one.job.str() << " goes to " << one.server.str() << "\n";
    };
    events.on_retrying = [](const JobFailure& failure) {
        std::cout << describe(failure.error) << "; again\n";
    };
    return events;
}

/// The files are fetched from the server that made them.
asio::awaitable<Result<std::vector<SavedFile>>> save(WorkflowPool& pool, JobRecord record) {
    Connection* connection = pool.connection(record.server);
    if (!connection) co_return fail(Errc::result_missing, "the server was taken out of the pool");
    SaveOptions options{"out"};
    options.include_temp = true;
    co_return co_await save_outputs(*connection, *record.result, std::move(options), within(5min));
}

Result<void> draw_all(BlockingPool<WorkflowPool>& pool, const Workflow& workflow) {
    std::vector<JobId> jobs;
    for (int i = 0; i < kPictures; ++i) {
        Workflow one = workflow;
        auto set = one.set("KSampler.seed", 1'000 + i);
        if (!set) return set;
        auto job = pool.wait_for([&](WorkflowPool& p) { return p.enqueue(one); });
        if (!job) return fail(std::move(job).error());
        jobs.push_back(*job);
    }
    for (const JobId& job : jobs) {
        const auto record = pool.wait_for([&](WorkflowPool& p) { return p.wait(job); });
        if (!record) return fail(record.error());
        if (record->status != JobStatus::completed) return fail(record->last_error.value_or(Error{}));
        const auto files = pool.wait_for([&](WorkflowPool& p) { return save(p, *record); });
        if (!files) return fail(files.error());
        for (const SavedFile& saved : *files)
            std::cout << saved.file.path.string() << " from " << record->server.str() << "\n";
    }
    std::cout << "drawn " << jobs.size() << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const auto text = read_file(argc == 3 ? argv[2] : "");
    const auto workflow = text ? Workflow::parse(*text) : Result<Workflow>{fail(text.error())};
    if (!workflow) {
        std::cerr << "usage: pool SERVER[,SERVER…] WORKFLOW.json\n" << describe(workflow.error()) << "\n";
        return 2;
    }
    BlockingPool<WorkflowPool> pool{
        [](asio::any_io_executor executor) { return std::make_unique<WorkflowPool>(executor); }};
    Subscription subscription;
    auto done = pool.call([&](WorkflowPool& p) {
        subscription = p.watch(progress());
        return add_servers(p, argv[1]);
    });
    if (done) done = draw_all(pool, *workflow);
    pool.call([&](WorkflowPool&) { subscription.reset(); });
    if (!done) std::cerr << describe(done.error()) << "\n";
    return done ? 0 : 1;
}
