#include <fcntl.h>
#include <unistd.h>

#include <system_error>

#include <divan/store/open_store.hpp>

#include "listeners.hpp"
#include "migrations.hpp"
#include "sqlite/file_lock.hpp"
#include "sqlite/sqlite_connection.hpp"
#include "sqlite/writer_thread.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

using sqlite::Database;
using sqlite::SqliteConnection;

// The write-ahead log is cut back to 64 MiB after a checkpoint. One gateway, so one counter row: shard 0.
constexpr const char* kWriter =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = "
    "5000;"
    "PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384;";
constexpr const char* kReader =
    "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -8192;";

class SqliteStore final : public Store {
public:
    SqliteStore(asio::any_io_executor executor, sqlite::FileLock lock, Database writer, Database reader,
                Database long_reader, const Clock* clock)
        : clock_{clock ? *clock : system_clock_},
          lock_{std::move(lock)},
          writer_{executor, std::move(writer)},
          reader_{executor, std::move(reader), "BEGIN"},
          long_reader_{executor, std::move(long_reader), "BEGIN"} {}

    asio::awaitable<Result<void>> write(Work work) override {
        auto change = std::make_shared<Change>();
        std::function<Result<void>(Database&)> task = [work = std::move(work), change,
                                                       this](Database& database) {
            return alone(database, work, *change);
        };
        auto done = co_await writer_.run<void>(std::move(task));
        if (!done) co_return fail(sqlite::in_store_words(std::move(done).error()));
        listeners_.tell(*change);
        co_return done;
    }

    asio::awaitable<Result<void>> read(Work work, Reading reading) override {
        std::function<Result<void>(Database&)> task = [work = std::move(work), this](Database& database) {
            SqliteConnection connection{database};
            Transaction transaction{connection, clock_.utc(), 0};
            return work(transaction);
        };
        auto& thread = reading == Reading::brief ? reader_ : long_reader_;
        auto done = co_await thread.run<void>(std::move(task));
        if (!done) co_return fail(sqlite::in_store_words(std::move(done).error()));
        co_return done;
    }

    Subscription subscribe(std::function<void(const Change&)> heard) override {
        return listeners_.add(std::move(heard));
    }
    bool is_shared() const override { return false; }
    void close() override {
        writer_.stop();
        reader_.stop();
        long_reader_.stop();
    }

private:
    /// The work shares a transaction with others, and must not take them down with it: what it did before it
    /// failed is undone to a savepoint.
    Result<void> alone(Database& database, const Work& work, Change& change) {
        if (auto begun = database.execute("SAVEPOINT work"); !begun) return begun;
        SqliteConnection connection{database};
        Transaction transaction{connection, clock_.utc(), 0};
        auto done = work(transaction);
        if (done) done = transaction.finish();
        change = std::move(transaction.change);
        if (done) return database.execute("RELEASE work");
        Error error = std::move(done).error();
        if (error.code == Errc::io_failed && !sqlite::is_constraint(error)) return fail(std::move(error));
        if (auto undone = database.execute("ROLLBACK TO work; RELEASE work"); !undone) return undone;
        return fail(sqlite::in_store_words(std::move(error)));
    }

    SystemClock system_clock_;
    const Clock& clock_;
    Listeners listeners_;
    sqlite::FileLock lock_;
    sqlite::WriterThread writer_, reader_, long_reader_;
};

Result<void> check_soundness(Database& database) {
    auto answer = database.text("PRAGMA quick_check(1)");
    if (!answer) return fail(std::move(answer).error());
    if (answer->value_or("") == "ok") return {};
    return fail(Errc::store_damaged, "the job store is damaged: " + answer->value_or("no answer"),
                "restore it from a backup");
}

/// Creating begins with a transaction that only the winner can have, so a killed creation leaves an empty
/// file.
Result<void> prepare(Database& database, Timestamp now) {
    if (auto set = database.execute(kWriter); !set) return set;
    if (auto sound = check_soundness(database); !sound) return sound;
    if (auto begun = database.execute("BEGIN EXCLUSIVE"); !begun) return begun;
    SqliteConnection connection{database};
    if (auto done = migrate(connection, migrations(), now); !done) {
        static_cast<void>(database.execute("ROLLBACK"));  // the first error says more
        return done;
    }
    return database.execute("COMMIT");
}

Result<void> make_folder(const std::filesystem::path& file) {
    std::error_code error;
    const auto folder = file.parent_path();
    if (folder.empty() || std::filesystem::exists(folder, error)) return {};
    std::filesystem::create_directories(folder, error);
    if (!error) std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    if (!error) return {};
    return fail(
        Error{Errc::store_unavailable, "the folder of the store cannot be made: " + error.message()}.with(
            "folder", folder.string()));
}

Error opening_error(Error error, const std::filesystem::path& file) {
    error = sqlite::in_store_words(std::move(error));
    if (error.fact("file").empty()) error.context.emplace_back("file", file.string());
    return error;
}

Result<Database> open_reader(const std::filesystem::path& file) {
    auto reader = Database::open(file);
    if (!reader) return fail(opening_error(std::move(reader).error(), file));
    if (auto set = reader->execute(kReader); !set) return fail(opening_error(std::move(set).error(), file));
    return reader;
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(asio::any_io_executor executor,
                                                 const std::filesystem::path& file, const Clock* clock) {
    if (auto made = make_folder(file); !made) return fail(std::move(made).error());
    auto lock = sqlite::FileLock::take(file.string() + ".lock");
    if (!lock) return fail(std::move(lock).error());
    // Made here, since SQLite would let everybody read it; it gives its log files the mode of the database.
    const int made_file = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (made_file >= 0) ::close(made_file);
    auto writer = Database::open(file);
    if (!writer) return fail(opening_error(std::move(writer).error(), file));
    const Timestamp now = clock ? clock->utc() : SystemClock{}.utc();
    if (auto ready = prepare(*writer, now); !ready)
        return fail(opening_error(std::move(ready).error(), file));
    auto reader = open_reader(file), long_reader = open_reader(file);
    if (!reader) return fail(std::move(reader).error());
    if (!long_reader) return fail(std::move(long_reader).error());
    return std::make_unique<SqliteStore>(std::move(executor), std::move(*lock), std::move(*writer),
                                         std::move(*reader), std::move(*long_reader), clock);
}

}  // namespace divan::store
