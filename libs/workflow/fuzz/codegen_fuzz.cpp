#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <divan/workflow/codegen.hpp>

#include "../tests/support/source_check.hpp"

/// Any bytes end in an error or in a header that holds only the generator's own code, the same one each time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto catalogue = divan::NodeCatalogue::parse({reinterpret_cast<const char*>(data), size});
    if (!catalogue) return 0;
    const auto header = divan::generate_header(*catalogue);
    if (!header || header->text != divan::generate_header(*catalogue)->text) std::abort();
    if (const auto odd = divan::test::SourceCheck::first_odd_line(header->text)) {
        std::fprintf(stderr, "%s\n", odd->c_str());
        std::abort();
    }
    return 0;
}
