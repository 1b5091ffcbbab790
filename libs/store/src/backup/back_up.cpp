#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <divan/base/hash.hpp>
#include <divan/json/write.hpp>
#include <divan/store/backup.hpp>

#include "backup/tables.hpp"
#include "migrations.hpp"
#include "transaction.hpp"

namespace divan::store {
namespace {

namespace fs = std::filesystem;

/// Lines into a file that appears whole at the end, with a hash of all of them in the last one.
class LineFile {
public:
    explicit LineFile(fs::path target) : target_{std::move(target)}, part_{target_.string() + ".part"} {
        descriptor_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }
    ~LineFile() {
        if (descriptor_ < 0) return;
        ::close(descriptor_);
        ::unlink(part_.c_str());
    }
    LineFile(const LineFile&) = delete;
    LineFile& operator=(const LineFile&) = delete;

    Result<void> add(const json::Value& line) {
        const std::string text = json::write(line) + "\n";
        hash_.update(text);
        buffer_ += text;
        return buffer_.size() < kBuffer ? Result<void>{} : flush();
    }
    Result<void> finish(std::int64_t rows) {
        json::Object end;
        end["end"] = rows;
        end["blake3"] = hash_.hex();
        buffer_ += json::write(json::Value(std::move(end))) + "\n";
        if (auto written = flush(); !written) return written;
        if (::fsync(descriptor_) != 0 || ::rename(part_.c_str(), target_.c_str()) != 0) return error(errno);
        ::close(descriptor_);
        descriptor_ = -1;
        return {};
    }

private:
    static constexpr std::size_t kBuffer = std::size_t{1} << 18;

    tl::unexpected<Error> error(int reason) const {
        const auto code = reason == ENOSPC ? Errc::storage_full : Errc::io_failed;
        return fail(Error{code, std::string{"writing the backup failed: "} + std::strerror(reason)}.with(
            "file", target_.string()));
    }
    Result<void> flush() {
        if (descriptor_ < 0) return error(EBADF);
        for (std::string_view rest = buffer_; !rest.empty();) {
            const auto written = ::write(descriptor_, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return error(errno);
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
        buffer_.clear();
        return {};
    }

    fs::path target_, part_;
    int descriptor_ = -1;
    std::string buffer_;
    Blake3 hash_;
};

json::Value to_json(const sql::Row& row) {
    json::Array cells;
    for (const sql::Row::Cell& cell : row.cells()) {
        if (const auto* number = std::get_if<std::int64_t>(&cell))
            cells.emplace_back(*number);
        else if (const auto* text = std::get_if<std::string>(&cell))
            cells.emplace_back(*text);
        else
            cells.emplace_back(nullptr);  // no table has a column of fractions
    }
    return json::Value(std::move(cells));
}

Result<std::int64_t> write_table(Transaction& transaction, const Table& table, LineFile& file) {
    json::Object head;
    head["table"] = table.name;
    json::Array columns;
    for (const std::string& column : table.columns) columns.emplace_back(column);
    head["columns"] = std::move(columns);
    if (auto added = file.add(json::Value(std::move(head))); !added) return fail(std::move(added).error());
    std::int64_t rows = 0;
    auto read = transaction.sql.run(table.select.c_str(), {}, [&](const sql::Row& row) {
        ++rows;
        return file.add(to_json(row));
    });
    if (!read) return fail(std::move(read).error());
    return rows;
}

struct Snapshot {
    std::int64_t rows = 0;
    std::vector<Blob> blobs;
};

Result<Snapshot> write_all(Transaction& transaction, const fs::path& target) {
    LineFile file{target};
    json::Object head;
    head["divan_store"] = 1;
    head["schema"] = migrations().back().version;
    head["made_at"] = to_rfc3339(transaction.now());
    if (auto added = file.add(json::Value(std::move(head))); !added) return fail(std::move(added).error());
    Snapshot snapshot;
    for (const Table& table : tables()) {
        auto rows = write_table(transaction, table, file);
        if (!rows) return fail(std::move(rows).error());
        snapshot.rows += *rows;
    }
    auto blobs = sql::each(
        transaction.sql, "SELECT hash, size, content_type FROM blob ORDER BY hash", [&](const sql::Row& row) {
            Blob& blob = snapshot.blobs.emplace_back();
            blob.hash = row.text(0), blob.size = row.integer(1), blob.content_type = row.text(2);
        });
    if (!blobs) return fail(std::move(blobs).error());
    if (auto done = file.finish(snapshot.rows); !done) return fail(std::move(done).error());
    return snapshot;
}

Result<BackupReport> copy_files(const Snapshot& snapshot, AssetStore& assets, const fs::path& folder) {
    BackupReport report;
    report.rows = snapshot.rows;
    for (const Blob& blob : snapshot.blobs) {
        const fs::path target = folder / "assets" / blob.hash.substr(0, 2) / blob.hash;
        std::error_code unknown;
        const auto size = fs::file_size(target, unknown);
        if (!unknown && size == static_cast<std::uintmax_t>(blob.size)) continue;
        auto copied = assets.copy_now(blob, target);
        if (!copied && copied.error().code != Errc::not_found && copied.error().code != Errc::store_damaged)
            return fail(std::move(copied).error());
        report.missing_files += copied ? 0 : 1;
        report.files += copied ? 1 : 0;
        report.bytes += copied ? blob.size : 0;
    }
    return report;
}

}  // namespace

asio::awaitable<Result<BackupReport>> back_up(Store& store, AssetStore* assets,
                                              std::filesystem::path folder) {
    auto work = [assets, folder = std::move(folder)](Transaction& transaction) -> Result<BackupReport> {
        std::error_code error;
        fs::create_directories(folder, error);
        if (error)
            return fail(
                Error{Errc::io_failed, "the folder of the backup cannot be made: " + error.message()}.with(
                    "folder", folder.string()));
        auto snapshot = write_all(transaction, folder / "store.ndjson");
        if (!snapshot) return fail(std::move(snapshot).error());
        if (assets) return copy_files(*snapshot, *assets, folder);
        BackupReport report;
        report.rows = snapshot->rows;
        return report;
    };
    return read<BackupReport>(store, std::move(work), Store::Reading::lengthy);
}

}  // namespace divan::store
