#pragma once

#include "run_fixture.hpp"

namespace divan::parity {

/// Section 22 of the parity table, as far as it concerns connection, events, runs and errors: the peer's
/// defects, each a case that we pass. Tests are named after the numbers of the rows.
class ParityDefects : public ParityRun {
protected:
    /// Runs `jobs` prompts, `in_flight` at a time; how many succeeded.
    int run_many(int jobs, int in_flight) {
        int begun = 0, ended = 0, well = 0;
        std::function<void()> next = [&] {
            if (begun++ >= jobs) return;
            begin(RunRequest{picture()})([&](const Result<RunResult>& result) {
                ++ended;
                well += result ? 1 : 0;
                next();
            });
        };
        for (int first = 0; first < in_flight; ++first) next();
        EXPECT_TRUE(until([&] { return ended == jobs; }));
        return well;
    }
};

}  // namespace divan::parity
