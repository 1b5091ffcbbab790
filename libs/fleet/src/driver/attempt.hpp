#pragma once

#include <chrono>
#include <optional>

#include <divan/fleet/pool_actions.hpp>

#include "driver/server_link.hpp"

namespace divan {

struct AttemptEnd {
    std::optional<Failure> failure;  ///< empty: it went well
    Error error;
    std::chrono::milliseconds took{0};

    AttemptEnd() = default;
};

/// One try of one job on one server. Threads: as the pool.
class Attempt {
public:
    virtual ~Attempt() = default;
    /// Until the try has ended, and nothing of it is left on the server.
    virtual asio::awaitable<AttemptEnd> run(ServerLink& link) = 0;
    virtual void stop(StopReason reason) = 0;
    virtual void on_front() {}  ///< no earlier job of ours is before it on its server (any more)
    /// It watches its prompt itself, so the server's queue need not be asked afterwards.
    virtual bool knows_its_prompt() const { return true; }
};

}  // namespace divan
