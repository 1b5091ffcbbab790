#include <cstdlib>

#include <divan/net/url.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace divan::net;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto url = parse_url(text);
    if (url) {
        // What is printed is a URL again, and means the same (without the password).
        const auto again = parse_url(url->str());
        if (!again || again->str() != url->str()) std::abort();
    }
    if (parse_query(encode_query(parse_query(text))) != parse_query(text)) std::abort();
    if (percent_decode(percent_encode(text)) != text) std::abort();
    return 0;
}
