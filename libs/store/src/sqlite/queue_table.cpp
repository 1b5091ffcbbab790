#include "sqlite/queue_table.hpp"

#include <divan/base/random.hpp>

namespace divan::sqlite {
namespace {

std::int64_t milliseconds(Timestamp time) { return time.time_since_epoch().count(); }

}  // namespace

QueueTable::QueueTable() : reservation_prefix_{uuid4() + "/"} {}

Result<std::vector<LeftEntry>> QueueTable::recover(Database& database) {
    std::vector<LeftEntry> left;
    auto read = each_row(
        database,
        "SELECT place, state, id, priority, weight, available_at, attempts, options FROM job WHERE state = 0 "
        "ORDER BY priority DESC, weight, available_at, place",
        [&](const Statement& row) { left.emplace_back().entry = read_row(row).entry; });
    if (!read) return fail(std::move(read).error());
    std::vector<Row> rows;
    read = each_row(
        database,
        "SELECT place, state, id, priority, weight, available_at, attempts, options, reservation, note "
        "FROM job WHERE state = 1 ORDER BY place",
        [&](const Statement& row) {
            LeftEntry& entry = left.emplace_back();
            entry.reservation.emplace().id = row.text(8);
            entry.note = row.text(9);
            rows.push_back(read_row(row));
        });
    if (!read) return fail(std::move(read).error());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        LeftEntry& entry = left[left.size() - rows.size() + i];
        entry.entry = rows[i].entry;
        if (auto loaded = load_workflows(database, rows[i]); !loaded) return fail(std::move(loaded).error());
        entry.reservation->entry = std::move(rows[i].entry);
    }
    return left;
}

Result<std::vector<QueueEntry>> QueueTable::due(Database& database, std::size_t most, Timestamp now) {
    std::vector<Row> rows;
    auto read = each_row(
        database,
        "SELECT place, state, id, priority, weight, available_at, attempts, options FROM job "
        "WHERE state = 0 AND available_at <= ?1 ORDER BY priority DESC, weight, available_at, place LIMIT ?2",
        [&](const Statement& row) { rows.push_back(read_row(row)); }, milliseconds(now),
        static_cast<std::int64_t>(most));
    if (!read) return fail(std::move(read).error());
    std::vector<QueueEntry> entries;
    for (Row& row : rows) {
        if (auto loaded = load_workflows(database, row); !loaded) return fail(std::move(loaded).error());
        entries.push_back(std::move(row.entry));
    }
    return entries;
}

Result<std::optional<QueueEntry>> QueueTable::waiting(Database& database, const JobId& job) {
    auto row = find(database, job);
    if (!row) return fail(std::move(row).error());
    if (!*row || (*row)->state != State::waiting) return std::nullopt;
    if (auto loaded = load_workflows(database, **row); !loaded) return fail(std::move(loaded).error());
    return std::move((*row)->entry);
}

Result<std::optional<QueueReservation>> QueueTable::reserve(Database& database,
                                                            const std::optional<JobId>& job,
                                                            const std::string& note, Timestamp now) {
    std::optional<Row> row;
    if (job) {
        auto found = find(database, *job);
        if (!found) return fail(std::move(found).error());
        if (*found && (*found)->state == State::waiting) row = std::move(**found);
    } else {
        auto read = each_row(
            database,
            "SELECT place, state, id, priority, weight, available_at, attempts, options FROM job "
            "WHERE state = 0 AND available_at <= ?1 ORDER BY priority DESC, weight, available_at, place "
            "LIMIT 1",
            [&](const Statement& first) { row = read_row(first); }, milliseconds(now));
        if (!read) return fail(std::move(read).error());
    }
    if (!row) return std::nullopt;
    QueueReservation reservation;
    reservation.id = reservation_prefix_ + std::to_string(++reservations_);
    auto taken = run(database, "UPDATE job SET state = 1, reservation = ?2, note = ?3 WHERE place = ?1",
                     row->place, reservation.id, note);
    if (!taken) return fail(std::move(taken).error());
    if (auto loaded = load_workflows(database, *row); !loaded) return fail(std::move(loaded).error());
    reservation.entry = std::move(row->entry);
    return reservation;
}

Result<void> QueueTable::commit(Database& database, const std::string& reservation) {
    auto row = held(database, reservation);
    if (!row) return fail(std::move(row).error());
    return erase(database, row->place);
}

Result<void> QueueTable::retry(Database& database, const std::string& reservation, Timestamp available_at,
                               bool counts) {
    auto row = held(database, reservation);
    if (!row) return fail(std::move(row).error());
    return run(database,
               "UPDATE job SET state = 0, reservation = NULL, note = NULL, available_at = ?2, "
               "attempts = attempts + ?3 WHERE place = ?1",
               row->place, milliseconds(available_at), counts ? 1 : 0);
}

Result<void> QueueTable::discard(Database& database, const std::string& reservation,
                                 const std::string& reason) {
    auto row = held(database, reservation);
    if (!row) return fail(std::move(row).error());
    auto marked = run(database, "UPDATE job SET state = 2, reservation = NULL, reason = ?2 WHERE place = ?1",
                      row->place, reason);
    if (!marked) return marked;
    return forget_old_failures(database);
}

Result<bool> QueueTable::remove(Database& database, const JobId& job) {
    auto row = find(database, job);
    if (!row) return fail(std::move(row).error());
    if (!*row || (*row)->state == State::reserved) return false;
    if (auto erased = erase(database, (*row)->place); !erased) return fail(std::move(erased).error());
    return true;
}

Result<bool> QueueTable::change(Database& database, const JobId& job, int priority, double weight,
                                const std::string& options) {
    auto changed =
        run(database, "UPDATE job SET priority = ?2, weight = ?3, options = ?4 WHERE id = ?1 AND state = 0",
            job.str(), priority, weight, options);
    if (!changed) return fail(std::move(changed).error());
    return database.changes() > 0;
}

Result<QueueStats> QueueTable::stats(Database& database, Timestamp now) {
    std::size_t counts[3] = {};
    auto read = each_row(database, "SELECT state, jobs FROM count", [&](const Statement& row) {
        if (row.integer(0) >= 0 && row.integer(0) < 3)
            counts[row.integer(0)] = static_cast<std::size_t>(row.integer(1));
    });
    if (!read) return fail(std::move(read).error());
    QueueStats stats;
    stats.waiting = counts[0];
    stats.in_flight = counts[1];
    stats.failed = counts[2];
    read = each_row(
        database, "SELECT count(*) FROM job WHERE state = 0 AND available_at > ?1",
        [&](const Statement& row) { stats.delayed = static_cast<std::size_t>(row.integer(0)); },
        milliseconds(now));
    if (!read) return fail(std::move(read).error());
    return stats;
}

}  // namespace divan::sqlite
