#include "head_check.hpp"

#include <algorithm>

#include <divan/base/text.hpp>

#include "header_text.hpp"

namespace divan::net {
namespace {

tl::unexpected<Error> bad(std::string why) {
    return fail(Error{Errc::malformed_reply, "bad request head: " + std::move(why)}.with("status", "400"));
}

bool is_length(std::string_view text) {
    constexpr std::size_t kDigits = 18;  // fits 64 bits with room to spare
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    return !text.empty() && text.size() <= kDigits && std::all_of(text.begin(), text.end(), digit);
}

/// What the framing of one request rests on.
struct Framing {
    int lengths = 0;
    int encodings = 0;
    int hosts = 0;
};

Result<void> check_field(std::string_view line, Framing& framing) {
    if (line.front() == ' ' || line.front() == '\t') return bad("a folded line");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return bad("a line without a colon");
    if (!is_header_name(line.substr(0, colon))) return bad("an odd field name");
    const std::string name = to_lower(line.substr(0, colon));
    const std::string_view value = trim(line.substr(colon + 1));
    if (!is_header_value(value)) return bad("a control character");
    if (name == "host") ++framing.hosts;
    if (name == "content-length") {
        ++framing.lengths;
        if (!is_length(value)) return bad("an odd Content-Length");
    }
    if (name == "transfer-encoding") {
        ++framing.encodings;
        if (to_lower(value) != "chunked") return bad("a Transfer-Encoding other than chunked");
    }
    return {};
}

Result<void> check_framing(const Framing& framing, bool http_1_0) {
    if (framing.lengths > 1) return bad("several Content-Length");
    if (framing.encodings > 1) return bad("several Transfer-Encoding");
    if (framing.lengths && framing.encodings) return bad("both Content-Length and Transfer-Encoding");
    if (framing.encodings && http_1_0) return bad("Transfer-Encoding in HTTP/1.0");
    if (framing.hosts > 1) return bad("several Host");
    return {};
}

/// The next line, without its CRLF, taken off the front. Nothing when no proper line is left.
std::string_view take_line(std::string_view& head) {
    const auto end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    return line;
}

bool has_bare_ending(std::string_view line) {
    return line.find_first_of(std::string_view{"\r\n\0", 3}) != line.npos;
}

}  // namespace

Result<void> check_request_head(std::string_view head) {
    const std::string_view start = take_line(head);
    if (has_bare_ending(start)) return bad("a bare CR, LF or NUL");
    if (std::count(start.begin(), start.end(), ' ') != 2) return bad("an odd request line");
    Framing framing;
    for (auto line = take_line(head); !line.empty(); line = take_line(head)) {
        if (has_bare_ending(line)) return bad("a bare CR, LF or NUL");
        auto field = check_field(line, framing);
        if (!field) return field;
    }
    if (!head.empty()) return bad("something follows the empty line");
    return check_framing(framing, start.ends_with("HTTP/1.0"));
}

}  // namespace divan::net
