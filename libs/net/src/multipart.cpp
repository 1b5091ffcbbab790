#include <divan/base/text.hpp>
#include <divan/net/multipart.hpp>

#include "disposition.hpp"

namespace divan::net {
namespace {

constexpr std::size_t kPadding =
    64;  // white space behind a delimiter (RFC 2046, 5.1.1: may be there, never is)

tl::unexpected<Error> broken(std::string why) {
    return fail(Errc::malformed_reply, "broken multipart body: " + std::move(why));
}

/// How many bytes at the end of `text` may be the beginning of `delimiter`.
std::size_t unsure_tail(std::string_view text, std::string_view delimiter) {
    std::size_t length = std::min(text.size(), delimiter.size() - 1);
    while (length > 0 && !delimiter.starts_with(text.substr(text.size() - length))) --length;
    return length;
}

std::string without_leading_separators(std::string name) {
    name.erase(0, std::min(name.find_first_not_of("/\\"), name.size()));
    return name;
}

void read_disposition(std::string_view text, ReceivedPart& part) {
    const auto list = parse_parameters(text);
    part.name = list.find("name").value_or("");
    auto file_name = list.find("filename");
    if (const auto extended = list.find("filename*"))
        if (auto decoded = decode_extended(*extended)) file_name = std::move(decoded);
    part.is_file = file_name.has_value();
    if (file_name) part.file_name = without_leading_separators(std::move(*file_name));
}

Result<ReceivedPart> parse_part_head(std::string_view text) {
    ReceivedPart part;
    bool disposed = false;
    while (!text.empty()) {
        const auto end = std::min(text.find("\r\n"), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(text.size(), end + 2));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) return broken("a part has a line without a colon");
        const std::string name = to_lower(trim(line.substr(0, colon)));
        const std::string_view value = trim(line.substr(colon + 1));
        if (name == "content-type") part.content_type = std::string{value};
        if (name != "content-disposition") continue;
        disposed = true;
        read_disposition(value, part);
    }
    if (!disposed || part.name.empty()) return broken("a part has no name");
    return part;
}

}  // namespace

// The first delimiter has no line break before it: `pending_` begins with one, so that all are alike.
MultipartReader::MultipartReader(std::string boundary, MultipartLimits limits)
    : delimiter_{"\r\n--" + std::move(boundary)}, pending_{"\r\n"}, limits_{limits} {}

bool MultipartReader::complete() const { return state_ == State::done; }

Result<void> MultipartReader::feed(std::string_view piece) {
    if (state_ == State::done) return {};  // an epilogue means nothing
    pending_ += piece;
    std::size_t used = 0;
    for (bool more = true; more && state_ != State::done;) {
        const std::string_view rest = std::string_view{pending_}.substr(used);
        auto taken = state_ == State::headers ? take_headers(rest) : take_content(rest);
        if (!taken) return fail(std::move(taken).error());
        used += taken->bytes;
        more = taken->again;
    }
    pending_.erase(0, used);
    return {};
}

Result<MultipartReader::Taken> MultipartReader::take_headers(std::string_view text) {
    const auto end = text.find("\r\n\r\n");
    if (std::min(end, text.size()) > limits_.header_bytes) return broken("the head of a part is too long");
    if (end == std::string_view::npos) return Taken{};
    // `text` begins with the line break of the delimiter's own line.
    auto read = read_headers(text.substr(0, end));
    if (!read) return fail(std::move(read).error());
    state_ = State::content;
    return Taken{.bytes = end + 4 - 2, .again = true};  // the last break may begin the next delimiter
}

Result<void> MultipartReader::read_headers(std::string_view text) {
    if (++parts_ > limits_.parts) return broken("more than " + std::to_string(limits_.parts) + " parts");
    text.remove_prefix(std::min<std::size_t>(text.size(), 2));
    auto part = parse_part_head(text);
    if (!part) return fail(std::move(part).error());
    at_start_ = true;
    return on_part ? on_part(*part) : Result<void>{};
}

Result<void> MultipartReader::give(std::string_view content) {
    // The line break that ends the head was left in place, for an empty part's delimiter to begin with.
    if (at_start_ && !content.empty()) {
        content.remove_prefix(2);
        at_start_ = false;
    }
    if (state_ != State::content || content.empty() || !on_content) return {};
    return on_content(content);
}

Result<MultipartReader::Taken> MultipartReader::take_content(std::string_view text) {
    const auto found = text.find(delimiter_);
    if (found == std::string_view::npos) {
        const std::size_t sure = text.size() - unsure_tail(text, delimiter_);
        if (at_start_ && sure < 2) return Taken{};
        auto given = give(text.substr(0, sure));
        if (!given) return fail(std::move(given).error());
        return Taken{.bytes = sure, .again = false};
    }
    return end_part(text, found);
}

/// A delimiter at `found`: "--" behind it ends the body, a line break begins the next part.
Result<MultipartReader::Taken> MultipartReader::end_part(std::string_view text, std::size_t found) {
    const std::string_view behind = text.substr(found + delimiter_.size());
    const auto padding = std::min(behind.find_first_not_of(" \t"), behind.size());
    const std::string_view ending = behind.substr(padding, 2);
    if (padding > kPadding) return broken("white space behind a delimiter");
    if (ending.size() < 2) return Taken{};
    const bool last = padding == 0 && ending == "--";
    if (!last && ending != "\r\n") return broken("something follows a delimiter");
    auto given = give(text.substr(0, found));
    if (given && state_ == State::content && on_part_end) given = on_part_end();
    if (!given) return fail(std::move(given).error());
    state_ = last ? State::done : State::headers;
    return Taken{.bytes = found + delimiter_.size() + padding, .again = true};
}

std::string multipart_boundary(std::string_view content_type) {
    const auto list = parse_parameters(content_type);
    constexpr std::size_t kLongest = 70;  // RFC 2046, 5.1.1
    auto boundary = list.find("boundary").value_or("");
    return list.value == "multipart/form-data" && boundary.size() <= kLongest ? boundary : std::string{};
}

Result<std::vector<ReceivedPart>> read_multipart(std::string_view body, std::string boundary) {
    std::vector<ReceivedPart> parts;
    MultipartReader reader{std::move(boundary)};
    reader.on_part = [&](const ReceivedPart& head) -> Result<void> {
        parts.push_back(head);
        return {};
    };
    reader.on_content = [&](std::string_view content) -> Result<void> {
        parts.back().content += content;
        return {};
    };
    auto read = reader.feed(body);
    if (!read) return fail(std::move(read).error());
    if (!reader.complete()) return broken("the end is missing");
    return parts;
}

}  // namespace divan::net
