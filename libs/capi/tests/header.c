/* Compiled as strict C11: the header needs nothing but itself. */
#include <divan/capi/divan.h>

divan_code header_is_c(divan_client *client);
divan_code header_is_c(divan_client *client) {
    const divan_run_options options = divan_run_defaults();
    return divan_run_start(client, NULL, &options, NULL, NULL);
}
