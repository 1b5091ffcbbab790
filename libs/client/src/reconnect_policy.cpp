#include <divan/client/reconnect_policy.hpp>

#include <algorithm>

namespace divan {

using std::chrono::milliseconds;

namespace {

milliseconds doubled(const ReconnectPolicy& policy, int failures) {
    milliseconds span = policy.base;
    for (int doubling = 1; doubling < failures && span < policy.cap; ++doubling) span *= 2;
    return std::min(span, policy.cap);
}

milliseconds scaled(milliseconds span, double factor) {
    return milliseconds{static_cast<milliseconds::rep>(static_cast<double>(span.count()) * factor)};
}

}  // namespace

milliseconds backoff(const ReconnectPolicy& policy, int failures) {
    if (failures <= 0) return milliseconds{0};
    if (policy.backoff == Backoff::custom && policy.custom)
        return std::max(policy.custom(failures, policy.base, policy.cap), milliseconds{0});
    if (policy.backoff == Backoff::linear) {
        const bool beyond = policy.base.count() > 0 && failures > policy.cap / policy.base;
        return beyond ? policy.cap : std::min(policy.base * failures, policy.cap);
    }
    return doubled(policy, failures);
}

milliseconds reconnect_pause(const ReconnectPolicy& policy, int failures, double chance) {
    const milliseconds span = backoff(policy, failures);
    if (policy.backoff == Backoff::custom) return span;
    if (policy.jitter == Jitter::full) return scaled(span, chance);
    return std::max(scaled(span, 1 + policy.spread_percent / 100 * (chance - 0.5)), milliseconds{0});
}

}  // namespace divan
