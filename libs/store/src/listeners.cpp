#include "listeners.hpp"

#include <vector>

namespace divan::store {

Subscription Listeners::add(std::function<void(const Change&)> heard) {
    auto entry = std::make_shared<Entry>(std::move(heard));
    entries_.push_back(entry);
    return Subscription{std::move(entry)};
}

void Listeners::tell(const Change& change) {
    if (change.empty()) return;
    std::erase_if(entries_, [](const std::weak_ptr<Entry>& entry) { return entry.expired(); });
    const std::vector<std::weak_ptr<Entry>> now(entries_.begin(), entries_.end());
    for (const auto& weak : now)
        if (const auto entry = weak.lock()) (*entry)(change);
}

}  // namespace divan::store
