#include "batch_table.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>
#include <divan/base/text.hpp>
#include <divan/json/parse.hpp>

namespace divan::app {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

tl::unexpected<Error> bad(int line, std::string what) {
    return fail(Error{Errc::invalid_argument, fmt::format("line {}: {}", line, what)}.with(
        "line", std::to_string(line)));
}

/// Takes one row after the other from the front of a text.
class CsvReader {
public:
    explicit CsvReader(std::string_view text) : rest_{text} {}

    bool at_end() const { return rest_.empty(); }
    int line() const { return line_; }
    Result<std::vector<std::string>> row() {
        std::vector<std::string> fields;
        for (;;) {
            auto field = rest_.starts_with('"') ? quoted() : plain();
            if (!field) return fail(std::move(field).error());
            fields.push_back(std::move(*field));
            if (rest_.starts_with(',')) {
                rest_.remove_prefix(1);
                continue;
            }
            end_line();
            return fields;
        }
    }

private:
    Result<std::string> plain() {
        const std::string_view field = rest_.substr(0, rest_.find_first_of(",\r\n"));
        if (field.find('"') != std::string_view::npos)
            return bad(line_, "a quote inside a field; quote the whole field, and double the quotes in it");
        rest_.remove_prefix(field.size());
        return std::string{field};
    }
    Result<std::string> quoted() {
        const int begin = line_;
        std::string field;
        rest_.remove_prefix(1);
        for (;;) {
            const auto quote = rest_.find('"');
            if (quote == std::string_view::npos) return bad(begin, "a quoted field does not end");
            field += rest_.substr(0, quote);
            line_ +=
                static_cast<int>(std::count(rest_.begin(), rest_.begin() + static_cast<long>(quote), '\n'));
            rest_.remove_prefix(quote + 1);
            if (!rest_.starts_with('"')) break;
            field += '"';
            rest_.remove_prefix(1);
        }
        if (!rest_.empty() && std::string_view{",\r\n"}.find(rest_.front()) == std::string_view::npos)
            return bad(line_, "text after a quoted field");
        return field;
    }
    void end_line() {
        if (rest_.starts_with("\r\n"))
            rest_.remove_prefix(2);
        else if (!rest_.empty())
            rest_.remove_prefix(1);
        ++line_;
    }

    std::string_view rest_;
    int line_ = 1;
};

Result<void> check_names(const std::vector<std::string>& names) {
    std::set<std::string> seen;
    for (const std::string& name : names) {
        if (name.empty()) return bad(1, "a column without a name");
        if (!seen.insert(name).second) return bad(1, "two columns are called '" + printable(name, 100) + "'");
    }
    return {};
}

/// Spreadsheets like to save in the code page of their machine.
Result<void> check_utf8(std::string_view text) {
    int line = 1;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0)
            return fail(Error{Errc::invalid_argument,
                              fmt::format("line {}: a character that is no UTF-8", line),
                              "save the file as UTF-8"}
                            .with("line", std::to_string(line)));
        if (text[at] == '\n') ++line;
        at += length;
    }
    return {};
}

bool is_empty_line(const std::vector<std::string>& fields) { return fields.size() == 1 && fields[0].empty(); }

}  // namespace

Result<BatchTable> parse_csv(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (auto sound = check_utf8(text); !sound) return fail(std::move(sound).error());
    CsvReader reader{text};
    BatchTable table;
    table.csv = true;
    while (!reader.at_end()) {
        const int line = reader.line();
        auto fields = reader.row();
        if (!fields) return fail(std::move(fields).error());
        if (is_empty_line(*fields)) continue;
        if (table.columns.empty()) {
            table.columns = std::move(*fields);
            for (std::string& name : table.columns) name = std::string{trim(name)};
            if (auto sound = check_names(table.columns); !sound) return fail(std::move(sound).error());
            continue;
        }
        if (fields->size() != table.columns.size())
            return bad(line, fmt::format("{} fields, but there are {} columns", fields->size(),
                                         table.columns.size()));
        BatchRow& row = table.rows.emplace_back();
        row.number = static_cast<int>(table.rows.size());
        row.line = line;
        for (std::size_t i = 0; i < fields->size(); ++i)
            if (!(*fields)[i].empty()) row.values[table.columns[i]] = (*fields)[i];
    }
    return table;
}

Result<BatchTable> parse_jsonl(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    BatchTable table;
    int line = 0;
    for (const std::string& one : split(text, '\n')) {
        ++line;
        if (trim(one).empty()) continue;
        auto value = json::parse(one);
        if (!value) return bad(line, value.error().message);
        const json::Object* object = json::object_of(*value);
        if (!object) return bad(line, "an object is expected, not " + std::string{json::kind_name(*value)});
        BatchRow& row = table.rows.emplace_back();
        row.number = static_cast<int>(table.rows.size());
        row.line = line;
        for (const auto& member : *object) {
            const std::string name{member.key()};
            if (std::ranges::find(table.columns, name) == table.columns.end()) table.columns.push_back(name);
            if (!member.value().is_null()) row.values[name] = member.value();
        }
    }
    return table;
}

Result<BatchTable> read_batch_file(const std::filesystem::path& file) {
    const std::string kind = to_lower(file.extension().string());
    const bool lines = kind == ".jsonl" || kind == ".ndjson";
    if (kind != ".csv" && !lines)
        return fail(Errc::invalid_argument, "'" + file.string() + "' is neither .csv nor .jsonl");
    const auto text = read_file(file);
    if (!text) return fail(Errc::invalid_argument, describe(text.error()));
    auto table = lines ? parse_jsonl(*text) : parse_csv(*text);
    if (!table) return fail(std::move(table).error().with("file", file.string()));
    if (table->rows.empty()) return fail(Errc::invalid_argument, "'" + file.string() + "' has no rows");
    table->hash = sha256_hex(*text);
    return table;
}

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) line += ',';
        if (fields[i].find_first_of(",\"\r\n") == std::string::npos) {
            line += fields[i];
            continue;
        }
        line += '"';
        for (const char c : fields[i]) line += c == '"' ? std::string{"\"\""} : std::string{c};
        line += '"';
    }
    return line + "\n";
}

}  // namespace divan::app
