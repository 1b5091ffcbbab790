#pragma once

#include <divan/client/run.hpp>

namespace divan {

/// Everybody who listens to one run: who began it, and who came later. Listeners may come, go and cancel the
/// run while they are told something.
class RunWatchers {
public:
    explicit RunWatchers(RunEvents own) : own_{std::make_shared<RunEvents>(std::move(own))} {}

    [[nodiscard]] Subscription add(std::shared_ptr<RunEvents> events);
    void silence_own() { own_.reset(); }
    void silence() {
        own_.reset();
        others_.clear();
    }

    template <class... Args, class... Given>
    void tell(std::function<void(Args...)> RunEvents::* event, const Given&... given) {
        if (const auto own = own_) call(*own, event, given...);
        if (others_.empty()) return;
        const auto present = others_;
        for (const auto& weak : present)
            if (const auto other = weak.lock()) call(*other, event, given...);
    }
    template <class... Args, class... Given>
    static void call(const RunEvents& events, std::function<void(Args...)> RunEvents::* event,
                     const Given&... given) {
        if (events.*event) (events.*event)(given...);
    }

private:
    std::shared_ptr<RunEvents> own_;
    std::vector<std::weak_ptr<RunEvents>> others_;
};

inline Subscription RunWatchers::add(std::shared_ptr<RunEvents> events) {
    std::erase_if(others_, [](const auto& weak) { return weak.expired(); });
    others_.push_back(events);
    return Subscription{std::move(events)};
}

}  // namespace divan
