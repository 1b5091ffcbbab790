#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>
#include <divan/json/value.hpp>

namespace divan::app {

struct BatchRow {
    int number = 0;  ///< from 1; empty lines do not count
    int line = 0;    ///< of the file, from 1
    json::Object values;

    BatchRow() = default;
};

/// A file with a job in every row.
struct BatchTable {
    std::vector<std::string> columns;  ///< in the order of the file
    std::vector<BatchRow> rows;
    std::string hash;  ///< SHA-256 of the file
    bool csv = false;

    BatchTable() = default;
};

/// By its name: .csv, or .jsonl / .ndjson. Errors: `invalid_argument`, with the line.
Result<BatchTable> read_batch_file(const std::filesystem::path& file);

/// RFC 4180: commas, quotes, a row of names first; every row has as many fields. An empty field is no value.
Result<BatchTable> parse_csv(std::string_view text);
/// An object in every line. `null` is no value.
Result<BatchTable> parse_jsonl(std::string_view text);

/// One row of a CSV file, quoted where needed.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace divan::app
