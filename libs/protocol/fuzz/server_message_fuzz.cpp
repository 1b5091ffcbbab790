#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <divan/protocol/server_message.hpp>

/// What was read can be written, and reads again as a message of the same type.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan::protocol;
    const auto message = parse_server_message({reinterpret_cast<const char*>(data), size});
    if (!message) return 0;
    const auto again = parse_server_message(write(*message));
    if (!again || type_of(*again) != type_of(*message)) std::abort();
    return 0;
}
