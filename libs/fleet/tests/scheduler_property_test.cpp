#include <gtest/gtest.h>

#include <map>
#include <set>

#include <divan/base/random.hpp>

#include "support/scheduler_story.hpp"

// Long random stories beside the obvious, slow truth.
namespace divan {
namespace {

using test::SchedulerStory;
using namespace std::chrono_literals;

constexpr int kServers = 4, kWorkflows = 3;

std::string server_name(std::uint64_t n) { return "s" + std::to_string(n); }

struct ModelJob {
    JobRules rules;
    std::set<std::string> hashes;
    std::string runs_on;  ///< empty: nowhere
    std::set<std::string> failed_on;
    int starts = 0, ends = 0;
    bool cancelled = false, due = true;
};

/// What must hold, kept by hand from the actions alone.
class Model {
public:
    explicit Model(std::uint64_t seed) : rng{seed} {}

    void step();
    void take();
    void check_nobody_idles();
    void finish();

    Rng rng;
    SchedulerStory story{options(), {}};
    std::map<std::string, ModelJob> jobs;
    std::map<std::string, bool> up;
    std::set<std::string> present;
    std::set<std::pair<std::string, std::string>> blocked;  ///< server, hash
    std::string log;

private:
    static SchedulerOptions options() { return {}; }
    bool chance(int percent) { return rng.upto(99) < static_cast<std::uint64_t>(percent); }
    bool allowed(const ModelJob& job, const std::string& server) const {
        const Affinity& wish = job.rules.servers;
        const auto lists = [&](const std::vector<ServerId>& ids) {
            return std::ranges::find(ids, ServerId{server}) != ids.end();
        };
        return (!wish.required || lists(wish.servers)) && !lists(wish.excluded);
    }
    void add_job();
    void end_one();
    void see(const StartJob& start);
    void see(const StopJob&) {}
    void see(const JobRetried& retry) { jobs.at(retry.job.str()).due = retry.delay == 0ms; }
    void see(const JobEnded& end);
    void see(const WorkflowBlocked& block) { blocked.emplace(block.server.str(), block.workflow_hash); }
    void see(const WorkflowUnblocked& block) { blocked.erase({block.server.str(), block.workflow_hash}); }
    void see(const ServerLeft& left) {
        EXPECT_EQ(running_on(left.server.str()), 0) << log;
        std::erase_if(blocked, [&](const auto& pair) { return pair.first == left.server.str(); });
    }
    int running_on(const std::string& server) const {
        return static_cast<int>(
            std::ranges::count_if(jobs, [&](const auto& entry) { return entry.second.runs_on == server; }));
    }
    int next_job_ = 0;
};

void Model::add_job() {
    const std::string name = "j" + std::to_string(++next_job_);
    ModelJob job;
    job.rules.priority = static_cast<int>(rng.upto(2));
    job.rules.retry.delay = std::chrono::milliseconds{rng.upto(2) * 500};
    job.rules.retry.max_attempts = static_cast<int>(1 + rng.upto(3));
    if (chance(30)) {
        job.rules.servers.required = chance(70);
        job.rules.servers.servers.emplace_back(server_name(rng.upto(kServers - 1)));
    }
    if (chance(20)) job.rules.servers.excluded.emplace_back(server_name(rng.upto(kServers - 1)));
    std::vector<std::string> hashes{"w" + std::to_string(rng.upto(kWorkflows - 1))};
    if (chance(20)) hashes.push_back("w" + std::to_string(rng.upto(kWorkflows - 1)));
    job.hashes = {hashes.begin(), hashes.end()};
    const auto delay = std::chrono::milliseconds{chance(20) ? 700 : 0};
    job.due = delay == 0ms;
    jobs.emplace(name, job);
    EXPECT_TRUE(story.job(name, job.rules, hashes, delay));
}

void Model::end_one() {
    std::vector<std::string> running;
    for (const auto& [name, job] : jobs)
        if (!job.runs_on.empty()) running.push_back(name);
    if (running.empty()) return;
    const std::string name = running[rng.upto(running.size() - 1)];
    ModelJob& job = jobs.at(name);
    Failure failure{static_cast<FailureKind>(rng.upto(3))};
    failure.counts = chance(70);
    failure.connection = !failure.counts && chance(50);
    log += "end " + name + "\n";
    job.failed_on.insert(job.runs_on);
    job.runs_on.clear();
    if (chance(50))
        story.done(name);
    else
        story.fails(name, failure);
}

void Model::step() {
    switch (rng.upto(9)) {
        case 0:
        case 1:
        case 2:
            return add_job();
        case 3:
        case 4:
        case 5:
            return end_one();
        case 6: {
            const std::string server = server_name(rng.upto(kServers - 1));
            if (!present.contains(server)) {
                present.insert(server);
                story.server(server, static_cast<int>(1 + rng.upto(1)));
                if (!story.added)
                    return static_cast<void>(present.erase(server));  // the old one is still leaving
                up[server] = true;
            } else if (chance(30)) {
                present.erase(server);
                story.scheduler.remove_server(ServerId{server});
            }
            return;
        }
        case 7: {
            const std::string server = server_name(rng.upto(kServers - 1));
            if (!present.contains(server)) return;
            up[server] = !up[server];
            if (up[server])
                story.up(server);
            else
                story.down(server);
            return;
        }
        case 8: {
            if (next_job_ == 0) return;
            const std::string name =
                "j" + std::to_string(1 + rng.upto(static_cast<std::uint64_t>(next_job_ - 1)));
            if (story.cancel(name)) jobs.at(name).cancelled = true;
            return;
        }
        default:
            story.pass(std::chrono::milliseconds{rng.upto(3) * 400});
    }
}

void Model::see(const StartJob& start) {
    ModelJob& job = jobs.at(start.job.str());
    const std::string server = start.server.str();
    EXPECT_TRUE(job.runs_on.empty()) << start.job.str() << " runs twice\n" << log;
    EXPECT_EQ(job.ends, 0) << log;
    EXPECT_FALSE(job.cancelled) << log;
    EXPECT_TRUE(present.contains(server) && up[server]) << log;
    EXPECT_TRUE(allowed(job, server)) << log;
    EXPECT_TRUE(job.hashes.contains(start.workflow_hash)) << log;
    EXPECT_FALSE(blocked.contains({server, start.workflow_hash})) << log;
    job.runs_on = server;
    job.hashes = {start.workflow_hash};  // bound from now on
    ++job.starts;
    EXPECT_LE(running_on(server), 2) << log;
}

void Model::see(const JobEnded& end) {
    ModelJob& job = jobs.at(end.job.str());
    EXPECT_EQ(++job.ends, 1) << end.job.str() << " ended twice\n" << log;
    EXPECT_EQ(job.cancelled, end.end == JobEnd::cancelled) << end.job.str() << "\n" << log;
    EXPECT_TRUE(job.runs_on.empty()) << log;
}

void Model::take() {
    for (const std::string& line : story.told()) log += line + "\n";
    for (const PoolAction& action : story.actions) std::visit([this](const auto& one) { see(one); }, action);
}

/// A server that has nothing to do means that no due job could run there (a job may avoid where it failed).
void Model::check_nobody_idles() {
    for (const std::string& server : present) {
        if (!up[server] || running_on(server) > 0) continue;
        for (const auto& [name, job] : jobs) {
            if (job.ends > 0 || !job.runs_on.empty() || !job.failed_on.empty()) continue;
            if (story.scheduler.phase(JobId{name}) != JobPhase::waiting || !allowed(job, server)) continue;
            for (const std::string& hash : job.hashes)
                EXPECT_TRUE(blocked.contains({server, hash}))
                    << name << " waits beside idle " << server << "\n"
                    << log;
        }
    }
}

void Model::finish() {
    for (std::uint64_t n = 0; n < kServers; ++n) {
        const std::string server = server_name(n);
        if (!present.contains(server)) {
            story.server(server);
            if (story.added) present.insert(server);
        }
        up[server] = true;
        story.up(server);
    }
    for (int round = 0; round < 2'000; ++round) {
        take();
        story.pass(1s);
        std::vector<std::string> running;
        for (auto& [name, job] : jobs)
            if (!job.runs_on.empty()) running.push_back(name);
        for (const std::string& name : running) {
            jobs.at(name).runs_on.clear();
            story.done(name);
        }
        if (running.empty() && story.scheduler.stats().waiting + story.scheduler.stats().delayed == 0) break;
    }
    take();
}

TEST(PoolSchedulerProperty, EveryJobEndsExactlyOnceAndNobodyIdlesBesideWork) {
    const char* replay = std::getenv("DIVAN_SEED");
    const std::uint64_t first = replay ? std::stoull(replay) : 1, last = replay ? first : 400;
    for (std::uint64_t seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("DIVAN_SEED=" + std::to_string(seed));
        Model model{seed};
        for (int step = 0; step < 200; ++step) {
            model.step();
            model.take();
            model.check_nobody_idles();
            if (testing::Test::HasFailure()) break;
        }
        model.finish();
        for (const auto& [name, job] : model.jobs) EXPECT_EQ(job.ends, 1) << name << "\n" << model.log;
        const SchedulerStats stats = model.story.scheduler.stats();
        EXPECT_EQ(stats.completed + stats.failed + stats.cancelled, model.jobs.size());
        EXPECT_EQ(stats.running, 0U);
        EXPECT_TRUE(model.story.scheduler.queues().empty());
    }
}

TEST(PoolSchedulerProperty, TheSameStoryIsDecidedTheSameWay) {
    std::string logs[2];
    for (std::string& log : logs) {
        Model model{77};
        for (int step = 0; step < 300; ++step) {
            model.step();
            model.take();
        }
        log = model.log;
    }
    EXPECT_EQ(logs[0], logs[1]);
    EXPECT_GT(logs[0].size(), 500U);
}

}  // namespace
}  // namespace divan
