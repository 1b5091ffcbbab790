#pragma once

#include <functional>
#include <list>
#include <memory>

#include <divan/store/store.hpp>

namespace divan::store {

/// Those who want to hear of changes. Threads: the executor's.
class Listeners {
public:
    Subscription add(std::function<void(const Change&)> heard);
    /// A listener may add others, or end itself or them, while it is told.
    void tell(const Change& change);

private:
    using Entry = std::function<void(const Change&)>;
    std::list<std::weak_ptr<Entry>> entries_;
};

}  // namespace divan::store
