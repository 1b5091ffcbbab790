#include <charconv>
#include <cmath>
#include <cstdio>

#include <divan/base/text.hpp>
#include <divan/json/write.hpp>

#include "scan.hpp"
#include "spelled.hpp"

namespace divan::json {
namespace {

class Writer {
public:
    Writer(std::string& out, const WriteOptions& options) : out_{out}, options_{options} {}

    void value(const Value& value) {
        switch (value.kind()) {
            case boost::json::kind::null:
                out_ += "null";
                break;
            case boost::json::kind::bool_:
                out_ += value.get_bool() ? "true" : "false";
                break;
            case boost::json::kind::int64:
                integer(value.get_int64());
                break;
            case boost::json::kind::uint64:
                integer(value.get_uint64());
                break;
            case boost::json::kind::double_:
                real(value.get_double());
                break;
            case boost::json::kind::string:
                text_or_spelling(value);
                break;
            case boost::json::kind::array:
                array(value.get_array());
                break;
            case boost::json::kind::object:
                object(value.get_object());
                break;
        }
    }

private:
    template <class Integer>
    void integer(Integer number) {
        char digits[24];
        out_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
    }

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
            if (text.size() - i >= 8) {
                const std::uint64_t eight = eight_bytes(text.data() + i);
                if (!has_special(eight) && !(eight & kHighBits)) {
                    i += 8;
                    continue;
                }
            }
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
                ++i;
                continue;
            }
            const std::size_t length = utf8_length(text, i);
            if (byte >= 0x80 && length > 0 && !options_.ascii) {
                i += length;
                continue;
            }
            out_.append(text, copied, i - copied);
            i += byte < 0x80  ? escape(byte)
                 : length > 0 ? escape_wide(text, i, length)
                              : escape_stray(text, i);
            copied = i;
        }
        out_.append(text, copied);
        out_ += '"';
    }

    // The escape functions return how many bytes of the text they wrote.
    std::size_t escape(unsigned char byte) {
        switch (byte) {
            case '"':
                out_ += "\\\"";
                break;
            case '\\':
                out_ += "\\\\";
                break;
            case '\n':
                out_ += "\\n";
                break;
            case '\r':
                out_ += "\\r";
                break;
            case '\t':
                out_ += "\\t";
                break;
            case '\b':
                out_ += "\\b";
                break;
            case '\f':
                out_ += "\\f";
                break;
            default:
                unit(byte);
        }
        return 1;
    }

    std::size_t escape_wide(std::string_view text, std::size_t i, std::size_t length) {
        unsigned point = static_cast<unsigned char>(text[i]) & (0xffu >> (length + 1));
        for (std::size_t k = 1; k < length; ++k)
            point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
        if (point < 0x10000) {
            unit(point);
        } else {
            unit(0xd800 + ((point - 0x10000) >> 10));
            unit(0xdc00 + ((point - 0x10000) & 0x3ff));
        }
        return length;
    }

    /// A lone surrogate goes out as it came in; a byte that is no text (only code can bring one in) is
    /// replaced.
    std::size_t escape_stray(std::string_view text, std::size_t i) {
        const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[i + k]); };
        if (byte(0) == 0xed && i + 2 < text.size() && byte(1) >= 0xa0 && byte(1) < 0xc0 &&
            (byte(2) & 0xc0) == 0x80)
            return escape_wide(text, i, 3);
        options_.ascii ? unit(0xfffd) : void(out_ += "\xef\xbf\xbd");
        return 1;
    }

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
