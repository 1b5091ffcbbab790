#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include <divan/workflow/python_text.hpp>

#include <divan/workflow/python_number.hpp>

namespace divan {
namespace {

/// Bytes of the code point at `at`; 1 for a byte that begins none.
std::size_t code_point_length(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
    return at + length <= text.size() ? length : 1;
}

unsigned code_point(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (bytes.size() == 1) return first;
    unsigned point = first & (0xffu >> (bytes.size() + 1));
    for (const char byte : bytes.substr(1)) point = point << 6 | (static_cast<unsigned char>(byte) & 0x3fu);
    return point;
}

/// fmt's debug form escapes the code points that Python's `str.isprintable` refuses; both follow Unicode's
/// tables.
bool is_printable(std::string_view bytes, unsigned point) {
    if (point < 0x80) return point >= 0x20 && point != 0x7f;
    if (bytes.size() == 1 || (point >= 0xd800 && point < 0xe000)) return false;
    const std::string shown = fmt::format("{:?}", bytes);
    return std::string_view{shown}.substr(1, shown.size() - 2) == bytes;
}

void append_escaped(std::string& out, unsigned point) {
    if (point == '\n')
        out += "\\n";
    else if (point == '\r')
        out += "\\r";
    else if (point == '\t')
        out += "\\t";
    else if (point < 0x100)
        out += fmt::format("\\x{:02x}", point);
    else if (point < 0x10000)
        out += fmt::format("\\u{:04x}", point);
    else
        out += fmt::format("\\U{:08x}", point);
}

class ReprWriter {
public:
    void value(const json::Value& value) {
        if (const auto text = json::text_of(value))
            out_ += python_quote(*text);
        else if (json::is_number(value))
            out_ += python_number_text(value);
        else if (const auto* items = json::array_of(value))
            list(*items);
        else if (const auto* members = json::object_of(value))
            dict(*members);
        else if (const auto flag = json::to_bool(value))
            out_ += *flag ? "True" : "False";
        else
            out_ += "None";
    }

    std::string take() { return std::move(out_); }

private:
    void list(const json::Array& items) {
        out_ += '[';
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) out_ += ", ";
            value(items[i]);
        }
        out_ += ']';
    }

    void dict(const json::Object& members) {
        out_ += '{';
        bool first = true;
        for (const auto& member : members) {
            if (!first) out_ += ", ";
            first = false;
            out_ += python_quote(std::string_view{member.key().data(), member.key().size()}) + ": ";
            value(member.value());
        }
        out_ += '}';
    }

    std::string out_;
};

bool equal_lists(const json::Array& left, const json::Array& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), python_equal);
}

bool equal_dicts(const json::Object& left, const json::Object& right) {
    return left.size() == right.size() && std::all_of(left.begin(), left.end(), [&](const auto& member) {
               const auto* other = right.if_contains(member.key());
               return other && python_equal(member.value(), *other);
           });
}

}  // namespace

std::string python_repr(const json::Value& value) {
    ReprWriter writer;
    writer.value(value);
    return writer.take();
}

std::string python_quote(std::string_view text) {
    const bool double_quotes =
        text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
    const char quote = double_quotes ? '"' : '\'';
    std::string out(1, quote);
    for (std::size_t at = 0; at < text.size();) {
        const auto bytes = text.substr(at, code_point_length(text, at));
        const unsigned point = code_point(bytes);
        if (bytes[0] == '\\' || bytes[0] == quote)
            out.append(1, '\\').append(bytes);
        else if (is_printable(bytes, point))
            out += bytes;
        else
            append_escaped(out, point);
        at += bytes.size();
    }
    return out += quote;
}

std::string python_str(const json::Value& value) {
    const auto text = json::text_of(value);
    return text ? std::string{*text} : python_repr(value);
}

std::string_view python_type_name(const json::Value& value) {
    if (json::is_text(value)) return "str";
    if (json::is_number(value)) return json::is_integer(value) ? "int" : "float";
    if (json::to_bool(value)) return "bool";
    if (json::array_of(value)) return "list";
    return json::object_of(value) ? "dict" : "NoneType";
}

bool python_equal(const json::Value& left, const json::Value& right) {
    if (is_python_number(left) && is_python_number(right)) return python_compare(left, right) == 0;
    if (const auto *a = json::array_of(left), *b = json::array_of(right); a && b) return equal_lists(*a, *b);
    if (const auto *a = json::object_of(left), *b = json::object_of(right); a && b)
        return equal_dicts(*a, *b);
    if (const auto a = json::text_of(left), b = json::text_of(right); a && b) return *a == *b;
    return python_type_name(left) == "NoneType" && python_type_name(right) == "NoneType";
}

}  // namespace divan
