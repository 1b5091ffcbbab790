#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace divan {

/// Keeps a listener on for as long as it lives. Threads: as the object that gave it.
class Subscription {
public:
    Subscription() = default;
    explicit Subscription(std::shared_ptr<void> listener) : listener_{std::move(listener)} {}
    void reset() { listener_.reset(); }  ///< no call of the listener begins after this
    explicit operator bool() const { return listener_ != nullptr; }

private:
    std::shared_ptr<void> listener_;
};

/// Listeners of one kind of event. Listeners may come and go while an event is told.
template <class... Args>
class Listeners {
public:
    using Function = std::function<void(Args...)>;

    [[nodiscard]] Subscription add(Function function) {
        auto listener = std::make_shared<Function>(std::move(function));
        listeners_.push_back(listener);
        return Subscription{std::move(listener)};
    }
    void tell(Args... args) {
        std::erase_if(listeners_, [](const auto& listener) { return listener.expired(); });
        const auto present = listeners_;
        for (const auto& weak : present)
            if (const auto listener = weak.lock()) (*listener)(args...);
    }
    bool empty() const {
        return std::ranges::all_of(listeners_, [](const auto& listener) { return listener.expired(); });
    }

private:
    std::vector<std::weak_ptr<Function>> listeners_;
};

}  // namespace divan
