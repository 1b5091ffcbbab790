#include <cstdlib>

#include <divan/base/clock.hpp>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    using namespace divan;
    const auto time = parse_rfc3339(std::string_view{reinterpret_cast<const char*>(data), size});
    // What is printed is the same time; a time zone may lead one day out of the years that are read.
    const bool inside = time && *time >= Timestamp{} && to_rfc3339(*time).size() == 24;
    if (inside && parse_rfc3339(to_rfc3339(*time)) != time) std::abort();
    return 0;
}
