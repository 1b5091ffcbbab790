#include <divan/store/sqlite_queue_storage.hpp>

#include "sqlite/queue_schema.hpp"
#include "sqlite/queue_table.hpp"
#include "sqlite/writer_thread.hpp"

namespace divan {
namespace {

using sqlite::Database;
using sqlite::QueueTable;

/// Hands each call to the writer thread, which alone touches the table.
class SqliteQueueStorage final : public QueueStorage {
public:
    SqliteQueueStorage(asio::any_io_executor executor, Database database, const Clock* clock)
        : clock_{clock ? *clock : system_clock_}, writer_{std::move(executor), std::move(database)} {}

    asio::awaitable<Result<std::vector<LeftEntry>>> recover() override {
        return ask<std::vector<LeftEntry>>(
            [](QueueTable& table, Database& database) { return table.recover(database); });
    }
    asio::awaitable<Result<void>> enqueue(QueueEntry entry) override {
        return ask<void>(
            [entry = std::move(entry), now = clock_.utc()](QueueTable& table, Database& database) {
                return table.insert(database, entry, now);
            });
    }
    asio::awaitable<Result<std::vector<QueueEntry>>> peek(std::size_t most) override {
        return ask<std::vector<QueueEntry>>(
            [most, now = clock_.utc()](QueueTable& table, Database& database) {
                return table.due(database, most, now);
            });
    }
    asio::awaitable<Result<std::optional<QueueEntry>>> find(JobId job) override {
        return ask<std::optional<QueueEntry>>(
            [job](QueueTable& table, Database& database) { return table.waiting(database, job); });
    }
    asio::awaitable<Result<std::optional<QueueReservation>>> reserve() override {
        return ask<std::optional<QueueReservation>>(
            [now = clock_.utc()](QueueTable& table, Database& database) {
                return table.reserve(database, std::nullopt, "", now);
            });
    }
    asio::awaitable<Result<std::optional<QueueReservation>>> reserve_by_id(JobId job,
                                                                           std::string note) override {
        return ask<std::optional<QueueReservation>>(
            [job, note, now = clock_.utc()](QueueTable& table, Database& database) {
                return table.reserve(database, job, note, now);
            });
    }
    asio::awaitable<Result<void>> commit(std::string reservation) override {
        return ask<void>([reservation](QueueTable& table, Database& database) {
            return table.commit(database, reservation);
        });
    }
    asio::awaitable<Result<void>> retry(std::string reservation, std::chrono::milliseconds delay,
                                        bool counts) override {
        return ask<void>(
            [reservation, counts, due = clock_.utc() + delay](QueueTable& table, Database& database) {
                return table.retry(database, reservation, due, counts);
            });
    }
    asio::awaitable<Result<void>> discard(std::string reservation, std::string reason) override {
        return ask<void>([reservation, reason](QueueTable& table, Database& database) {
            return table.discard(database, reservation, reason);
        });
    }
    asio::awaitable<Result<bool>> remove(JobId job) override {
        return ask<bool>(
            [job](QueueTable& table, Database& database) { return table.remove(database, job); });
    }
    asio::awaitable<Result<bool>> change(JobId job, int priority, double weight,
                                         std::string options) override {
        return ask<bool>([job, priority, weight, options](QueueTable& table, Database& database) {
            return table.change(database, job, priority, weight, options);
        });
    }
    asio::awaitable<Result<QueueStats>> stats() override {
        return ask<QueueStats>([now = clock_.utc()](QueueTable& table, Database& database) {
            return table.stats(database, now);
        });
    }
    asio::awaitable<Result<void>> close() override {
        writer_.stop();  // waits for what is on its way: one transaction
        co_return Result<void>{};
    }

private:
    template <class T>
    asio::awaitable<Result<T>> ask(std::function<Result<T>(QueueTable&, Database&)> question) {
        std::function<Result<T>(Database&)> work = [table = table_,
                                                    question = std::move(question)](Database& database) {
            return question(*table, database);
        };
        return writer_.run<T>(std::move(work));
    }

    SystemClock system_clock_;
    const Clock& clock_;
    std::shared_ptr<QueueTable> table_ = std::make_shared<QueueTable>();  // shared with what is on its way
    sqlite::WriterThread writer_;
};

}  // namespace

Result<std::unique_ptr<QueueStorage>> open_sqlite_queue(asio::any_io_executor executor,
                                                        const std::filesystem::path& file,
                                                        const Clock* clock) {
    auto database = Database::open(file);
    if (!database) return fail(std::move(database).error());
    if (auto ready = sqlite::prepare_queue(*database); !ready) {
        Error error = std::move(ready).error();
        if (error.fact("file").empty()) error.context.emplace_back("file", file.string());
        return fail(std::move(error));
    }
    return std::make_unique<SqliteQueueStorage>(std::move(executor), std::move(*database), clock);
}

}  // namespace divan
