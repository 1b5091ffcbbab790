#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <divan/protocol/node_text.hpp>

/// What is told comes out of the text: a result has an address, a progress its seconds, and nothing is added.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan::protocol;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const NodeText read = read_node_text(text);
    if ((read.kind == NodeText::Kind::result) == read.urls.empty()) std::abort();
    if ((read.kind == NodeText::Kind::progress) != read.seconds.has_value()) std::abort();
    if (!text.ends_with(read.clean)) std::abort();
    for (const auto& url : read.urls)
        if (text.find(url) == std::string_view::npos) std::abort();
    return 0;
}
