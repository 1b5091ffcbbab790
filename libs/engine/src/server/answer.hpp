#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <divan/json/value.hpp>
#include <divan/net/http_message.hpp>

#include "server/request.hpp"

namespace divan::engine {

/// What a route answers: a whole reply, or a piece of a file.
struct Answer {
    net::HttpReply reply;
    std::filesystem::path file;  ///< when not empty, the body is `bytes` bytes of this file from `offset`
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    /// False for the pages that ComfyUI's web framework makes of an exception: they carry no CORS fields.
    bool returned = true;

    Answer() = default;
};

/// `application/json; charset=utf-8`, written as Python writes it (bare NaN included).
Answer json_answer(const json::Value& value, int status = 200);
/// No body, `application/octet-stream`: what ComfyUI's explicit `Response(status=…)` looks like. 204 has no
/// type.
Answer empty_answer(int status = 200);
/// `text/plain; charset=utf-8`.
Answer text_answer(int status, std::string text);
Answer bytes_answer(std::string bytes, std::string content_type);

/// The page of an exception: "404: Not Found", or for 500 the text of comfyui-protocol §1.1 with `Connection:
/// close` (as HTML when the client accepts it).
Answer error_page(int status, const Request& request);
inline Answer server_error(const Request& request) { return error_page(500, request); }

}  // namespace divan::engine
