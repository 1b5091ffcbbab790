#include <divan/jobs/resume.hpp>

namespace divan::durable {
namespace {

using store::Phase;

constexpr int kAbsentRounds = 3;  // a POST whose caller hung up was queued 9 s later (ComfyUI 0.3.64)

std::optional<Phase> toward_the_end(Phase now) {
    if (now == Phase::assigned) return Phase::submitted;
    if (now == Phase::collecting) return std::nullopt;
    return Phase::collecting;
}

std::optional<Phase> out_of_doubt(const Sight& sight) {
    if (sight.started) return Phase::running;
    if (sight.accepted) return Phase::submitted;
    return std::nullopt;
}

}  // namespace

std::optional<Phase> next_phase(Phase now, const Sight& sight) {
    if (!store::is_active(now)) return std::nullopt;
    if (sight.done) return toward_the_end(now);
    if (sight.in_doubt) return now == Phase::in_doubt ? std::nullopt : std::optional{Phase::in_doubt};
    switch (now) {
        case Phase::assigned:
            return sight.accepted ? std::optional{Phase::submitted} : std::nullopt;
        case Phase::submitted:
            return sight.started ? std::optional{Phase::running} : std::nullopt;
        case Phase::in_doubt:
            return out_of_doubt(sight);
        default:
            return std::nullopt;
    }
}

Resume resume_of(Phase phase) {
    return phase == Phase::assigned || phase == Phase::in_doubt ? Resume::look_for_it : Resume::follow;
}

GuestAction guest_action(const std::optional<protocol::QueuePlace>& place, int absent_rounds,
                         bool was_accepted) {
    if (place) return place->running ? GuestAction::interrupt : GuestAction::take_from_queue;
    return was_accepted || absent_rounds >= kAbsentRounds ? GuestAction::release : GuestAction::look_again;
}

}  // namespace divan::durable
