#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <divan/base/error.hpp>

#include "batch_table.hpp"

namespace divan::app {

/// What became of a row.
struct RowResult {
    int row = 0, tries = 1;
    std::string job, status;         ///< succeeded, failed, canceled, or not_saved
    std::vector<std::string> files;  ///< as they were saved
    std::string error;               ///< empty when it went well

    RowResult() = default;
    bool operator==(const RowResult&) const = default;
};

/// The results beside the rows: `FILE.results.jsonl`, a line for every row that has ended, written as it
/// ends. So a batch that was stopped goes on where it was. Lines of another batch (the file or the workflow
/// was changed) and a line that was cut off are passed over.
class BatchJournal {
public:
    /// `batch`: `batch_hash`. Errors: `io_failed`.
    static Result<BatchJournal> open(const std::filesystem::path& table_file, std::string batch);

    /// The last of each row.
    const std::map<int, RowResult>& results() const { return results_; }
    Result<void> add(const RowResult& result, const BatchRow& row);
    /// At the end: each row once, in the order of the table; for a CSV file also as `FILE.results.csv`: its
    /// own columns, and `status`, `job`, `files`, `error`. Errors: `io_failed`.
    Result<void> finish(const BatchTable& table);
    const std::filesystem::path& file() const { return file_; }

private:
    Result<void> write_csv(const BatchTable& table) const;
    std::string line(const RowResult& result, const BatchRow& row) const;

    std::filesystem::path file_, csv_file_;
    std::string batch_;
    std::map<int, RowResult> results_;
};

}  // namespace divan::app
