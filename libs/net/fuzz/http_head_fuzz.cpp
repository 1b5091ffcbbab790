#include <cstdlib>

#include "head_check.hpp"
#include "http_parser.hpp"

namespace {

void parse(divan::net::MessageKind kind, std::string_view text) {
    const auto end = text.find("\r\n\r\n");
    if (end == std::string_view::npos) return;
    const std::string_view head = text.substr(0, end + 4);
    const auto parser = divan::net::make_http_parser(kind);
    const auto parsed = parser->head(head);
    if (!parsed) return;
    // A request that passes the strict check has one framing at most.
    if (kind == divan::net::MessageKind::request && divan::net::check_request_head(head) && parsed->until_end)
        std::abort();
    if (!parsed->chunked) return;
    char room[64];
    std::string_view body = text.substr(end + 4);
    while (!parser->done()) {
        const auto piece = parser->chunks(body, room);
        if (!piece || (piece->taken == 0 && piece->produced == 0)) return;
        if (piece->taken > body.size() || piece->produced > sizeof room) std::abort();
        body.remove_prefix(piece->taken);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    (void)divan::net::check_request_head(text);
    parse(divan::net::MessageKind::request, text);
    parse(divan::net::MessageKind::reply, text);
    return 0;
}
