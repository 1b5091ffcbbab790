#include <divan/store/deliveries.hpp>

#include "jobs/job_rows.hpp"
#include "sql/valid_text.hpp"

namespace divan::store {
namespace {

#define DIVAN_DELIVERY_COLUMNS \
    "delivery.id, job.id, webhook_id, url, secret, state, tries, due_at, delivery.created_at, last_answer"

Delivery read_delivery(const sql::Row& row) {
    Delivery delivery;
    delivery.id = row.integer(0);
    delivery.job = JobId{row.text(1)};
    delivery.webhook_id = row.text(2);
    delivery.target = WebhookTarget{row.text(3), row.text(4)};
    delivery.state = static_cast<DeliveryState>(row.small(5));
    delivery.tries = row.small(6);
    delivery.due_at = row.time(7);
    delivery.created_at = row.time(8);
    delivery.last_answer = row.text(9);
    return delivery;
}

Result<std::vector<Delivery>> claim_in(Transaction& transaction, int most, std::chrono::milliseconds lease) {
    std::vector<Delivery> due;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_DELIVERY_COLUMNS
        " FROM delivery JOIN job ON job.place = delivery.place "
        "WHERE state = 0 AND due_at <= ?1 ORDER BY due_at, delivery.id LIMIT ?2 "
        "/*pg:FOR UPDATE OF delivery SKIP LOCKED*/",
        [&](const sql::Row& row) { due.push_back(read_delivery(row)); }, transaction.now(), most);
    if (!read) return fail(std::move(read).error());
    for (Delivery& delivery : due) {
        ++delivery.tries;
        delivery.due_at = transaction.now() + lease;
        auto taken = sql::change(transaction.sql, "UPDATE delivery SET tries = ?2, due_at = ?3 WHERE id = ?1",
                                 delivery.id, delivery.tries, delivery.due_at);
        if (!taken) return fail(std::move(taken).error());
    }
    return due;
}

Result<void> deliver_in(Transaction& transaction, std::int64_t delivery, const std::string& answer) {
    auto marked = sql::change(
        transaction.sql, "UPDATE delivery SET state = 1, last_answer = ?2 WHERE id = ?1", delivery, answer);
    if (!marked) return fail(std::move(marked).error());
    return {};
}

Result<void> postpone_in(Transaction& transaction, std::int64_t delivery, int tries,
                         std::optional<std::chrono::milliseconds> delay, const std::string& answer) {
    const auto state = delay ? DeliveryState::waiting : DeliveryState::given_up;
    auto marked = sql::change(transaction.sql,
                              "UPDATE delivery SET state = ?3, due_at = ?4, last_answer = ?5 "
                              "WHERE id = ?1 AND tries = ?2 AND state = 0",
                              delivery, tries, static_cast<int>(state),
                              transaction.now() + delay.value_or(std::chrono::milliseconds{0}), answer);
    if (!marked) return fail(std::move(marked).error());
    return {};
}

/// The place of the job, when it is the owner's.
Result<std::int64_t> place_of(Transaction& transaction, const JobId& job,
                              const std::optional<std::string>& owner) {
    auto row = sql::first(transaction.sql, "SELECT place FROM job WHERE id = ?1 AND (?2 = 0 OR owner = ?3)",
                          job, owner.has_value(), owner);
    if (!row) return fail(std::move(row).error());
    if (!*row) return fail(Error{Errc::not_found, "there is no such job"}.with("job", job.str()));
    return (*row)->integer(0);
}

Result<std::vector<Delivery>> all_in(Transaction& transaction, const JobId& job,
                                     const std::optional<std::string>& owner) {
    auto place = place_of(transaction, job, owner);
    if (!place) return fail(std::move(place).error());
    std::vector<Delivery> all;
    auto read = sql::each(
        transaction.sql,
        "SELECT " DIVAN_DELIVERY_COLUMNS
        " FROM delivery JOIN job ON job.place = delivery.place "
        "WHERE delivery.place = ?1 ORDER BY delivery.id",
        [&](const sql::Row& row) { all.push_back(read_delivery(row)); }, *place);
    if (!read) return fail(std::move(read).error());
    return all;
}

Result<int> redeliver_in(Transaction& transaction, const JobId& job,
                         const std::optional<std::string>& owner) {
    auto place = place_of(transaction, job, owner);
    if (!place) return fail(std::move(place).error());
    auto again =
        sql::change(transaction.sql,
                    "UPDATE delivery SET state = 0, due_at = ?2, tries = 0 WHERE place = ?1 AND state <> 0",
                    *place, transaction.now());
    if (!again) return fail(std::move(again).error());
    transaction.change.deliveries = *again > 0;
    return static_cast<int>(*again);
}

}  // namespace

asio::awaitable<Result<std::vector<Delivery>>> claim_deliveries(Store& store, int most,
                                                                std::chrono::milliseconds lease) {
    auto work = [most, lease](Transaction& transaction) { return claim_in(transaction, most, lease); };
    return write<std::vector<Delivery>>(store, work);
}

asio::awaitable<Result<void>> mark_delivered(Store& store, std::int64_t delivery, std::string answer) {
    answer = sql::made_sound(std::move(answer));
    return store.write([delivery, answer = std::move(answer)](Transaction& transaction) {
        return deliver_in(transaction, delivery, answer);
    });
}

asio::awaitable<Result<void>> mark_undelivered(Store& store, std::int64_t delivery, int tries,
                                               std::optional<std::chrono::milliseconds> delay,
                                               std::string answer) {
    answer = sql::made_sound(std::move(answer));
    return store.write([delivery, tries, delay, answer = std::move(answer)](Transaction& transaction) {
        return postpone_in(transaction, delivery, tries, delay, answer);
    });
}

asio::awaitable<Result<std::vector<Delivery>>> deliveries_of(Store& store, JobId job,
                                                             std::optional<std::string> owner) {
    auto work = [job, owner](Transaction& transaction) { return all_in(transaction, job, owner); };
    return read<std::vector<Delivery>>(store, std::move(work));
}

asio::awaitable<Result<int>> redeliver(Store& store, JobId job, std::optional<std::string> owner) {
    auto work = [job, owner](Transaction& transaction) { return redeliver_in(transaction, job, owner); };
    return write<int>(store, std::move(work));
}

}  // namespace divan::store
