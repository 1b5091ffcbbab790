#include "jobs/queue_settings.hpp"

#include <divan/store/claim.hpp>

namespace divan::store {
namespace {

Result<void> pause_in(Transaction& transaction, bool paused) {
    auto saved = sql::change(transaction.sql,
                             "INSERT INTO setting (name, value) VALUES ('paused', ?1) "
                             "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                             paused ? "yes" : "no");
    if (!saved) return fail(std::move(saved).error());
    transaction.change.work = true;
    return {};
}

Result<void> weigh_in(Transaction& transaction, const std::string& owner, int weight) {
    auto saved = sql::change(transaction.sql,
                             "INSERT INTO turn (owner, pass, weight) VALUES (?1, 0, ?2) "
                             "ON CONFLICT (owner) DO UPDATE SET weight = excluded.weight",
                             owner, weight);
    if (!saved) return fail(std::move(saved).error());
    return {};
}

}  // namespace

Result<bool> paused_in(Transaction& transaction) {
    auto row = sql::first(transaction.sql, "SELECT value FROM setting WHERE name = 'paused'");
    if (!row) return fail(std::move(row).error());
    return *row && (*row)->text(0) == "yes";
}

asio::awaitable<Result<void>> set_paused(Store& store, bool paused) {
    return store.write([paused](Transaction& transaction) { return pause_in(transaction, paused); });
}

asio::awaitable<Result<bool>> is_paused(Store& store) { return read<bool>(store, paused_in); }

asio::awaitable<Result<void>> set_weight(Store& store, std::string owner, int weight) {
    if (weight < 1 || weight > 1'000)
        co_return fail(Errc::invalid_argument, "a weight is at least 1 and at most 1000");
    Store::Work work = [owner = std::move(owner), weight](Transaction& transaction) {
        return weigh_in(transaction, owner, weight);
    };
    co_return co_await store.write(std::move(work));
}

}  // namespace divan::store
