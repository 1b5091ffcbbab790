#include <algorithm>
#include <limits>

#include <divan/store/query.hpp>

#include "jobs/job_rows.hpp"

namespace divan::store {
namespace {

/// The newest jobs of one phase that fit: an index has exactly these, in this order.
Result<void> add_phase(Transaction& transaction, const JobFilter& filter, Phase phase, std::int64_t before,
                       std::vector<Job>& found) {
    const int most = filter.most + 1;
    const auto take = [&](const sql::Row& row) { found.push_back(read_job(row).job); };
    if (filter.owner)
        return sql::each(transaction.sql,
                         "SELECT " DIVAN_JOB_COLUMNS
                         " FROM job WHERE owner = ?1 AND phase = ?2 AND place < ?3 "
                         "ORDER BY place DESC LIMIT ?4",
                         take, *filter.owner, static_cast<int>(phase), before, most);
    return sql::each(transaction.sql,
                     "SELECT " DIVAN_JOB_COLUMNS
                     " FROM job WHERE phase = ?1 AND place < ?2 ORDER BY place DESC LIMIT ?3",
                     take, static_cast<int>(phase), before, most);
}

bool wanted(const JobFilter& filter, const Job& job) {
    if (filter.owner && job.owner != *filter.owner) return false;
    return filter.phases.empty() || std::ranges::find(filter.phases, job.phase) != filter.phases.end();
}

/// A batch is walked from its newest job on; what does not fit is passed over.
Result<void> add_batch(Transaction& transaction, const JobFilter& filter, std::int64_t before,
                       std::vector<Job>& found) {
    constexpr int kStep = 500;
    for (;;) {
        int seen = 0;
        auto read = sql::each(
            transaction.sql,
            "SELECT " DIVAN_JOB_COLUMNS
            " FROM job WHERE batch = ?1 AND place < ?2 ORDER BY place DESC LIMIT ?3",
            [&](const sql::Row& row) {
                Job job = read_job(row).job;
                ++seen;
                before = job.place;
                if (wanted(filter, job)) found.push_back(std::move(job));
            },
            *filter.batch, before, kStep);
        if (!read) return read;
        if (seen < kStep || found.size() > static_cast<std::size_t>(filter.most)) return {};
    }
}

Result<JobPage> list_in(Transaction& transaction, const JobFilter& filter) {
    const std::int64_t before = filter.before.value_or(std::numeric_limits<std::int64_t>::max());
    JobPage page;
    if (filter.batch) {
        if (auto read = add_batch(transaction, filter, before, page.jobs); !read)
            return fail(std::move(read).error());
    } else {
        for (int phase = 0; phase < kPhases; ++phase) {
            const auto one = static_cast<Phase>(phase);
            if (!filter.phases.empty() && std::ranges::find(filter.phases, one) == filter.phases.end())
                continue;
            auto read = add_phase(transaction, filter, one, before, page.jobs);
            if (!read) return fail(std::move(read).error());
        }
    }
    std::ranges::sort(page.jobs, std::greater{}, &Job::place);
    const auto most = static_cast<std::size_t>(filter.most);
    if (page.jobs.size() > most) {
        page.jobs.resize(most);
        page.next = page.jobs.back().place;
    }
    return page;
}

}  // namespace

asio::awaitable<Result<JobPage>> list_jobs(Store& store, JobFilter filter) {
    filter.most = std::clamp(filter.most, 1, 1'000);
    auto work = [filter = std::move(filter)](Transaction& transaction) {
        return list_in(transaction, filter);
    };
    return read<JobPage>(store, std::move(work));
}

}  // namespace divan::store
