// Compiled as strict C++11: the header needs nothing but itself.
#include <divan/capi/divan.h>

divan_code header_is_cpp(divan_client* client);
divan_code header_is_cpp(divan_client* client) {
    const divan_run_options options = divan_run_defaults();
    return divan_run_start(client, nullptr, &options, nullptr, nullptr);
}
