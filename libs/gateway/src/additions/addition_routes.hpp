#pragma once

#include "site.hpp"

namespace divan::gateway {

// One function for each group of our own routes; each lives in the file of that name.
void add_job_list_routes(Router& router, Site& site);       ///< /api/v2/divan/jobs: the list
void add_addition_job_routes(Router& router, Site& site);   ///< /api/v2/divan/jobs: one job
void add_event_log_routes(Router& router, Site& site);      ///< /api/v2/divan/jobs/{id}/events
void add_batch_routes(Router& router, Site& site);          ///< /api/v2/divan/batches
void add_queue_routes(Router& router, Site& site);          ///< /api/v2/divan/queue
void add_fleet_routes(Router& router, Site& site);          ///< /api/v2/divan/fleet
void add_stats_routes(Router& router, Site& site);          ///< /api/v2/divan/stats
void add_store_routes(Router& router, Site& site);          ///< /api/v2/divan/store
void add_asset_source_routes(Router& router, Site& site);   ///< /api/v2/divan/assets
void add_asset_picture_routes(Router& router, Site& site);  ///< /api/v2/divan/assets/{id}/picture
void add_openapi_routes(Router& router, Site& site);        ///< /openapi.json

/// openapi/openapi.json, as it was when this was built.
const std::string& openapi_text();

}  // namespace divan::gateway
