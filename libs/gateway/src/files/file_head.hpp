#pragma once

#include <string>
#include <string_view>

#include "http/call.hpp"

/// What every answer with a file's bytes says about them.
namespace divan::gateway {

/// The fields that keep a browser from running what is in a file, its type, name and ETag.
net::HttpReply file_head(const std::string& content_type, std::string_view name, const std::string& etag);

/// The caller has that version already (`If-None-Match`; RFC 9110, 13.1.2).
bool knows(const Call& call, std::string_view etag);

}  // namespace divan::gateway
