#pragma once

#include <string>
#include <string_view>

#include "server/answer.hpp"
#include "server/request.hpp"

namespace divan::engine {

/// ComfyUI's origin check: false when a page of another origin calls a loopback server (403 then). Both
/// fields may be empty. Unlike ComfyUI, only IP literals and "localhost" count as loopback names: no name
/// server is asked. Source: ComfyUI 0.3.64, server.py `create_origin_only_middleware`.
bool origin_allowed(std::string_view host, std::string_view origin);

/// The four `Access-Control-Allow-*` fields of `--enable-cors-header`.
void add_cors(net::HttpReply& reply, std::string_view origin);

/// The Cache-Control field by the ending of the path, where the reply has none yet.
/// Source: ComfyUI 0.3.64, middleware/cache_middleware.py.
void add_cache_control(net::HttpReply& reply, std::string_view path);

/// 413 with aiohttp's sentence. `actual`: what was announced, or what had come when the limit was passed.
Answer too_large(std::size_t limit, std::size_t actual);

}  // namespace divan::engine
