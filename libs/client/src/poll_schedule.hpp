#pragma once

#include <chrono>
#include <optional>

#include <divan/base/clock.hpp>

namespace divan {

/// When a server is asked for its status while there is no socket to tell it. No clock, no I/O.
class PollSchedule {
public:
    explicit PollSchedule(std::chrono::milliseconds interval) : interval_{interval} {}

    void socket_up() { next_ = kNever; }
    /// The first poll is one interval later: most lost sockets are back by then.
    void socket_down(Deadline now) {
        if (next_ == kNever && interval_.count() > 0) next_ = now + interval_;
    }
    /// The server was asked for its status, or told it in another answer.
    void asked(Deadline now) {
        if (next_ != kNever) next_ = now + interval_;
    }
    Deadline next() const { return next_; }  ///< `kNever` while there is a socket

private:
    std::chrono::milliseconds interval_;
    Deadline next_ = kNever;
};

}  // namespace divan
