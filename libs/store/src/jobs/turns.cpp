#include "jobs/turns.hpp"

#include <algorithm>
#include <charconv>

namespace divan::store {

Result<Turns> Turns::load(Transaction& transaction) {
    Turns turns;
    auto floor = sql::first(transaction.sql, "SELECT value FROM setting WHERE name = 'turn'");
    if (!floor) return fail(std::move(floor).error());
    if (*floor) {
        const std::string& text = (*floor)->text(0);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), turns.floor_);
        if (error != std::errc{} || end != text.data() + text.size())
            return fail(Errc::store_damaged, "the setting 'turn' is no number: " + text);
    }
    // Owners that are behind the floor, and of weight 1, need no row: they would start at the floor anyway.
    auto read = sql::each(
        transaction.sql, "SELECT owner, pass, weight FROM turn WHERE pass > ?1 OR weight <> 1",
        [&](const sql::Row& row) {
            Entry& entry = turns.owners_[row.text(0)];
            entry.pass = row.integer(1);
            entry.weight = row.integer(2);
        },
        turns.floor_);
    if (!read) return fail(std::move(read).error());
    return turns;
}

std::int64_t Turns::pass_of(const std::string& owner) const {
    const auto found = owners_.find(owner);
    return found == owners_.end() ? floor_ : std::max(found->second.pass, floor_);
}

void Turns::serve(const std::string& owner) {
    Entry& entry = owners_[owner];
    floor_ = std::max(entry.pass, floor_);
    entry.pass = floor_ + kStride / entry.weight;
    entry.changed = served_ = true;
}

Result<void> Turns::save(Transaction& transaction) const {
    for (const auto& [owner, entry] : owners_) {
        if (!entry.changed) continue;
        auto saved = sql::change(transaction.sql,
                                 "INSERT INTO turn (owner, pass, weight) VALUES (?1, ?2, 1) "
                                 "ON CONFLICT (owner) DO UPDATE SET pass = excluded.pass",
                                 owner, entry.pass);
        if (!saved) return fail(std::move(saved).error());
    }
    if (!served_) return {};
    auto saved = sql::change(transaction.sql,
                             "INSERT INTO setting (name, value) VALUES ('turn', ?1) "
                             "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                             std::to_string(floor_));
    if (!saved) return fail(std::move(saved).error());
    return {};
}

}  // namespace divan::store
