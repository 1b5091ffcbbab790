#include "access/token_bucket.hpp"

#include <algorithm>

namespace divan::gateway {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::hours kLongest{1};
constexpr std::chrono::minutes kWindow{1};
constexpr std::chrono::seconds kCleanedEvery{1};  // a flood must not pay for it each time
constexpr std::size_t kMostWindows = 10'000;

}  // namespace

std::optional<milliseconds> TokenBucket::take(double per_second, double burst, Deadline now) {
    const double seconds =
        filled_at_ ? std::chrono::duration<double>(std::max(now - *filled_at_, Deadline::duration{})).count()
                   : 0;
    tokens_ = filled_at_ ? std::min(burst, tokens_ + seconds * per_second) : burst;
    filled_at_ = now;
    if (tokens_ >= 1) {
        tokens_ -= 1;
        return std::nullopt;
    }
    const double missing = (1 - tokens_) / per_second;  // infinite at a rate of zero
    const double longest = std::chrono::duration<double>(kLongest).count();
    return milliseconds{static_cast<std::int64_t>(std::min(missing, longest) * 1000) + 1};
}

const FailureLimiter::Window* FailureLimiter::current(const Windows& windows, const std::string& name,
                                                      Deadline now) {
    const auto found = windows.by_name.find(name);
    return found == windows.by_name.end() || found->second.ends <= now ? nullptr : &found->second;
}

std::optional<milliseconds> FailureLimiter::refused(const std::string& source, const std::string& id,
                                                    Deadline now) const {
    const Window* of_source = current(sources_, source, now);
    if (!of_source) return std::nullopt;
    const Window* of_id = id.empty() ? nullptr : current(ids_, id, now);
    if (of_source->failures < most_ && (!of_id || of_id->failures < most_)) return std::nullopt;
    const auto ends = of_source->failures >= most_ ? of_source->ends : of_id->ends;
    return std::chrono::ceil<milliseconds>(ends - now);
}

void FailureLimiter::count(Windows& windows, const std::string& name, Deadline now) {
    auto& all = windows.by_name;
    if (all.size() >= kMostWindows && now >= windows.cleaned + kCleanedEvery) {
        std::erase_if(all, [now](const auto& entry) { return entry.second.ends <= now; });
        windows.cleaned = now;
    }
    if (all.size() >= kMostWindows && !all.contains(name)) all.erase(all.begin());
    Window& window = all[name];
    if (window.ends <= now) window = Window{now + kWindow, 0};
    ++window.failures;
}

void FailureLimiter::note(const std::string& source, const std::string& id, Deadline now) {
    count(sources_, source, now);
    if (!id.empty()) count(ids_, id, now);
}

}  // namespace divan::gateway
