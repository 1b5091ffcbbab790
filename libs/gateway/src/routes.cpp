#include "site.hpp"

namespace divan::gateway {

void add_routes(Router& router, Site& site) {
    add_health_routes(router, site);
    add_metrics_routes(router, site);
    add_key_routes(router, site);
    add_asset_routes(router, site);
    add_job_routes(router, site);
    add_addition_routes(router, site);
    add_simple_routes(router, site);
    add_template_routes(router, site);
}

}  // namespace divan::gateway
