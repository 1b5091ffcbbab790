#include "jobs/first_of_lane.hpp"

#include <algorithm>
#include <array>

namespace divan::store {
namespace {

std::string like_literal(const std::string& text) {
    std::string literal;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') literal += '\\';
        literal += c;
    }
    return literal;
}

/// Where else the jobs of a lane can go: patterns that the list of a job fits that may go to none of them.
struct Elsewhere {
    static constexpr std::size_t kMost = 8;
    bool somewhere = true;  ///< it is taken for granted
    std::array<std::string, kMost> avoided;
};

std::string word_in_list(const ServerId& server) { return "% " + like_literal(server.str()) + " %"; }

Elsewhere elsewhere(const ClaimRequest& request, const std::string& lane) {
    Elsewhere other;
    other.avoided.fill("%");
    if (!request.lanes) return other;
    const auto offered = request.lanes->find(lane);
    if (offered == request.lanes->end() || offered->second.size() > Elsewhere::kMost) return other;
    other.somewhere = false;
    std::ranges::transform(offered->second, other.avoided.begin(), word_in_list);
    return other;
}

}  // namespace

Result<std::optional<JobRow>> first_of_lane(Transaction& transaction, const WaitingLane& lane,
                                            const ClaimRequest& request, bool unused) {
    const Elsewhere other = elsewhere(request, lane.lane);
    const auto& avoided = other.avoided;
    auto row = sql::first(
        transaction.sql,
        "SELECT " DIVAN_JOB_COLUMNS
        " FROM job WHERE ready = 1 AND lane = ?1 AND owner = ?2 "
        "AND (avoid = '' OR avoid NOT LIKE ?3 ESCAPE '\\' OR (?4 = 0 AND avoid LIKE ?5 ESCAPE '\\' "
        "AND avoid LIKE ?6 ESCAPE '\\' AND avoid LIKE ?7 ESCAPE '\\' AND avoid LIKE ?8 ESCAPE '\\' "
        "AND avoid LIKE ?9 ESCAPE '\\' AND avoid LIKE ?10 ESCAPE '\\' AND avoid LIKE ?11 ESCAPE '\\' "
        "AND avoid LIKE ?12 ESCAPE '\\')) AND (?13 = 1 OR strikes = 0) "
        "ORDER BY priority DESC, place LIMIT 1 /*pg:FOR UPDATE SKIP LOCKED*/",
        lane.lane, lane.owner, word_in_list(request.server), other.somewhere, avoided[0], avoided[1],
        avoided[2], avoided[3], avoided[4], avoided[5], avoided[6], avoided[7], unused);
    if (!row) return fail(std::move(row).error());
    if (!*row) return std::nullopt;
    return read_job(**row);
}

}  // namespace divan::store
