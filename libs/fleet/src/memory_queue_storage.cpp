#include <divan/fleet/memory_queue_storage.hpp>

#include <charconv>

namespace divan {

MemoryQueueStorage::MemoryQueueStorage(const Clock* clock) : clock_{clock ? *clock : system_clock_} {}

MemoryQueueStorage::Order MemoryQueueStorage::order_of(const Stored& stored) {
    return {-static_cast<long>(stored.priority), stored.weight, stored.available_at, stored.place};
}

MemoryQueueStorage::Text* MemoryQueueStorage::keep(std::string text) {
    Text& kept = *texts_.try_emplace(std::move(text)).first;
    ++kept.second;
    return &kept;
}

void MemoryQueueStorage::drop(Text* text) {
    if (--text->second > 0) return;
    const auto found = texts_.find(text->first);
    texts_.erase(found);
}

void MemoryQueueStorage::mature() {
    const Timestamp now = clock_.utc();
    while (!delayed_.empty() && delayed_.begin()->first.first <= now) {
        Stored& stored = *delayed_.begin()->second;
        delayed_.erase(delayed_.begin());
        stored.state = State::due;
        due_.emplace(order_of(stored), &stored);
    }
}

void MemoryQueueStorage::queue(Stored& stored) {
    stored.state = stored.available_at > clock_.utc() ? State::delayed : State::due;
    if (stored.state == State::due)
        due_.emplace(order_of(stored), &stored);
    else
        delayed_.emplace(std::pair{stored.available_at, stored.place}, &stored);
}

void MemoryQueueStorage::unqueue(Stored& stored) {
    if (stored.state == State::due) due_.erase(order_of(stored));
    if (stored.state == State::delayed) delayed_.erase({stored.available_at, stored.place});
}

void MemoryQueueStorage::erase(Stored& stored) {
    unqueue(stored);
    reserved_.erase(stored.reservation);
    if (stored.state == State::failed) --failed_count_;
    drop(stored.options);
    for (Text* text : stored.workflows) drop(text);
    const JobId id = *stored.id;
    entries_.erase(id);
}

QueueEntry MemoryQueueStorage::entry_of(const Stored& stored, bool with_workflows) const {
    QueueEntry entry{*stored.id};
    entry.priority = stored.priority;
    entry.weight = stored.weight;
    entry.not_before = stored.available_at;
    entry.attempts = stored.attempts;
    entry.options = stored.options->first;
    if (with_workflows)
        for (const Text* text : stored.workflows) entry.workflows.push_back(text->first);
    return entry;
}

QueueReservation MemoryQueueStorage::reserve_stored(Stored& stored) {
    unqueue(stored);
    stored.state = State::reserved;
    stored.reservation = ++reservations_;
    reserved_.emplace(stored.reservation, &stored);
    QueueReservation reservation;
    reservation.id = std::to_string(stored.reservation);
    reservation.entry = entry_of(stored, true);
    return reservation;
}

Result<MemoryQueueStorage::Stored*> MemoryQueueStorage::held(const std::string& reservation) {
    std::uint64_t number = 0;
    std::from_chars(reservation.data(), reservation.data() + reservation.size(), number);
    const auto found = reserved_.find(number);
    if (found == reserved_.end())
        return fail(Errc::invalid_argument, "the reservation '" + reservation + "' is not held");
    return found->second;
}

Result<void> MemoryQueueStorage::check_open() const {
    if (closed_) return fail(Errc::cancelled, "the queue storage is closed");
    return {};
}

}  // namespace divan
