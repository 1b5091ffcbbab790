#include <cstdlib>

#include <divan/net/sse.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace divan::net;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    SseReader whole, in_pieces;
    const auto events = whole.feed(text);
    std::vector<SseEvent> pieced;
    for (const char c : text) {
        const std::vector<SseEvent> more = in_pieces.feed({&c, 1}).value();
        pieced.insert(pieced.end(), more.begin(), more.end());
    }
    if (events.value() != pieced) std::abort();  // how the bytes were cut does not matter
    for (const SseEvent& event : pieced) {
        SseReader again;
        const auto read = again.feed(sse_frame(event)).value();
        if (read.size() != 1 || read.front() != event) std::abort();
    }
    return 0;
}
