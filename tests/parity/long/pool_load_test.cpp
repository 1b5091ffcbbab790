#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <divan/net/before.hpp>

#include "workflow_pool_stage.hpp"

// parity table, section 22: what comfyui-node 1.10.0's pools do not stand, in full size
namespace divan {
namespace {

using namespace std::chrono_literals;
using test::picture;

class ParityPoolLoad : public test::WorkflowPoolStage {
protected:
    /// Enqueues so many pictures, never more than `waiting` at a time, and counts what is told of their ends.
    asio::awaitable<void> feed(int jobs, std::size_t waiting) {
        for (int i = 0; i < jobs; ++i) {
            while (pool->stats().waiting > waiting) co_await net::sleep_until(within(1ms));
            auto id = co_await pool->enqueue(picture(i));
            EXPECT_TRUE(id);
        }
    }
    bool drain(int jobs, std::chrono::seconds most) {
        const auto deadline = std::chrono::steady_clock::now() + most;
        asio::co_spawn(io, feed(jobs, 2'000), asio::detached);
        io.restart();
        while (completed + failed < jobs && std::chrono::steady_clock::now() < deadline) io.run_one_for(20ms);
        return completed == jobs;
    }
    Subscription count_ends() {
        PoolEvents events;
        events.on_completed = [this](const JobTry&, const RunResult&) { ++completed; };
        events.on_failed = [this](const JobFailure&) { ++failed; };
        return pool->watch(std::move(events));
    }
    int completed = 0, failed = 0;
};

TEST_F(ParityPoolLoad, D01TenThousandZeroTimeJobsAllComplete) {
    WorkflowPoolOptions options = quick_options();
    options.servers.depth = 8;  // times four servers: 32 in flight
    pool_of(4, std::move(options));
    const auto subscription = count_ends();
    EXPECT_TRUE(drain(10'000, 200s)) << completed << " of 10,000";
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(prompts_on(0) + prompts_on(1) + prompts_on(2) + prompts_on(3), 10'000U) << "each ran once";
}

}  // namespace
}  // namespace divan
