#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <divan/client/subscription.hpp>
#include <divan/fleet/pool_events.hpp>

namespace divan {

/// Those who listen to a pool, or to one of its jobs. Listeners may come and go while something is told.
class PoolWatchers {
public:
    [[nodiscard]] Subscription add(PoolEvents events) {
        auto listener = std::make_shared<PoolEvents>(std::move(events));
        std::erase_if(listeners_, [](const auto& weak) { return weak.expired(); });
        listeners_.push_back(listener);
        return Subscription{std::move(listener)};
    }
    /// `tell(&PoolEvents::on_queued, job)`.
    template <class... Args, class... Told>
    void tell(std::function<void(Args...)> PoolEvents::* which, const Told&... told) const {
        const std::size_t present = listeners_.size();
        for (std::size_t i = 0; i < present && i < listeners_.size(); ++i)
            if (const auto listener = listeners_[i].lock(); listener && (*listener).*which)
                ((*listener).*which)(told...);
    }
    bool empty() const { return listeners_.empty(); }

private:
    std::vector<std::weak_ptr<PoolEvents>> listeners_;
};

}  // namespace divan
