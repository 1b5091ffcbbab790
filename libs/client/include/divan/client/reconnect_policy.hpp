#pragma once

#include <chrono>
#include <functional>

namespace divan {

/// How the pause grows from one failed attempt to the next.
enum class Backoff { exponential, linear, custom };

/// Full: a random time between nothing and the pause, so that many clients that lost one server come back
/// spread out. Spread: the pause, give or take half of `spread_percent`.
enum class Jitter { full, spread };

/// How a WebSocket is opened again: the first attempt at once, each further one after a pause.
struct ReconnectPolicy {
    std::chrono::milliseconds base{500};
    std::chrono::milliseconds cap{30'000};
    /// Failed attempts in a row after which the connection gives up (`ConnectionState::failed`); 0: it goes
    /// on for as long as it is open.
    int max_attempts = 0;
    Backoff backoff = Backoff::exponential;  ///< base · 2^(n−1), or base · n; at most `cap`
    Jitter jitter = Jitter::full;
    double spread_percent = 30;  ///< 30: ±15 %, as comfyui-node 1.10.0 has it; 0: none
    /// With `Backoff::custom`: the pause after the `failures`th failed attempt (from 1), without jitter.
    std::function<std::chrono::milliseconds(int failures, std::chrono::milliseconds base,
                                            std::chrono::milliseconds cap)>
        custom;

    ReconnectPolicy() = default;
};

/// The pause after so many failed attempts (from 1), before jitter.
std::chrono::milliseconds backoff(const ReconnectPolicy& policy, int failures);
/// With jitter; `chance` is uniform in [0, 1). Never negative.
std::chrono::milliseconds reconnect_pause(const ReconnectPolicy& policy, int failures, double chance);

}  // namespace divan
