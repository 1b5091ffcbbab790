#include <divan/fleet/job_rules.hpp>

#include <algorithm>
#include <cmath>

namespace divan {

std::chrono::milliseconds RetryPolicy::delay_after(int failures) const {
    const double grown = static_cast<double>(delay.count()) * std::pow(std::max(1.0, factor), failures - 1);
    const double most = static_cast<double>(std::max(delay, delay_cap).count());
    return std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(std::min(grown, most))};
}

}  // namespace divan
