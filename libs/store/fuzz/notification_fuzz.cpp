// Payloads of NOTIFY, which anybody with access to the database can send: what is read can be written and
// read again.
#include <cstdint>
#include <cstdlib>

#include "postgres/notifier.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace divan;
    const std::string payload{reinterpret_cast<const char*>(data), size};
    const store::Change change = postgres::from_payload("me", payload);
    store::Change again;
    for (const std::string& line : postgres::to_payloads("another", change))
        again.add(postgres::from_payload("me", line));
    store::Change once;
    once.add(change);
    if (again.jobs != once.jobs || again.work != once.work) std::abort();
    return 0;
}
