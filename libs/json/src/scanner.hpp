#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <divan/base/text.hpp>

#include "scan.hpp"

namespace divan::json {

struct Failure {
    std::string what;
    std::size_t offset;
};

inline bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        if (length == 0) return false;
        i += length;
    }
    return true;
}

/// A cursor over the text, for what has no structure: white space, words, strings. Throws `Failure`.
class Scanner {
protected:
    explicit Scanner(std::string_view text) : begin_{text.data()}, at_{begin_}, end_{begin_ + text.size()} {}

    [[noreturn]] void stop(std::string what) const { throw Failure{std::move(what), offset()}; }
    std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

    void skip_space() {
        while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }

    bool take(std::string_view word) {
        if (static_cast<std::size_t>(end_ - at_) < word.size() ||
            std::memcmp(at_, word.data(), word.size()) != 0)
            return false;
        at_ += word.size();
        return true;
    }

    /// The content of the string at the cursor; the view lasts until the next call.
    std::string_view quoted() {
        const char* const start = ++at_;
        at_ = plain_run(at_);
        if (at_ < end_ && *at_ == '"') {
            const std::string_view content{start, static_cast<std::size_t>(at_ - start)};
            ++at_;
            return content;
        }
        decoded_.assign(start, at_);
        for (;;) {
            if (at_ >= end_) stop("a string does not end");
            if (*at_ == '"') return ++at_, std::string_view{decoded_};
            if (*at_ != '\\') stop("a control character stands in a string");
            ++at_;
            escape();
            const char* const run = at_;
            at_ = plain_run(at_);
            decoded_.append(run, at_);
        }
    }

    const char* begin_;
    const char* at_;
    const char* end_;

private:
    /// The end of the text that needs no decoding; it is checked to be UTF-8.
    const char* plain_run(const char* const from) const {
        const char* to = from;
        std::uint64_t seen = 0;
        while (end_ - to >= 8) {
            const std::uint64_t eight = eight_bytes(to);
            if (has_special(eight)) break;
            seen |= eight;
            to += 8;
        }
        for (; to < end_ && *to != '"' && *to != '\\' && static_cast<unsigned char>(*to) >= 0x20; ++to)
            seen |= static_cast<unsigned char>(*to);
        if ((seen & kHighBits) && !is_utf8({from, static_cast<std::size_t>(to - from)}))
            stop("a string is not valid UTF-8");
        return to;
    }

    void escape() {
        if (at_ >= end_) stop("a string does not end");
        switch (*at_++) {
            case 'n':
                decoded_ += '\n';
                return;
            case 't':
                decoded_ += '\t';
                return;
            case 'r':
                decoded_ += '\r';
                return;
            case 'b':
                decoded_ += '\b';
                return;
            case 'f':
                decoded_ += '\f';
                return;
            case '"':
                decoded_ += '"';
                return;
            case '\\':
                decoded_ += '\\';
                return;
            case '/':
                decoded_ += '/';
                return;
            case 'u':
                return code_point();
            default:
                --at_;
                stop("an unknown escape");
        }
    }

    unsigned four_digits() {
        if (end_ - at_ < 4) stop("four hexadecimal digits are expected after \\u");
        unsigned code = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = *at_;
            const int digit = c >= '0' && c <= '9'   ? c - '0'
                              : c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                     : -1;
            if (digit < 0) stop("four hexadecimal digits are expected after \\u");
            code = code * 16 + static_cast<unsigned>(digit);
            ++at_;
        }
        return code;
    }

    void code_point() {
        unsigned code = four_digits();
        if (code >= 0xd800 && code < 0xdc00 && end_ - at_ >= 6 && at_[0] == '\\' && at_[1] == 'u') {
            const char* const back = at_;
            at_ += 2;
            const unsigned low = four_digits();
            if (low >= 0xdc00 && low < 0xe000)
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
            else
                at_ = back;
        }
        append_code_point(code);
    }

    void append_code_point(unsigned code) {
        const auto tail = [&](int shift) { decoded_ += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
        if (code < 0x80) {
            decoded_ += static_cast<char>(code);
        } else if (code < 0x800) {
            decoded_ += static_cast<char>(0xc0 | (code >> 6));
            tail(0);
        } else if (code < 0x10000) {
            decoded_ += static_cast<char>(0xe0 | (code >> 12));
            tail(6);
            tail(0);
        } else {
            decoded_ += static_cast<char>(0xf0 | (code >> 18));
            tail(12);
            tail(6);
            tail(0);
        }
    }

    std::string decoded_;
};

}  // namespace divan::json
