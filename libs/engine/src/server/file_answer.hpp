#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "server/answer.hpp"
#include "server/request.hpp"

namespace divan::engine {

/// A file as ComfyUI's web framework serves it: ETag and Last-Modified, one byte range (206, 416), 304 for
/// If-None-Match and If-Modified-Since. A folder or a missing file is 403 or 404.
/// `content_type`: empty for the one of the file's ending.
Answer file_answer(const std::filesystem::path& file, const Request& request, std::string content_type = {});

/// By the ending of the name, as Python's `mimetypes`; "application/octet-stream" when unknown.
std::string media_type(std::string_view file_name);

/// "Fri, 20 Nov 2026 13:39:15 GMT" and back; the time in seconds since 1970, nothing for what is no such
/// date.
std::string http_date(std::int64_t seconds);
std::optional<std::int64_t> parse_http_date(std::string_view text);

/// Modification time as Python's `st_mtime_ns`; 0 when the file is gone.
std::int64_t modified_nanoseconds(const std::filesystem::path& file);

}  // namespace divan::engine
