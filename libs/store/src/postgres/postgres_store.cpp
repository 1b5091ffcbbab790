#include <thread>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/random.hpp>
#include <divan/store/open_store.hpp>

#include "listeners.hpp"
#include "migrations.hpp"
#include "postgres/notifier.hpp"
#include "postgres/worker_pool.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

using postgres::PostgresConnection;
using postgres::Worker;

constexpr int kTries = 6;  // after deadlocks
constexpr const char* kBeginWrite = "BEGIN; SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
constexpr const char* kBeginRead =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT (extract(epoch FROM clock_timestamp()) * "
    "1000)::bigint";

constexpr const char* kBeginLongRead =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; "
    "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL enable_seqscan = on; "
    "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

/// The connection, in a transaction, and the database's time. A connection that turns out to be dead is
/// replaced once: nothing has been asked of it yet.
Result<std::pair<PostgresConnection*, Timestamp>> begin(Worker& worker, const char* statement) {
    for (bool second = false;; second = true) {
        auto connection = worker.connection();
        if (!connection) return fail(std::move(connection).error());
        auto begun = (*connection)->text(statement);
        if (begun) return std::pair{*connection, Timestamp{std::chrono::milliseconds{std::stoll(*begun)}}};
        if (second || !(*connection)->is_lost()) return fail(std::move(begun).error());
    }
}

Result<void> once(Worker& worker, const char* statement, const Store::Work& work, const Clock* clock,
                  Change& change) {
    auto begun = begin(worker, statement);
    if (!begun) return fail(std::move(begun).error());
    PostgresConnection& connection = *begun->first;
    Transaction transaction{connection, clock ? clock->utc() : begun->second, worker.number()};
    auto done = work(transaction);
    if (done) done = transaction.finish();
    if (done) done = connection.commit();
    change = std::move(transaction.change);
    // A connection that was lost has rolled back already; any other must be clean for the next task.
    if (!done && !connection.is_lost()) static_cast<void>(connection.execute("ROLLBACK"));
    return done;
}

Result<void> until_done(Worker& worker, const char* statement, const Store::Work& work, const Clock* clock,
                        Change& change) {
    for (int attempt = 1;; ++attempt) {
        auto done = once(worker, statement, work, clock, change);
        if (done || done.error().fact("again") != "yes" || attempt == kTries) return done;
        std::this_thread::sleep_for(std::chrono::milliseconds{random_upto(5u << attempt)});
    }
}

class PostgresStore final : public Store {
public:
    PostgresStore(asio::any_io_executor executor, const PostgresOptions& options)
        : executor_{executor},
          clock_{options.clock},
          listeners_{std::make_shared<Listeners>()},
          workers_{options.url, options.connections},
          notifier_{options.url, [executor, listeners = std::weak_ptr{listeners_}](Change change) {
                        asio::post(executor, [listeners, change = std::move(change)] {
                            if (const auto alive = listeners.lock()) alive->tell(change);
                        });
                    }} {}

    asio::awaitable<Result<void>> write(Work work) override {
        auto done = std::make_shared<Pending>(executor_);
        auto finished = run(std::move(work), kBeginWrite, done);
        auto result = co_await std::move(finished);
        if (result && !done->change.empty()) {
            listeners_->tell(done->change);
            notifier_.tell(done->change);
        }
        co_return result;
    }

    asio::awaitable<Result<void>> read(Work work, Reading reading) override {
        const char* begin_statement = reading == Reading::brief ? kBeginRead : kBeginLongRead;
        return run(std::move(work), begin_statement, std::make_shared<Pending>(executor_));
    }

    Subscription subscribe(std::function<void(const Change&)> heard) override {
        return listeners_->add(std::move(heard));
    }
    bool is_shared() const override { return true; }
    void close() override {
        workers_.stop();
        notifier_.stop();
    }

private:
    struct Pending {
        explicit Pending(asio::any_io_executor executor) : ready{std::move(executor), kNever} {}
        asio::steady_timer ready;  // never fires: cancelled when the result is there
        std::optional<Result<void>> result;
        Change change;
    };

    asio::awaitable<Result<void>> run(Work work, const char* begin_statement,
                                      std::shared_ptr<Pending> pending) {
        const bool accepted = workers_.push([work = std::move(work), begin_statement, pending, clock = clock_,
                                             executor = executor_](Worker& worker) {
            auto change = std::make_shared<Change>();
            auto result = until_done(worker, begin_statement, work, clock, *change);
            asio::post(executor, [pending, change, result = std::move(result)] {
                pending->change = std::move(*change);
                pending->result.emplace(result);
                pending->ready.cancel();
            });
        });
        if (!accepted) co_return fail(Errc::cancelled, "the job store is closed");
        const bool throwing = co_await asio::this_coro::throw_if_cancelled();
        co_await asio::this_coro::throw_if_cancelled(false);
        while (!pending->result) co_await pending->ready.async_wait(asio::as_tuple(asio::use_awaitable));
        co_await asio::this_coro::throw_if_cancelled(throwing);
        co_return std::move(*pending->result);
    }

    asio::any_io_executor executor_;
    const Clock* clock_;
    std::shared_ptr<Listeners> listeners_;
    postgres::WorkerPool workers_;
    postgres::Notifier notifier_;
};

Result<void> check_durable(PostgresConnection& connection) {
    auto setting = connection.text("SHOW synchronous_commit");
    if (!setting) return fail(std::move(setting).error());
    if (*setting != "off") return {};
    return fail(Errc::invalid_argument,
                "PostgreSQL answers before a commit is on the disk (synchronous_commit = off)",
                "set synchronous_commit = on for this database");
}

/// One gateway at a time: the others wait for the lock, and find the work done.
Result<void> prepare(PostgresConnection& connection, Timestamp now) {
    if (auto durable = check_durable(connection); !durable) return durable;
    auto begun = connection.execute(
        "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
        "SELECT pg_advisory_xact_lock(4919216042)");
    if (!begun) return begun;
    if (auto done = migrate(connection, migrations(), now); !done)
        return done;  // closing the connection undoes it
    return connection.commit();
}

}  // namespace

Result<std::unique_ptr<Store>> open_postgres_store(asio::any_io_executor executor, PostgresOptions options) {
    if (options.connections < 2)
        return fail(Errc::invalid_argument, "a PostgreSQL store needs at least 2 connections");
    auto connection = PostgresConnection::open(options.url);
    if (!connection) return fail(std::move(connection).error());
    const Timestamp now = options.clock ? options.clock->utc() : SystemClock{}.utc();
    if (auto ready = prepare(**connection, now); !ready) return fail(std::move(ready).error());
    return std::make_unique<PostgresStore>(std::move(executor), options);
}

}  // namespace divan::store
