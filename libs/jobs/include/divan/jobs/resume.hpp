#pragma once

#include <optional>

#include <divan/protocol/queue.hpp>
#include <divan/store/lifecycle.hpp>

namespace divan::durable {

/// What is known of an attempt at its server.
struct Sight {
    bool accepted = false;  ///< the server has it, or had it
    bool started = false;   ///< it was seen executing
    bool in_doubt = false;  ///< nobody knows, or the server cannot be asked
    bool done = false;      ///< the history shows success

    Sight() = default;
};

/// The next phase on the way to what is seen; nothing when the job is there. Each answer is a move of
/// `store::can_move`. Pure.
std::optional<store::Phase> next_phase(store::Phase now, const Sight& sight);

/// How a job of a gateway that is gone is gone on with.
enum class Resume {
    look_for_it,  ///< it may be at the server or not: absent means three rounds
    follow,       ///< the server had it: absent means lost
};
/// Never sends anything again by itself.
Resume resume_of(store::Phase phase);

/// What is done about a prompt that has ended here while its server may still have it.
enum class GuestAction {
    take_from_queue,
    interrupt,
    release,     ///< it is gone: its slot is free
    look_again,  ///< not seen, but its POST may still be on its way
};
/// `absent_rounds`: how often in a row it was in no queue, this time too. `was_accepted`: the server had
/// answered. Pure.
GuestAction guest_action(const std::optional<protocol::QueuePlace>& place, int absent_rounds,
                         bool was_accepted);

}  // namespace divan::durable
