#pragma once

#include <compare>
#include <map>
#include <memory>
#include <optional>

#include <divan/store/job.hpp>
#include <divan/store/store.hpp>

#include "sql/connection.hpp"

namespace divan::store {

/// What a piece of work sees of the database: statements, the store's time, and what it leaves for the end of
/// the transaction. Threads: one.
class Transaction {
public:
    /// `shard`: which of several counters this writer adds to, so that writers do not wait for one another.
    Transaction(sql::Connection& connection, Timestamp now, int shard)
        : sql{connection}, now_{now}, shard_{shard} {}

    sql::Connection& sql;
    Change change;  ///< told to listeners once it is committed

    /// The store's clock, the same during the whole transaction.
    Timestamp now() const { return now_; }
    bool is_postgres() const { return sql.is_postgres(); }
    /// So many jobs more, or fewer, of that owner are in that phase.
    void count(const std::string& owner, Phase phase, std::int64_t jobs);
    /// Writes the counts. Called once, after the work.
    Result<void> finish();

private:
    Timestamp now_;
    int shard_;
    std::map<std::pair<std::string, Phase>, std::int64_t> counts_;  // in order: two writers never deadlock
    std::map<Phase, std::int64_t> all_counts_;
};

/// Runs `work` in a transaction of the store's, and brings its answer back.
template <class T>
asio::awaitable<Result<T>> answer_of(asio::awaitable<Result<void>> done,
                                     std::shared_ptr<std::optional<T>> answer) {
    auto finished = co_await std::move(done);
    if (!finished) co_return fail(std::move(finished).error());
    co_return std::move(**answer);
}

template <class T, class Work>
Store::Work keep_answer(Work work, std::shared_ptr<std::optional<T>> answer) {
    return [work = std::move(work), answer = std::move(answer)](Transaction& transaction) -> Result<void> {
        Result<T> result = work(transaction);
        if (!result) return fail(std::move(result).error());
        answer->emplace(std::move(*result));
        return {};
    };
}

template <class T, class Work>
asio::awaitable<Result<T>> write(Store& store, Work work) {
    auto answer = std::make_shared<std::optional<T>>();
    return answer_of<T>(store.write(keep_answer<T>(std::move(work), answer)), answer);
}

template <class T, class Work>
asio::awaitable<Result<T>> read(Store& store, Work work, Store::Reading reading = Store::Reading::brief) {
    auto answer = std::make_shared<std::optional<T>>();
    return answer_of<T>(store.read(keep_answer<T>(std::move(work), answer), reading), answer);
}

}  // namespace divan::store
