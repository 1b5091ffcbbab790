#pragma once

#include <divan/jobs/dispatcher_config.hpp>

namespace divan::test {

/// A dispatcher that notices within milliseconds what takes seconds in service.
inline durable::DispatchTimes quick_times() {
    using namespace std::chrono_literals;
    durable::DispatchTimes times;
    times.heartbeat = 200ms;
    times.reap = 200ms;
    times.claim = 100ms;
    times.store_pause = 50ms;
    times.probe = 200ms;
    times.guest_round = 100ms;
    times.poll_with_socket = 500ms;
    times.poll_without_socket = 100ms;
    times.refused = 300ms;
    times.grace = 3'000ms;
    times.fetch_pause = 50ms;
    return times;
}

}  // namespace divan::test
