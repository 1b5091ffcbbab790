#include "server/file_answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <optional>

#include <fmt/format.h>

#include <divan/base/text.hpp>

namespace divan::engine {

namespace fs = std::filesystem;

namespace {

struct Range {
    std::uint64_t first = 0, bytes = 0;
    bool whole = true, possible = true;
};

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// One range: "bytes=0-9", "bytes=5-", "bytes=-5". Anything else is 416, as aiohttp answers.
Range read_range(std::string_view field, std::uint64_t size) {
    Range impossible;
    impossible.possible = false;
    if (!field.starts_with("bytes=")) return impossible;
    field.remove_prefix(6);
    const auto dash = field.find('-');
    if (dash == std::string_view::npos) return impossible;
    const auto first = number(field.substr(0, dash)), last = number(field.substr(dash + 1));
    const bool suffix = dash == 0;
    if ((suffix && !last) || (!suffix && !first) || (!last && dash + 1 < field.size())) return impossible;
    Range range;
    range.whole = false;
    range.first = suffix ? size - std::min(size, *last) : *first;
    const std::uint64_t end = suffix || !last ? size : std::min(size, *last + 1);
    if (range.first >= size || end <= range.first) return impossible;
    range.bytes = end - range.first;
    return range;
}

bool unchanged(const Request& request, const std::string& etag, std::int64_t modified) {
    if (const auto known = request.headers.find("If-None-Match"))
        return known->find(etag) != std::string_view::npos || trim(*known) == "*";
    const auto since = request.headers.find("If-Modified-Since");
    const auto time = since ? parse_http_date(*since) : std::nullopt;
    return time && modified <= *time;
}

Answer not_modified(const std::string& etag, std::int64_t modified) {
    Answer answer;
    answer.reply = net::HttpReply{304};
    answer.reply.headers.set("Etag", etag);
    answer.reply.headers.set("Last-Modified", http_date(modified));
    return answer;
}

Answer impossible_range(std::uint64_t size) {
    Answer answer = text_answer(416, "");
    answer.reply.headers.set("Content-Range", fmt::format("bytes */{}", size));
    return answer;
}

Answer piece(const fs::path& file, const Range& range, std::uint64_t size) {
    Answer answer;
    answer.reply = net::HttpReply{range.whole ? 200 : 206};
    answer.file = file;
    answer.offset = range.whole ? 0 : range.first;
    answer.bytes = range.whole ? size : range.bytes;
    if (!range.whole)
        answer.reply.headers.set(
            "Content-Range", fmt::format("bytes {}-{}/{}", range.first, range.first + range.bytes - 1, size));
    return answer;
}

}  // namespace

std::string media_type(std::string_view file_name) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 31> kTypes{{
        {"png", "image/png"},
        {"jpg", "image/jpeg"},
        {"jpeg", "image/jpeg"},
        {"webp", "image/webp"},
        {"gif", "image/gif"},
        {"bmp", "image/bmp"},
        {"svg", "image/svg+xml"},
        {"tif", "image/tiff"},
        {"tiff", "image/tiff"},
        {"avif", "image/avif"},
        {"ico", "image/vnd.microsoft.icon"},
        {"mp4", "video/mp4"},
        {"webm", "video/webm"},
        {"mov", "video/quicktime"},
        {"avi", "video/x-msvideo"},
        {"mkv", "video/x-matroska"},
        {"mp3", "audio/mpeg"},
        {"wav", "audio/x-wav"},
        {"flac", "audio/flac"},
        {"ogg", "audio/ogg"},
        {"opus", "audio/opus"},
        {"m4a", "audio/mp4"},
        {"json", "application/json"},
        {"txt", "text/plain"},
        {"csv", "text/csv"},
        {"html", "text/html"},
        {"htm", "text/html"},
        {"css", "text/css"},
        {"xml", "text/xml"},
        {"zip", "application/zip"},
        {"js", "application/javascript; charset=utf-8"},
    }};
    const auto dot = file_name.rfind('.');
    const std::string ending = dot == std::string_view::npos ? "" : to_lower(file_name.substr(dot + 1));
    for (const auto& [known, type] : kTypes)
        if (known == ending) return std::string{type};
    return "application/octet-stream";
}

std::string http_date(std::int64_t seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(parts.tm_wday)],
                       parts.tm_mday, months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::optional<std::int64_t> parse_http_date(std::string_view text) {
    std::tm parts{};
    const std::string copy{text};
    const char* end = strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (!end || *end != '\0') return std::nullopt;
    return static_cast<std::int64_t>(timegm(&parts));
}

std::int64_t modified_nanoseconds(const fs::path& file) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    if (error) return 0;
    const auto system = std::chrono::file_clock::to_sys(time);
    return std::chrono::duration_cast<std::chrono::nanoseconds>(system.time_since_epoch()).count();
}

Answer file_answer(const fs::path& file, const Request& request, std::string content_type) {
    std::error_code error;
    if (fs::is_directory(file, error)) return error_page(403, request);
    const std::uint64_t size = fs::file_size(file, error);
    if (error) return error_page(404, request);
    const std::int64_t modified = modified_nanoseconds(file);
    const std::string etag = fmt::format("\"{:x}-{:x}\"", modified, size);
    if (unchanged(request, etag, modified / 1'000'000'000))
        return not_modified(etag, modified / 1'000'000'000);
    const auto field = request.headers.find("Range");
    const Range range = field ? read_range(*field, size) : Range{};
    if (!range.possible) return impossible_range(size);
    Answer answer = piece(file, range, size);
    answer.reply.headers.set("Content-Type", content_type.empty() ? media_type(file.filename().string())
                                                                  : std::move(content_type));
    answer.reply.headers.set("Etag", etag);
    answer.reply.headers.set("Last-Modified", http_date(modified / 1'000'000'000));
    answer.reply.headers.set("Accept-Ranges", "bytes");
    return answer;
}

}  // namespace divan::engine
