#include <algorithm>

#include <divan/base/hash.hpp>

#include "sqlite/queue_table.hpp"

// Single rows of the queue, and the workflow texts that they share.
namespace divan::sqlite {

QueueTable::Row QueueTable::read_row(const Statement& row) {
    Row read;
    read.place = row.integer(0);
    read.state = static_cast<State>(row.integer(1));
    read.entry.id = JobId{row.text(2)};
    read.entry.priority = static_cast<int>(row.integer(3));
    read.entry.weight = row.real(4);
    read.entry.not_before = Timestamp{std::chrono::milliseconds{row.integer(5)}};
    read.entry.attempts = static_cast<int>(row.integer(6));
    read.entry.options = row.text(7);
    return read;
}

Result<std::optional<QueueTable::Row>> QueueTable::find(Database& database, const JobId& job) {
    std::optional<Row> found;
    auto read = each_row(
        database,
        "SELECT place, state, id, priority, weight, available_at, attempts, options FROM job "
        "WHERE id = ?1",
        [&](const Statement& row) { found = read_row(row); }, job.str());
    if (!read) return fail(std::move(read).error());
    return found;
}

Result<QueueTable::Row> QueueTable::held(Database& database, const std::string& reservation) {
    std::optional<Row> found;
    auto read = each_row(
        database,
        "SELECT place, state, id, priority, weight, available_at, attempts, options FROM job "
        "WHERE reservation = ?1",
        [&](const Statement& row) { found = read_row(row); }, reservation);
    if (!read) return fail(std::move(read).error());
    if (!found) return fail(Errc::invalid_argument, "the reservation '" + reservation + "' is not held");
    return *found;
}

Result<void> QueueTable::insert(Database& database, const QueueEntry& entry, Timestamp now) {
    auto taken = find(database, entry.id);
    if (!taken) return fail(std::move(taken).error());
    if (*taken) return fail(Errc::invalid_argument, "the queue has a job '" + entry.id.str() + "' already");
    const std::int64_t available_at = std::max(entry.not_before, now).time_since_epoch().count();
    std::int64_t place = 0;
    auto added = each_row(
        database,
        "INSERT INTO job (id, priority, weight, available_at, attempts, state, options) "
        "VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6) RETURNING place",
        [&](const Statement& row) { place = row.integer(0); }, entry.id.str(), entry.priority, entry.weight,
        available_at, entry.attempts, entry.options);
    int variant = 0;
    for (const std::string& text : entry.workflows)
        if (added) added = add_workflow(database, place, variant++, text);
    return added;
}

Result<void> QueueTable::add_workflow(Database& database, std::int64_t place, int variant,
                                      const std::string& text) {
    std::int64_t workflow = 0;
    auto kept = each_row(
        database,
        "INSERT INTO workflow (sha256, content, users) VALUES (?1, ?2, 1) "
        "ON CONFLICT (sha256) DO UPDATE SET users = users + 1 RETURNING id",
        [&](const Statement& row) { workflow = row.integer(0); }, sha256_hex(text), text);
    if (!kept) return kept;
    return run(database, "INSERT INTO job_workflow VALUES (?1, ?2, ?3)", place, variant, workflow);
}

Result<void> QueueTable::load_workflows(Database& database, Row& row) {
    return each_row(
        database,
        "SELECT content FROM job_workflow JOIN workflow ON workflow = id WHERE place = ?1 ORDER BY variant",
        [&](const Statement& text) { row.entry.workflows.push_back(text.text(0)); }, row.place);
}

Result<void> QueueTable::erase(Database& database, std::int64_t place) {
    std::vector<std::int64_t> used;
    auto done = each_row(
        database, "SELECT workflow FROM job_workflow WHERE place = ?1",
        [&](const Statement& row) { used.push_back(row.integer(0)); }, place);
    if (done) done = run(database, "DELETE FROM job_workflow WHERE place = ?1", place);
    for (const std::int64_t workflow : used) {
        if (done) done = run(database, "UPDATE workflow SET users = users - 1 WHERE id = ?1", workflow);
        if (done) done = run(database, "DELETE FROM workflow WHERE id = ?1 AND users = 0", workflow);
    }
    if (done) done = run(database, "DELETE FROM job WHERE place = ?1", place);
    return done;
}

Result<void> QueueTable::forget_old_failures(Database& database) {
    std::vector<std::int64_t> old;
    auto done = each_row(
        database, "SELECT place FROM job WHERE state = 2 ORDER BY place DESC LIMIT -1 OFFSET ?1",
        [&](const Statement& row) { old.push_back(row.integer(0)); }, kFailedKept);
    for (const std::int64_t place : old)
        if (done) done = erase(database, place);
    return done;
}

}  // namespace divan::sqlite
