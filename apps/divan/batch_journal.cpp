#include "batch_journal.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

namespace divan::app {
namespace {

int number_in(const json::Value& object, std::string_view member) {
    const json::Value* value = json::find(object, member);
    return value ? static_cast<int>(json::to_int64(*value).value_or(0)) : 0;
}

RowResult read_result(const json::Value& line) {
    RowResult result;
    result.row = number_in(line, "row");
    result.tries = std::max(1, number_in(line, "tries"));
    result.job = json::text_or(line, "job");
    result.status = json::text_or(line, "status");
    result.error = json::text_or(line, "error");
    const json::Value* member = json::find(line, "files");
    if (const json::Array* files = member ? json::array_of(*member) : nullptr)
        for (const json::Value& file : *files)
            if (const auto path = json::text_of(file)) result.files.emplace_back(*path);
    return result;
}

std::string text_of_field(const json::Object& values, const std::string& column) {
    const json::Value* value = json::find(values, column);
    if (!value) return {};
    const auto text = json::text_of(*value);
    return text ? std::string{*text} : json::write(*value);
}

}  // namespace

Result<BatchJournal> BatchJournal::open(const std::filesystem::path& table_file, std::string batch) {
    BatchJournal journal;
    journal.file_ = table_file.string() + ".results.jsonl";
    journal.csv_file_ = table_file.string() + ".results.csv";
    journal.batch_ = std::move(batch);
    std::error_code error;
    if (!std::filesystem::exists(journal.file_, error)) return journal;
    const auto text = read_file(journal.file_);
    if (!text) return fail(text.error());
    for (const std::string& one : split(*text, '\n')) {
        const auto line = json::parse(one);
        if (!line || json::text_or(*line, "batch") != journal.batch_) continue;
        RowResult result = read_result(*line);
        journal.results_[result.row] = std::move(result);
    }
    return journal;
}

std::string BatchJournal::line(const RowResult& result, const BatchRow& row) const {
    json::Array files;
    for (const std::string& file : result.files) files.emplace_back(boost::json::string(file));
    json::Object object;
    object["row"] = result.row;
    object["status"] = result.status;
    object["job"] = result.job;
    object["files"] = std::move(files);
    object["error"] = result.error.empty() ? json::Value(nullptr) : json::Value(result.error);
    object["tries"] = result.tries;
    object["values"] = row.values;
    object["batch"] = batch_;
    return json::write(object) + "\n";
}

Result<void> BatchJournal::add(const RowResult& result, const BatchRow& row) {
    results_[result.row] = result;
    // A line that was cut off by a crash ends here, so that it does not swallow the next one.
    std::string text = line(result, row);
    std::ifstream before{file_, std::ios::binary | std::ios::ate};
    if (before && before.tellg() > 0) {
        before.seekg(-1, std::ios::end);
        if (before.get() != '\n') text.insert(0, "\n");
    }
    std::ofstream out{file_, std::ios::app | std::ios::binary};
    out << text << std::flush;
    if (out) return {};
    return fail(
        Error{Errc::io_failed, "the results cannot be written: " + std::string{std::strerror(errno)}}.with(
            "file", file_.string()));
}

Result<void> BatchJournal::finish(const BatchTable& table) {
    std::string text;
    for (const BatchRow& row : table.rows)
        if (const auto found = results_.find(row.number); found != results_.end())
            text += line(found->second, row);
    if (auto written = write_file(file_, text); !written) return written;
    return table.csv ? write_csv(table) : Result<void>{};
}

Result<void> BatchJournal::write_csv(const BatchTable& table) const {
    std::vector<std::string> names = table.columns;
    names.insert(names.end(), {"status", "job", "files", "error"});
    std::string text = csv_line(names);
    for (const BatchRow& row : table.rows) {
        std::vector<std::string> fields;
        for (const std::string& column : table.columns) fields.push_back(text_of_field(row.values, column));
        const auto found = results_.find(row.number);
        const RowResult result = found == results_.end() ? RowResult{} : found->second;
        fields.insert(fields.end(), {result.status, result.job, join(result.files, ";"), result.error});
        text += csv_line(fields);
    }
    return write_file(csv_file_, text);
}

}  // namespace divan::app
