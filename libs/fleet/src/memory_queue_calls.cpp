#include <divan/fleet/memory_queue_storage.hpp>

// The calls of the interface. None of them waits.
namespace divan {

asio::awaitable<Result<std::vector<LeftEntry>>> MemoryQueueStorage::recover() {
    co_return std::vector<LeftEntry>{};
}

asio::awaitable<Result<void>> MemoryQueueStorage::enqueue(QueueEntry entry) {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    const auto [found, fresh] = entries_.try_emplace(entry.id);
    if (!fresh)
        co_return fail(Errc::invalid_argument, "the queue has a job '" + entry.id.str() + "' already");
    Stored& stored = found->second;
    stored.id = &found->first;
    stored.priority = entry.priority;
    stored.weight = entry.weight;
    stored.attempts = entry.attempts;
    stored.available_at = std::max(entry.not_before, clock_.utc());
    stored.place = ++places_;
    stored.options = keep(std::move(entry.options));
    for (std::string& text : entry.workflows) stored.workflows.push_back(keep(std::move(text)));
    stored.workflows.shrink_to_fit();
    queue(stored);
    co_return Result<void>{};
}

asio::awaitable<Result<std::vector<QueueEntry>>> MemoryQueueStorage::peek(std::size_t most) {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    mature();
    std::vector<QueueEntry> entries;
    for (auto entry = due_.begin(); entry != due_.end() && entries.size() < most; ++entry)
        entries.push_back(entry_of(*entry->second, true));
    co_return entries;
}

asio::awaitable<Result<std::optional<QueueEntry>>> MemoryQueueStorage::find(JobId job) {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    mature();
    const auto found = entries_.find(job);
    std::optional<QueueEntry> entry;
    if (found != entries_.end() && found->second.state <= State::delayed)
        entry = entry_of(found->second, true);
    co_return entry;
}

asio::awaitable<Result<std::optional<QueueReservation>>> MemoryQueueStorage::reserve() {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    mature();
    std::optional<QueueReservation> reservation;
    if (!due_.empty()) reservation = reserve_stored(*due_.begin()->second);
    co_return reservation;
}

asio::awaitable<Result<std::optional<QueueReservation>>> MemoryQueueStorage::reserve_by_id(JobId job,
                                                                                           std::string) {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    const auto found = entries_.find(job);
    std::optional<QueueReservation> reservation;
    if (found != entries_.end() && found->second.state <= State::delayed)
        reservation = reserve_stored(found->second);
    co_return reservation;
}

asio::awaitable<Result<void>> MemoryQueueStorage::commit(std::string reservation) {
    auto stored = held(reservation);
    if (!stored) co_return fail(std::move(stored).error());
    erase(**stored);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> MemoryQueueStorage::retry(std::string reservation,
                                                        std::chrono::milliseconds delay, bool counts) {
    auto found = held(reservation);
    if (!found) co_return fail(std::move(found).error());
    Stored& stored = **found;
    reserved_.erase(std::exchange(stored.reservation, 0));
    if (counts) ++stored.attempts;
    stored.available_at = clock_.utc() + delay;
    queue(stored);
    co_return Result<void>{};
}

asio::awaitable<Result<void>> MemoryQueueStorage::discard(std::string reservation, std::string) {
    auto found = held(reservation);
    if (!found) co_return fail(std::move(found).error());
    Stored& stored = **found;
    reserved_.erase(std::exchange(stored.reservation, 0));
    stored.state = State::failed;
    ++failed_count_;
    failed_.push_back(*stored.id);
    for (; failed_.size() > kFailedKept; failed_.pop_front())
        if (const auto old = entries_.find(failed_.front());
            old != entries_.end() && old->second.state == State::failed)
            erase(old->second);
    co_return Result<void>{};
}

asio::awaitable<Result<bool>> MemoryQueueStorage::remove(JobId job) {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    const auto found = entries_.find(job);
    if (found == entries_.end() || found->second.state == State::reserved) co_return false;
    erase(found->second);
    co_return true;
}

asio::awaitable<Result<bool>> MemoryQueueStorage::change(JobId job, int priority, double weight,
                                                         std::string options) {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    const auto found = entries_.find(job);
    if (found == entries_.end() || found->second.state > State::delayed) co_return false;
    Stored& stored = found->second;
    unqueue(stored);
    stored.priority = priority;
    stored.weight = weight;
    drop(std::exchange(stored.options, keep(std::move(options))));
    queue(stored);
    co_return true;
}

asio::awaitable<Result<QueueStats>> MemoryQueueStorage::stats() {
    if (auto open = check_open(); !open) co_return fail(std::move(open).error());
    mature();
    QueueStats stats;
    stats.waiting = due_.size() + delayed_.size();
    stats.delayed = delayed_.size();
    stats.in_flight = reserved_.size();
    stats.failed = failed_count_;
    co_return stats;
}

asio::awaitable<Result<void>> MemoryQueueStorage::close() {
    closed_ = true;
    co_return Result<void>{};
}

}  // namespace divan
