#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace divan::store {

/// Where a job is, as it is stored. The numbers are in databases: they never change.
enum class Phase : std::uint8_t {
    queued = 0,      ///< waits; eligible from `run_after` on
    assigned = 1,    ///< an attempt is durable, nothing was sent yet
    submitted = 2,   ///< the server has it
    running = 3,     ///< the server executes it
    collecting = 4,  ///< the server is done; its files are being fetched
    in_doubt = 5,    ///< nobody knows whether the server has, runs or finished it
    succeeded = 6,
    failed = 7,
    cancelled = 8,
};
inline constexpr int kPhases = 9;

/// What callers see.
enum class Status : std::uint8_t { queued, running, succeeded, failed, cancelled };

std::string_view name(Phase phase);
std::string_view name(Status status);

/// A retry shows `running`, then `queued` again, with the attempt number raised.
Status status_of(Phase phase);
/// Succeeded, failed and cancelled: nothing of such a job changes any more.
constexpr bool is_final(Phase phase) { return phase >= Phase::succeeded; }
/// An attempt is under way: a gateway owns the job.
constexpr bool is_active(Phase phase) { return phase >= Phase::assigned && phase <= Phase::in_doubt; }

struct Move {
    Phase from, to;
    std::string_view why;
};
/// Every move there is. What is not in this table is refused with `conflict`.
std::span<const Move> all_moves();
bool can_move(Phase from, Phase to);

}  // namespace divan::store
