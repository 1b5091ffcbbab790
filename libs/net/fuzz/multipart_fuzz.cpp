#include <cstdlib>

#include <divan/net/multipart.hpp>

namespace {

/// All that a reader reports, in one text; "!" at the end of a broken body.
std::string read(std::string_view body, std::size_t piece) {
    std::string seen;
    divan::net::MultipartReader reader{"b"};
    reader.on_part = [&](const divan::net::ReceivedPart& head) -> divan::Result<void> {
        seen += "[" + head.name + "|" + head.file_name + "|" + head.content_type + "]";
        return {};
    };
    reader.on_content = [&](std::string_view content) -> divan::Result<void> {
        seen += content;
        return {};
    };
    for (std::size_t at = 0; at < body.size(); at += piece)
        if (!reader.feed(body.substr(at, piece))) return "!";
    return reader.complete() ? seen : "!";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view body{reinterpret_cast<const char*>(data) + 1, size - 1};
    if (read(body, body.size()) != read(body, data[0] % 32u + 1)) std::abort();
    (void)divan::net::multipart_boundary(body);
    return 0;
}
