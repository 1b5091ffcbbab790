#include <cstddef>
#include <cstdint>
#include <string_view>

#include "client_replies.hpp"

/// The replies of the namespaces (users, model files, logs, jobs, assets, manager, monitor): an error or a
/// value, never a crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    divan::protocol::read_as_every_reply({reinterpret_cast<const char*>(data), size});
    return 0;
}
