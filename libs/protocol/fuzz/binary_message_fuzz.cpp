#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <divan/protocol/binary_message.hpp>

/// What was read can be written, and reads again as an event of the same kind.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan::protocol;
    const std::string_view frame{reinterpret_cast<const char*>(data), size};
    const auto message = parse_binary_message(bytes_of(frame));
    if (!message) return 0;
    const std::string written = write(*message);
    const auto again = parse_binary_message(bytes_of(written));
    if (!again || again->index() != message->index()) std::abort();
    return 0;
}
