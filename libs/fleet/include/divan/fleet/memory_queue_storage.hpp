#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

#include <divan/fleet/queue_storage.hpp>

namespace divan {

/// A queue that ends with the process. Every call but `recover` and `peek` costs O(log n).
class MemoryQueueStorage final : public QueueStorage {
public:
    static constexpr std::size_t kFailedKept = 1000;  ///< the newest discarded entries

    /// `clock` is borrowed; without one, the system's.
    explicit MemoryQueueStorage(const Clock* clock = nullptr);

    asio::awaitable<Result<std::vector<LeftEntry>>> recover() override;
    asio::awaitable<Result<void>> enqueue(QueueEntry entry) override;
    asio::awaitable<Result<std::vector<QueueEntry>>> peek(std::size_t most) override;
    asio::awaitable<Result<std::optional<QueueEntry>>> find(JobId job) override;
    asio::awaitable<Result<std::optional<QueueReservation>>> reserve() override;
    asio::awaitable<Result<std::optional<QueueReservation>>> reserve_by_id(JobId job,
                                                                           std::string note) override;
    asio::awaitable<Result<void>> commit(std::string reservation) override;
    asio::awaitable<Result<void>> retry(std::string reservation, std::chrono::milliseconds delay,
                                        bool counts) override;
    asio::awaitable<Result<void>> discard(std::string reservation, std::string reason) override;
    asio::awaitable<Result<bool>> remove(JobId job) override;
    asio::awaitable<Result<bool>> change(JobId job, int priority, double weight,
                                         std::string options) override;
    asio::awaitable<Result<QueueStats>> stats() override;
    asio::awaitable<Result<void>> close() override;

private:
    using Text = std::unordered_map<std::string, std::size_t>::value_type;  ///< with the number of its users
    enum class State { due, delayed, reserved, failed };
    struct Stored {
        const JobId* id = nullptr;
        int priority = 0, attempts = 0;
        double weight = 0;
        Timestamp available_at{};
        std::uint64_t place = 0;
        State state = State::due;
        Text* options = nullptr;
        std::vector<Text*> workflows;
        std::uint64_t reservation = 0;
    };
    struct Order {
        long before;  // minus the priority
        double weight;
        Timestamp available_at;
        std::uint64_t place;
        auto operator<=>(const Order&) const = default;
    };

    static Order order_of(const Stored& stored);
    Text* keep(std::string text);
    void drop(Text* text);
    void mature();  ///< delayed entries whose time has come are due
    void queue(Stored& stored);
    void unqueue(Stored& stored);
    void erase(Stored& stored);
    QueueEntry entry_of(const Stored& stored, bool with_workflows) const;
    QueueReservation reserve_stored(Stored& stored);
    Result<Stored*> held(const std::string& reservation);
    Result<void> check_open() const;

    SystemClock system_clock_;
    const Clock& clock_;
    std::unordered_map<std::string, std::size_t> texts_;
    std::unordered_map<JobId, Stored> entries_;
    std::map<Order, Stored*> due_;
    std::map<std::pair<Timestamp, std::uint64_t>, Stored*> delayed_;
    std::map<std::uint64_t, Stored*> reserved_;
    std::deque<JobId> failed_;
    std::size_t failed_count_ = 0;
    std::uint64_t places_ = 0, reservations_ = 0;
    bool closed_ = false;
};

}  // namespace divan
