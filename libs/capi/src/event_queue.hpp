#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <divan/capi/divan.h>

namespace divan::capi {

/// An event that waits for its delivery: as `divan_event`, but it owns its texts.
struct Event {
    std::int32_t kind = 0;
    std::string node, text, image, media_type;
    double value = 0, max = 0, fraction = 0;
    std::int32_t percent = 0;
    std::uint64_t nodes_done = 0, nodes_total = 0, ahead = 0;
    std::shared_ptr<const divan_error> error;

    Event() = default;
    explicit Event(std::int32_t what, std::string about = {}, std::string words = {})
        : kind{what}, node{std::move(about)}, text{std::move(words)} {}
    bool ends_the_run() const { return kind == DIVAN_EVENT_FINISHED || kind == DIVAN_EVENT_FAILED; }
    /// What a C callback is shown; borrows from this event.
    divan_event view(divan_run* run) const;
};

/// Bounded for a caller who does not take: the newest progress, place and preview replace older ones; of the
/// other kinds the oldest are dropped beyond `kMost`, but never the end. Not thread-safe.
class EventQueue {
public:
    static constexpr std::size_t kMost = 1'000;

    void put(Event event);
    std::optional<Event> take();  ///< in the order of putting
    void clear() { events_.clear(); }
    bool empty() const { return events_.empty(); }
    std::uint64_t dropped() const { return dropped_; }

private:
    std::deque<Event> events_;
    std::uint64_t dropped_ = 0;
};

}  // namespace divan::capi
