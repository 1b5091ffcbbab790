#include "transaction.hpp"

#include <unordered_set>

namespace divan::store {

void Change::add(const Change& other) {
    std::unordered_set<JobId> known(jobs.begin(), jobs.end());
    for (const JobId& job : other.jobs)
        if (known.insert(job).second) jobs.push_back(job);
    work |= other.work;
    slots |= other.slots;
    deliveries |= other.deliveries;
}

void Transaction::count(const std::string& owner, Phase phase, std::int64_t jobs) {
    counts_[{owner, phase}] += jobs;
    all_counts_[phase] += jobs;
}

Result<void> Transaction::finish() {
    for (const auto& [key, jobs] : counts_) {
        if (jobs == 0) continue;
        auto added =
            sql::change(sql,
                        "INSERT INTO tally (owner, phase, shard, jobs) VALUES (?1, ?2, ?3, ?4) "
                        "ON CONFLICT (owner, phase, shard) DO UPDATE SET jobs = tally.jobs + excluded.jobs",
                        key.first, static_cast<int>(key.second), shard_, jobs);
        if (!added) return fail(std::move(added).error());
    }
    for (const auto& [phase, jobs] : all_counts_) {
        if (jobs == 0) continue;
        auto added =
            sql::change(sql,
                        "INSERT INTO tally_of_all (phase, shard, jobs) VALUES (?1, ?2, ?3) "
                        "ON CONFLICT (phase, shard) DO UPDATE SET jobs = tally_of_all.jobs + excluded.jobs",
                        static_cast<int>(phase), shard_, jobs);
        if (!added) return fail(std::move(added).error());
    }
    return {};
}

}  // namespace divan::store
