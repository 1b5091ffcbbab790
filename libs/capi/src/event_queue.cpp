#include "event_queue.hpp"

#include <algorithm>

namespace divan::capi {
namespace {

bool only_the_newest_counts(std::int32_t kind) {
    return kind == DIVAN_EVENT_PROGRESS || kind == DIVAN_EVENT_WAITING || kind == DIVAN_EVENT_PREVIEW;
}

}  // namespace

divan_event Event::view(divan_run* run) const {
    divan_event shown{};
    shown.struct_size = sizeof shown;
    shown.kind = kind;
    shown.percent = percent;
    shown.run = run;
    shown.node = node.c_str();
    shown.text = text.c_str();
    shown.value = value;
    shown.max = max;
    shown.fraction = fraction;
    shown.nodes_done = nodes_done;
    shown.nodes_total = nodes_total;
    shown.ahead = ahead;
    shown.image = image.empty() ? nullptr : image.data();
    shown.image_size = image.size();
    shown.media_type = media_type.c_str();
    shown.error = error.get();
    return shown;
}

void EventQueue::put(Event event) {
    if (only_the_newest_counts(event.kind)) {
        std::erase_if(events_, [&](const Event& old) { return old.kind == event.kind; });
    } else if (events_.size() >= kMost) {
        events_.pop_front();
        ++dropped_;
    }
    events_.push_back(std::move(event));
}

std::optional<Event> EventQueue::take() {
    if (events_.empty()) return std::nullopt;
    std::optional<Event> first{std::move(events_.front())};
    events_.pop_front();
    return first;
}

}  // namespace divan::capi
