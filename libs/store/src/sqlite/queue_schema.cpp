#include "sqlite/queue_schema.hpp"

namespace divan::sqlite {
namespace {

constexpr std::int64_t kApplication = 0x44'56'4E'51;  // "DVNQ", in the file's header
constexpr std::int64_t kVersion = 1;

// Exclusive locking keeps every other process out, and the kernel lets go of it when this one dies.
constexpr const char* kSettings =
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;";

// State: 0 waits, 1 is reserved, 2 failed. Times are milliseconds since 1970.
constexpr const char* kTables = R"(
    PRAGMA application_id = 1146506833;
    PRAGMA user_version = 1;
    CREATE TABLE workflow (
        id INTEGER PRIMARY KEY,
        sha256 TEXT NOT NULL UNIQUE,
        content TEXT NOT NULL,
        users INTEGER NOT NULL) STRICT;
    CREATE TABLE job (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        priority INTEGER NOT NULL,
        weight REAL NOT NULL,
        available_at INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        state INTEGER NOT NULL,
        reservation TEXT UNIQUE,
        note TEXT,
        reason TEXT,
        options TEXT NOT NULL) STRICT;
    CREATE INDEX job_order ON job (state, priority DESC, weight, available_at, place);
    CREATE TABLE job_workflow (
        place INTEGER NOT NULL REFERENCES job (place) ON DELETE CASCADE,
        variant INTEGER NOT NULL,
        workflow INTEGER NOT NULL REFERENCES workflow (id),
        PRIMARY KEY (place, variant)) STRICT, WITHOUT ROWID;
    CREATE TABLE count (state INTEGER PRIMARY KEY, jobs INTEGER NOT NULL) STRICT;
    INSERT INTO count VALUES (0, 0), (1, 0), (2, 0);
    CREATE TRIGGER job_in AFTER INSERT ON job BEGIN
        UPDATE count SET jobs = jobs + 1 WHERE state = new.state;
    END;
    CREATE TRIGGER job_out AFTER DELETE ON job BEGIN
        UPDATE count SET jobs = jobs - 1 WHERE state = old.state;
    END;
    CREATE TRIGGER job_moved AFTER UPDATE OF state ON job WHEN new.state <> old.state BEGIN
        UPDATE count SET jobs = jobs - 1 WHERE state = old.state;
        UPDATE count SET jobs = jobs + 1 WHERE state = new.state;
    END;
)";

Error refuse(std::string why, std::string hint) {
    return Error{Errc::io_failed, std::move(why), std::move(hint)};
}

Result<void> check_soundness(Database& database) {
    auto answer = database.text("PRAGMA quick_check(1)");
    if (!answer) return fail(std::move(answer).error());
    if (answer->value_or("") == "ok") return {};
    return fail(refuse("the queue file is damaged: " + answer->value_or("no answer"),
                       "move it away, or restore it from a copy"));
}

Result<void> check_kind(Database& database) {
    auto application = database.integer("PRAGMA application_id");
    if (!application) return fail(std::move(application).error());
    auto version = database.integer("PRAGMA user_version");
    if (!version) return fail(std::move(version).error());
    if (*application != kApplication)
        return fail(refuse("the file is a database, but no queue", "name another file"));
    if (*version != kVersion)
        return fail(
            refuse("the queue file was written by another version of Divan", "let that version empty it"));
    return {};
}

}  // namespace

Result<void> prepare_queue(Database& database) {
    if (auto set = database.execute(kSettings); !set) return set;
    // The first write takes the lock; a file that is in use is refused here.
    if (auto locked = database.execute("BEGIN EXCLUSIVE; COMMIT;"); !locked) return locked;
    auto tables = database.integer("SELECT count(*) FROM sqlite_master");
    if (!tables) return fail(std::move(tables).error());
    if (*tables == 0) {
        if (auto begun = database.execute("BEGIN EXCLUSIVE"); !begun) return begun;
        if (auto made = database.execute(kTables); !made) return made;
        return database.execute("COMMIT");
    }
    if (auto kind = check_kind(database); !kind) return kind;
    return check_soundness(database);
}

}  // namespace divan::sqlite
