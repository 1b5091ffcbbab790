#include "postgres/wire.hpp"

#include <cctype>
#include <charconv>

namespace divan::postgres {
namespace {

// Types of pg_type: bool, int8, int2, int4, text, float8.
enum Oid_ : Oid { kBool = 16, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kFloat8 = 701 };

}  // namespace

Oid type_of(const sql::Value& value) {
    switch (value.type()) {
        case sql::Value::Type::integer:
            return kInt8;
        case sql::Value::Type::real:
            return kFloat8;
        case sql::Value::Type::text:
            return kText;
        case sql::Value::Type::unknown:
            return 0;  // the server finds out
    }
    return 0;
}

std::optional<std::string> parameter(const sql::Value& value) {
    if (value.is_null()) return std::nullopt;
    if (value.type() == sql::Value::Type::integer) return std::to_string(value.integer());
    if (value.type() == sql::Value::Type::text) return value.text();
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof digits, value.real());
    return std::string{digits, end.ptr};
}

sql::Row::Cell cell(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column)) return std::monostate{};
    const char* text = PQgetvalue(result, row, column);
    const auto length = static_cast<std::size_t>(PQgetlength(result, row, column));
    switch (PQftype(result, column)) {
        case kBool:
            return std::int64_t{*text == 't'};
        case kInt8:
        case kInt2:
        case kInt4: {
            std::int64_t number = 0;
            std::from_chars(text, text + length, number);
            return number;
        }
        case kFloat8: {
            double number = 0;
            std::from_chars(text, text + length, number);
            return number;
        }
        default:
            return std::string{text, length};
    }
}

std::string for_postgres(std::string_view statement) {
    std::string sql;
    for (std::size_t at = 0; at < statement.size(); ++at) {
        if (statement.substr(at).starts_with("/*pg:")) {
            const auto end = statement.find("*/", at);
            sql += statement.substr(at + 5, end - at - 5);
            at = end + 1;
        } else if (statement[at] == '?' && at + 1 < statement.size() &&
                   std::isdigit(static_cast<unsigned char>(statement[at + 1]))) {
            sql += '$';
        } else {
            sql += statement[at];
        }
    }
    return sql;
}

}  // namespace divan::postgres
