#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/strong_id.hpp>

namespace divan::sql {

/// One parameter of a statement. It has its type when it is NULL too, which PostgreSQL wants to know.
class Value {
public:
    enum class Type { integer, real, text, unknown };

    /// NULL of whatever type the statement wants there.
    static Value null() { return Value{Type::unknown}; }

    Value(int number) : type_{Type::integer}, cell_{std::int64_t{number}} {}
    Value(std::int64_t number) : type_{Type::integer}, cell_{number} {}
    Value(bool yes) : type_{Type::integer}, cell_{std::int64_t{yes}} {}
    Value(double number) : type_{Type::real}, cell_{number} {}
    Value(std::string text) : type_{Type::text}, cell_{std::move(text)} {}
    Value(std::string_view text) : type_{Type::text}, cell_{std::string{text}} {}
    Value(const char* text) : type_{Type::text}, cell_{std::string{text}} {}
    Value(Timestamp time) : Value{std::int64_t{time.time_since_epoch().count()}} {}
    Value(std::chrono::milliseconds span) : Value{std::int64_t{span.count()}} {}
    template <class Tag>
    Value(const StrongId<Tag>& id) : Value{id.str()} {}
    template <class T>
    Value(const std::optional<T>& value) : Value{value ? Value{*value} : Value{T{}}} {
        if (!value) cell_ = std::monostate{};
    }

    Type type() const { return type_; }
    bool is_null() const { return std::holds_alternative<std::monostate>(cell_); }
    std::int64_t integer() const { return std::get<std::int64_t>(cell_); }
    double real() const { return std::get<double>(cell_); }
    const std::string& text() const { return std::get<std::string>(cell_); }

private:
    explicit Value(Type type) : type_{type} {}
    Type type_;
    std::variant<std::monostate, std::int64_t, double, std::string> cell_;
};

/// One row of an answer. Columns count from 0; asking a column for what it is not is a defect of ours.
class Row {
public:
    using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;
    explicit Row(std::vector<Cell> cells) : cells_{std::move(cells)} {}

    bool is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(cells_[column]); }
    std::int64_t integer(std::size_t column) const { return std::get<std::int64_t>(cells_[column]); }
    int small(std::size_t column) const { return static_cast<int>(integer(column)); }
    bool yes(std::size_t column) const { return integer(column) != 0; }
    double real(std::size_t column) const { return std::get<double>(cells_[column]); }
    const std::string& text(std::size_t column) const { return std::get<std::string>(cells_[column]); }
    std::string text_or_empty(std::size_t column) const {
        return is_null(column) ? std::string{} : text(column);
    }
    Timestamp time(std::size_t column) const { return Timestamp{std::chrono::milliseconds{integer(column)}}; }
    std::optional<Timestamp> maybe_time(std::size_t column) const {
        if (is_null(column)) return std::nullopt;
        return time(column);
    }
    std::chrono::milliseconds span(std::size_t column) const {
        return std::chrono::milliseconds{integer(column)};
    }
    const std::vector<Cell>& cells() const { return cells_; }

private:
    std::vector<Cell> cells_;
};

}  // namespace divan::sql
