#include "jobs/in_flight.hpp"

namespace divan::store {

Result<std::int64_t> InFlight::count(const std::string& owner) {
    if (const auto known = counts_.find(owner); known != counts_.end()) return known->second;
    if (!locked_) {
        auto held = sql::first(transaction_.sql, "SELECT one FROM claim_turn /*pg:FOR UPDATE*/");
        if (!held) return fail(std::move(held).error());
        locked_ = true;
    }
    auto row = sql::first(transaction_.sql,
                          "SELECT CAST(coalesce(sum(jobs), 0) AS BIGINT) FROM tally WHERE owner = ?1 AND "
                          "phase BETWEEN 1 AND 5",
                          owner);
    if (!row) return fail(std::move(row).error());
    return counts_[owner] = (*row)->integer(0) + begun_[owner];
}

Result<bool> InFlight::has_room_for(const JobRow& row) {
    if (!row.most_in_flight) return true;
    auto under_way = count(row.job.owner);
    if (!under_way) return fail(std::move(under_way).error());
    return *under_way < *row.most_in_flight;
}

void InFlight::add(const std::string& owner) {
    ++begun_[owner];
    if (const auto known = counts_.find(owner); known != counts_.end()) ++known->second;
}

}  // namespace divan::store
