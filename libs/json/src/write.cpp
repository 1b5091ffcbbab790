#include <cmath>
#include <cstdio>

#include <divan/json/write.hpp>

#include "spelled.hpp"

namespace divan::json {
namespace {

class Writer {
public:
    Writer(std::string& out, const WriteOptions& options) : out_{out}, options_{options} {}

    void value(const Value& value) {
        switch (value.kind()) {
            case boost::json::kind::null: out_ += "null"; break;
            case boost::json::kind::bool_: out_ += value.get_bool() ? "true" : "false"; break;
            case boost::json::kind::int64: out_ += std::to_string(value.get_int64()); break;
            case boost::json::kind::uint64: out_ += std::to_string(value.get_uint64()); break;
            case boost::json::kind::double_: real(value.get_double()); break;
            case boost::json::kind::string: text_or_spelling(value); break;
            case boost::json::kind::array: array(value.get_array()); break;
            case boost::json::kind::object: object(value.get_object()); break;
        }
    }

private:
    void real(double number) {
        if (!std::isfinite(number) && options_.non_finite == NonFinite::null) return void(out_ += "null");
        append_repr(out_, number);
    }

    void text_or_spelling(const Value& value) {
        const auto spelling = spelling_of(value);
        if (is_number_grammar(spelling)) return void(out_ += spelling);
        const auto& text = value.get_string();
        string({text.data(), text.size()});
    }

    void array(const Array& items) {
        if (items.empty()) return void(out_ += "[]");
        open('[');
        bool first = true;
        for (const Value& item : items) {
            separate(first);
            value(item);
        }
        close(']');
    }

    void object(const Object& members) {
        if (members.empty()) return void(out_ += "{}");
        open('{');
        bool first = true;
        for (const auto& member : members) {
            separate(first);
            string({member.key().data(), member.key().size()});
            out_ += options_.layout == Layout::compact ? ":" : ": ";
            value(member.value());
        }
        close('}');
    }

    void open(char bracket) {
        out_ += bracket;
        ++depth_;
    }

    void separate(bool& first) {
        if (!first) out_ += options_.layout == Layout::python ? ", " : ",";
        first = false;
        if (options_.layout == Layout::pretty) new_line();
    }

    void close(char bracket) {
        --depth_;
        if (options_.layout == Layout::pretty) new_line();
        out_ += bracket;
    }

    void new_line() { out_.append(1, '\n').append(depth_ * 2, ' '); }

    void string(std::string_view text) {
        out_ += '"';
        std::size_t copied = 0;
        for (std::size_t i = 0; i < text.size();) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
                ++i;
                continue;
            }
            const std::size_t length = byte < 0x80 ? 1 : code_point_length(text, i);
            if (byte >= 0x80 && !options_.ascii && length > 1 && !is_surrogate(text, i)) {
                i += length;
                continue;
            }
            out_.append(text, copied, i - copied);
            byte < 0x80 ? escape(byte) : escape_wide(text, i, length);
            i += length;
            copied = i;
        }
        out_.append(text, copied);
        out_ += '"';
    }

    /// Bytes of the (W)UTF-8 sequence at `i`; 1 for a stray byte.
    static std::size_t code_point_length(std::string_view text, std::size_t i) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
        if (first >= 0xf5 || i + length > text.size()) return 1;
        for (std::size_t k = 1; k < length; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return 1;
        return length;
    }

    static bool is_surrogate(std::string_view text, std::size_t i) {
        return static_cast<unsigned char>(text[i]) == 0xed && static_cast<unsigned char>(text[i + 1]) >= 0xa0;
    }

    void escape(unsigned char byte) {
        switch (byte) {
            case '"': out_ += "\\\""; return;
            case '\\': out_ += "\\\\"; return;
            case '\n': out_ += "\\n"; return;
            case '\r': out_ += "\\r"; return;
            case '\t': out_ += "\\t"; return;
            case '\b': out_ += "\\b"; return;
            case '\f': out_ += "\\f"; return;
            default: unit(byte);
        }
    }

    void escape_wide(std::string_view text, std::size_t i, std::size_t length) {
        if (length == 1) return replacement();  // a byte that is no text came in through code, not through the parser
        unsigned point = static_cast<unsigned char>(text[i]) & (0xffu >> (length + 1));
        for (std::size_t k = 1; k < length; ++k) point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
        if (point < 0x10000) return unit(point);
        unit(0xd800 + ((point - 0x10000) >> 10));
        unit(0xdc00 + ((point - 0x10000) & 0x3ff));
    }

    void replacement() { options_.ascii ? unit(0xfffd) : void(out_ += "\xef\xbf\xbd"); }

    void unit(unsigned code) {
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\u%04x", code & 0xffffu);
        out_ += escaped;
    }

    std::string& out_;
    const WriteOptions& options_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string write(const Value& value, const WriteOptions& options) {
    std::string text;
    Writer{text, options}.value(value);
    return text;
}

std::string write_python(const Value& value) {
    return write(value, WriteOptions{Layout::python, true, NonFinite::token});
}

}  // namespace divan::json
