#include <algorithm>

#include "simple/shelf_state.hpp"

// Which of the expected jobs are due.
namespace divan::gateway {
namespace {

constexpr std::size_t kRound = 50;  // expected jobs that are looked at in one round, behind the hints

}  // namespace

void Shelf::State::expect(const JobId& job) { mark_due(job, expected[job]); }

void Shelf::State::mark_due(const JobId& job, Expected& one) {
    if (one.busy || one.due || std::chrono::steady_clock::now() < one.not_before) return;
    one.due = true;
    due.push_back(job);
    woken = true;
    wake.cancel();
}

void Shelf::State::hear(const store::Change& change) {
    for (const JobId& job : change.jobs)
        if (const auto found = expected.find(job); found != expected.end()) mark_due(job, found->second);
}

/// A few of the expected ones each time, so that their number does not matter.
void Shelf::State::go_round() {
    auto at = expected.upper_bound(last_looked_at);
    for (std::size_t i = 0; i < std::min(kRound, expected.size()); ++i, ++at) {
        if (at == expected.end()) at = expected.begin();
        last_looked_at = at->first;
        mark_due(at->first, at->second);
    }
}

std::optional<JobId> Shelf::State::next_due() {
    while (!due.empty()) {
        JobId job = due.front();
        due.pop_front();
        const auto found = expected.find(job);
        if (found == expected.end()) continue;
        found->second.due = false;
        found->second.busy = true;
        return job;
    }
    return std::nullopt;
}

}  // namespace divan::gateway
