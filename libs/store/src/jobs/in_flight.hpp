#pragma once

#include <map>
#include <string>

#include "jobs/job_rows.hpp"

namespace divan::store {

/// How many jobs of each owner are under way, as one claim counts them. Owners whose jobs have no bound are
/// not counted, and cost nothing.
class InFlight {
public:
    explicit InFlight(Transaction& transaction) : transaction_{transaction} {}

    /// Whether one more of the owner's jobs may be begun, by the bound of that job. The first answer that
    /// counts waits until no other claim does, so that two of them do not both take the last place.
    Result<bool> has_room_for(const JobRow& row);
    void add(const std::string& owner);  ///< one was begun

private:
    Result<std::int64_t> count(const std::string& owner);

    Transaction& transaction_;
    std::map<std::string, std::int64_t> counts_;
    std::map<std::string, std::int64_t> begun_;  // in this claim; the tallies do not have them yet
    bool locked_ = false;
};

}  // namespace divan::store
