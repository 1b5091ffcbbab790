#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "simple/shelf_journal.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto reading = divan::gateway::read_journal(text);
    // What counts, counts alike without what follows it.
    const auto again = divan::gateway::read_journal(text.substr(0, reading.sound_bytes));
    if (again.sound_bytes != reading.sound_bytes || again.shelved != reading.shelved) std::abort();
    return 0;
}
