#include <algorithm>
#include <fstream>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>
#include <divan/store/backup.hpp>

#include "backup/tables.hpp"
#include "migrations.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> damaged(std::string what, std::int64_t line) {
    return fail(
        Error{Errc::store_damaged, "the backup is damaged: " + std::move(what), "use another one"}.with(
            "line", std::to_string(line)));
}

/// Reads the file to its end, line by line; the last line must vouch for all others.
class LineReader {
public:
    explicit LineReader(const fs::path& file) : in_{file, std::ios::binary} {}
    bool is_open() const { return in_.is_open(); }
    std::int64_t number() const { return number_; }

    Result<json::Value> next() {
        std::string text;
        ++number_;
        if (!std::getline(in_, text)) return damaged("it ends early", number_);
        auto line = json::parse(text);
        if (!line) return damaged("a line is no JSON", number_);
        if (!json::find(*line, "end")) hash_.update(text + "\n");
        return line;
    }
    Result<void> check_end(const json::Value& end, std::int64_t rows) const {
        if (json::text_or(end, "blake3") != hash_.hex())
            return damaged("its lines are not those that were written", number_);
        if (json::to_int64(*json::find(end, "end")) != rows) return damaged("rows are missing", number_);
        return {};
    }

private:
    std::ifstream in_;
    std::int64_t number_ = 0;
    Blake3 hash_;
};

Result<std::vector<sql::Value>> to_values(const json::Array& row, std::int64_t line) {
    std::vector<sql::Value> values;
    for (const json::Value& cell : row) {
        if (const auto text = json::text_of(cell))
            values.emplace_back(*text);
        else if (const auto number = json::to_int64(cell))
            values.emplace_back(*number);
        else if (cell.is_null())
            values.push_back(sql::Value::null());
        else
            return damaged("a row holds something else than texts and numbers", line);
    }
    return values;
}

/// Columns that are new since an older backup stand at the end, and may be null.
Result<void> insert(Transaction& transaction, const Table& table, std::size_t columns, const json::Array& row,
                    std::int64_t line) {
    if (row.size() != columns) return damaged("a row has another number of columns", line);
    auto values = to_values(row, line);
    if (!values) return fail(std::move(values).error());
    values->resize(table.columns.size(), sql::Value::null());
    auto done =
        transaction.sql.run(table.insert.c_str(), *values, [](const sql::Row&) { return Result<void>{}; });
    if (!done) return fail(std::move(done).error());
    return {};
}

struct TableHere {
    const Table* table = nullptr;
    std::size_t columns = 0;  ///< that its rows have in this backup
};

Result<TableHere> table_of(const json::Value& line, std::int64_t number) {
    const std::string name = json::text_or(line, "table");
    const auto found = std::ranges::find(tables(), name, &Table::name);
    if (found == tables().end()) return damaged("it has a table '" + name + "'", number);
    const json::Value* columns = json::find(line, "columns");
    const json::Array* names = columns ? json::array_of(*columns) : nullptr;
    const auto is_ours = [](const json::Value& theirs, const std::string& ours) {
        return json::text_of(theirs) == std::string_view{ours};
    };
    if (!names || names->empty() || names->size() > found->columns.size() ||
        !std::ranges::equal(*names, std::span{found->columns}.first(names->size()), is_ours))
        return damaged("the columns of '" + name + "' are not ours", number);
    return TableHere{&*found, names->size()};
}

Result<std::int64_t> read_all(Transaction& transaction, LineReader& lines) {
    auto head = lines.next();
    if (!head) return fail(std::move(head).error());
    const json::Value* schema = json::find(*head, "schema");
    if (!json::find(*head, "divan_store") || !schema) return damaged("it is no backup of a job store", 1);
    // An older one lacks tables and columns that are new since; those that it has are compared one by one.
    if (json::to_int64(*schema).value_or(0) > migrations().back().version)
        return fail(Errc::schema_mismatch, "the backup was made by a newer version of Divan",
                    "restore it with that version");
    TableHere here;
    for (std::int64_t rows = 0;;) {
        auto line = lines.next();
        if (!line) return fail(std::move(line).error());
        if (const json::Array* row = json::array_of(*line)) {
            if (!here.table) return damaged("a row stands before any table", lines.number());
            if (auto done = insert(transaction, *here.table, here.columns, *row, lines.number()); !done)
                return fail(std::move(done).error());
            ++rows;
        } else if (json::find(*line, "end")) {
            if (auto whole = lines.check_end(*line, rows); !whole) return fail(std::move(whole).error());
            return rows;
        } else {
            auto next = table_of(*line, lines.number());
            if (!next) return fail(std::move(next).error());
            here = *next;
        }
    }
}

Result<void> run_all(Transaction& transaction, std::initializer_list<const char*> statements) {
    for (const char* statement : statements)
        if (auto done = sql::change(transaction.sql, statement); !done) return fail(std::move(done).error());
    return {};
}

/// Counts, and where counted keys go on.
Result<void> make_again(Transaction& transaction) {
    auto done = run_all(transaction, {"DELETE FROM tally", "DELETE FROM tally_of_all",
                                      "INSERT INTO tally (owner, phase, shard, jobs) "
                                      "SELECT owner, phase, 0, count(*) FROM job GROUP BY owner, phase",
                                      "INSERT INTO tally_of_all (phase, shard, jobs) "
                                      "SELECT phase, 0, count(*) FROM job GROUP BY phase"});
    if (!done) return done;
    auto touched = sql::change(transaction.sql, "UPDATE blob SET used_at = ?1", transaction.now());
    if (!touched) return fail(std::move(touched).error());
    if (!transaction.is_postgres()) return {};
    return run_all(transaction, {"SELECT setval(pg_get_serial_sequence('job', 'place'), (SELECT "
                                 "coalesce(max(place), 0) + 1 FROM job), false)",
                                 "SELECT setval(pg_get_serial_sequence('submission', 'id'), (SELECT "
                                 "coalesce(max(id), 0) + 1 FROM submission), false)",
                                 "SELECT setval(pg_get_serial_sequence('delivery', 'id'), (SELECT "
                                 "coalesce(max(id), 0) + 1 FROM delivery), false)"});
}

Result<std::int64_t> restore_in(Transaction& transaction, const fs::path& file) {
    auto used = sql::first(transaction.sql,
                           "SELECT (SELECT count(*) FROM job) + (SELECT count(*) FROM asset) + "
                           "(SELECT count(*) FROM api_key) + (SELECT count(*) FROM audit)");
    if (!used) return fail(std::move(used).error());
    if ((*used)->integer(0) > 0)
        return fail(Errc::conflict, "the store is not empty", "restore into a new one");
    auto emptied = run_all(
        transaction, {"DELETE FROM setting", "DELETE FROM turn", "DELETE FROM server", "DELETE FROM graph",
                      "DELETE FROM submission", "DELETE FROM blob", "DELETE FROM audit_head"});
    if (!emptied) return fail(std::move(emptied).error());
    LineReader lines{file};
    if (!lines.is_open())
        return fail(Error{Errc::io_failed, "the backup cannot be read"}.with("file", file.string()));
    auto rows = read_all(transaction, lines);
    if (!rows) return rows;
    if (auto done = make_again(transaction); !done) return fail(std::move(done).error());
    return rows;
}

/// One file of the backup, piece by piece, into its place.
asio::awaitable<Result<std::int64_t>> bring(AssetStore& assets, fs::path file) {
    auto writer = co_await assets.create();
    if (!writer) co_return fail(std::move(writer).error());
    std::ifstream in{file, std::ios::binary};
    std::string piece(std::size_t{1} << 20, '\0');
    while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())), in.gcount() > 0) {
        std::string bytes = piece.substr(0, static_cast<std::size_t>(in.gcount()));
        auto written = co_await (*writer)->write(std::move(bytes));
        if (!written) co_return fail(std::move(written).error());
    }
    std::optional<std::string> hash = file.filename().string();
    auto blob = co_await (*writer)->finish(std::nullopt, std::move(hash));
    if (!blob) co_return fail(Errc::store_damaged, "a file of the backup has other bytes than its name says");
    auto placed = co_await (*writer)->put_in_place();
    if (!placed) co_return fail(std::move(placed).error());
    co_return blob->size;
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code none;
    for (const auto& entry : fs::recursive_directory_iterator{folder, none})
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

}  // namespace

asio::awaitable<Result<BackupReport>> restore(Store& store, AssetStore* assets,
                                              std::filesystem::path folder) {
    BackupReport report;
    const auto files = assets ? files_in(folder / "assets") : std::vector<fs::path>{};
    for (const fs::path& file : files) {
        auto bytes = co_await bring(*assets, file);
        if (!bytes) co_return fail(std::move(bytes).error().with("file", file.string()));
        ++report.files;
        report.bytes += *bytes;
    }
    auto work = [file = folder / "store.ndjson"](Transaction& transaction) {
        return restore_in(transaction, file);
    };
    auto rows = co_await write<std::int64_t>(store, std::move(work));
    if (!rows) co_return fail(std::move(rows).error());
    report.rows = *rows;
    co_return report;
}

}  // namespace divan::store
