#include <cstddef>
#include <cstdint>
#include <string_view>

#include <divan/json/parse.hpp>

#include "simple/simple_request.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto body = divan::json::parse({reinterpret_cast<const char*>(data), size});
    if (!body || !body->is_object()) return 0;
    const auto request = divan::gateway::read_simple_request(body->get_object());
    if (request) (void)divan::gateway::slot_values(*request, 1, std::nullopt);
    return 0;
}
