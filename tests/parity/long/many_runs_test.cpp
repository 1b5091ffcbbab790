// Rows of the parity table that need thousands of runs: 22/1, 22/2, 22/41 and the cost of profiling.
#include <fstream>
#include <iostream>

#include "../run_fixture.hpp"

namespace divan {
namespace {

using namespace std::chrono_literals;
using test::FakeScript;
using Clock = std::chrono::steady_clock;

/// Memory of this process that is in use, in KiB.
long resident_kib() {
    std::ifstream status{"/proc/self/status"};
    for (std::string word; status >> word;)
        if (word == "VmRSS:") {
            long kib = 0;
            status >> kib;
            return kib;
        }
    return 0;
}

class ManyRuns : public parity::ParityRun {
protected:
    struct Outcome {
        int well = 0;
        std::chrono::duration<double> took{0};
    };
    /// Runs `jobs` prompts, `in_flight` at a time.
    Outcome run_many(int jobs, int in_flight, bool profile = false) {
        // Nodes that compute nothing; after the first eleven prompts the server has all of them in its cache.
        const auto job = [](int number) {
            return Workflow::parse(R"({"9": {"class_type": "TrapValidate", "inputs": {"mode": "a", "n": )" +
                                   std::to_string(number % 7) + "}}}")
                .value();
        };
        int begun = 0, ended = 0;
        Outcome outcome;
        const Deadline begin_at = Clock::now();
        std::function<void()> next = [&] {
            if (begun >= jobs) return;
            RunRequest request{job(begun++)};
            request.profile = profile;
            start_run(*connection, std::move(request), events,
                      within(300s))([&](const Result<RunResult>& result) {
                ++ended;
                outcome.well += result ? 1 : 0;
                next();
            });
        };
        for (int first = 0; first < in_flight; ++first) next();
        const Deadline end = Clock::now() + 200s;
        io.restart();
        while (ended < jobs && Clock::now() < end) io.run_one_for(100ms);
        outcome.took = Clock::now() - begin_at;
        return outcome;
    }
    void forget_requests() {
        server->requests.clear();
        server->heads.clear();
        server->bodies.clear();
        server->submitted.clear();
        server->history.clear();
    }
};

TEST_F(ManyRuns, TenThousandJobsThatTakeNoTimeAllEnd) {
    const Outcome outcome = run_many(10'000, 32);
    EXPECT_EQ(outcome.well, 10'000);
    EXPECT_EQ(engine->prompts_run(), 10'000U);
    std::cout << "10,000 jobs, 32 in flight: " << 10'000 / outcome.took.count() << " a second\n";
}

TEST_F(ManyRuns, ProfilingDoesNotGrowOverTenThousandRuns) {
    serve(FakeScript{});
    const auto token = std::make_shared<int>(0);
    events.on_progress = [token](const RunProgress&) {};
    long after_two_thousand = 0;
    for (int thousand = 1; thousand <= 10; ++thousand) {
        ASSERT_EQ(run_many(1'000, 32, true).well, 1'000);
        forget_requests();
        if (thousand == 2) after_two_thousand = resident_kib();
    }
    events = RunEvents{};
    test::settle(io, 100ms);
    EXPECT_EQ(token.use_count(), 1) << "listeners were left";
    const long grown = resident_kib() - after_two_thousand;
    std::cout << "grown by " << grown << " KiB over the last 8,000 runs\n";
    EXPECT_LT(grown, 4'096);
}

}  // namespace
}  // namespace divan
