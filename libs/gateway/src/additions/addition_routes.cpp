#include "additions/addition_routes.hpp"

namespace divan::gateway {

void add_addition_routes(Router& router, Site& site) {
    add_job_list_routes(router, site);
    add_addition_job_routes(router, site);
    add_event_log_routes(router, site);
    add_batch_routes(router, site);
    add_queue_routes(router, site);
    add_fleet_routes(router, site);
    add_stats_routes(router, site);
    add_store_routes(router, site);
    add_asset_source_routes(router, site);
    add_asset_picture_routes(router, site);
    add_openapi_routes(router, site);
}

}  // namespace divan::gateway
