#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <divan/fleet/queue_storage.hpp>

#include "sqlite/database.hpp"

namespace divan::sqlite {

/// The SQL of a queue. Each call is one part of a transaction. Threads: as the database.
class QueueTable {
public:
    static constexpr int kFailedKept = 1'000;  ///< the newest discarded entries

    QueueTable();

    Result<std::vector<LeftEntry>> recover(Database& database);
    Result<void> insert(Database& database, const QueueEntry& entry, Timestamp now);
    Result<std::vector<QueueEntry>> due(Database& database, std::size_t most, Timestamp now);
    Result<std::optional<QueueEntry>> waiting(Database& database, const JobId& job);
    /// Without a job: the first that is due.
    Result<std::optional<QueueReservation>> reserve(Database& database, const std::optional<JobId>& job,
                                                    const std::string& note, Timestamp now);
    Result<void> commit(Database& database, const std::string& reservation);
    Result<void> retry(Database& database, const std::string& reservation, Timestamp available_at,
                       bool counts);
    Result<void> discard(Database& database, const std::string& reservation, const std::string& reason);
    Result<bool> remove(Database& database, const JobId& job);
    Result<bool> change(Database& database, const JobId& job, int priority, double weight,
                        const std::string& options);
    Result<QueueStats> stats(Database& database, Timestamp now);

private:
    enum class State { waiting = 0, reserved = 1, failed = 2 };
    struct Row {
        std::int64_t place = 0;
        State state = State::waiting;
        QueueEntry entry;  ///< without workflows
    };
    static Row read_row(const Statement& row);
    static Result<std::optional<Row>> find(Database& database, const JobId& job);
    static Result<Row> held(Database& database, const std::string& reservation);
    static Result<void> add_workflow(Database& database, std::int64_t place, int variant,
                                     const std::string& text);
    static Result<void> load_workflows(Database& database, Row& row);
    static Result<void> erase(Database& database, std::int64_t place);
    static Result<void> forget_old_failures(Database& database);

    std::string reservation_prefix_;
    std::uint64_t reservations_ = 0;
};

}  // namespace divan::sqlite
