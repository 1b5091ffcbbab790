#include <algorithm>

#include <divan/store/lifecycle.hpp>

namespace divan::store {
namespace {

using enum Phase;

constexpr Move kMoves[] = {
    {queued, assigned, "claimed for a server"},
    {queued, failed, "out of time"},
    {queued, cancelled, "cancel request"},
    {assigned, submitted, "the server took it"},
    {assigned, queued, "proved that nothing was accepted, or refused there only"},
    {assigned, in_doubt, "sent, and no valid answer came"},
    {assigned, failed, "refused for good, or out of time"},
    {assigned, cancelled, "cancel request"},
    {submitted, running, "seen executing"},
    {submitted, collecting, "seen finished before it was seen executing"},
    {submitted, in_doubt, "the server is unreachable, silent or restarted"},
    {submitted, queued, "failed, may be tried again"},
    {submitted, failed, "failed for good, or out of time"},
    {submitted, cancelled, "cancel request"},
    {running, collecting, "history shows success"},
    {running, in_doubt, "the server is unreachable, silent or restarted"},
    {running, queued, "failed, may be tried again"},
    {running, failed, "failed for good, or out of time"},
    {running, cancelled, "cancel request"},
    {in_doubt, submitted, "found waiting: adopted"},
    {in_doubt, running, "found executing: adopted"},
    {in_doubt, collecting, "found finished: adopted"},
    {in_doubt, queued, "proved absent, or the grace is over"},
    {in_doubt, failed, "failed for good, or out of time"},
    {in_doubt, cancelled, "cancel request"},
    {collecting, succeeded, "every file is in place"},
    {collecting, in_doubt, "the server is unreachable, silent or restarted"},
    {collecting, queued, "a file is missing or bad, attempts left"},
    {collecting, failed, "failed for good, or out of time"},
    {collecting, cancelled, "cancel request"},
};

constexpr std::string_view kPhaseNames[kPhases] = {"queued",    "assigned",   "submitted",
                                                   "running",   "collecting", "in_doubt",
                                                   "succeeded", "failed",     "cancelled"};

}  // namespace

std::string_view name(Phase phase) { return kPhaseNames[static_cast<std::size_t>(phase)]; }

std::string_view name(Status status) {
    constexpr std::string_view kNames[] = {"queued", "running", "succeeded", "failed", "cancelled"};
    return kNames[static_cast<std::size_t>(status)];
}

Status status_of(Phase phase) {
    switch (phase) {
        case queued:
        case assigned:
            return Status::queued;
        case succeeded:
            return Status::succeeded;
        case failed:
            return Status::failed;
        case cancelled:
            return Status::cancelled;
        default:
            return Status::running;
    }
}

std::span<const Move> all_moves() { return kMoves; }

bool can_move(Phase from, Phase to) {
    return std::ranges::any_of(kMoves, [&](const Move& move) { return move.from == from && move.to == to; });
}

}  // namespace divan::store
