#pragma once

#include <divan/base/log.hpp>
#include <divan/gateway/config.hpp>
#include <divan/jobs/dispatcher.hpp>

#include "access/gatekeeper.hpp"
#include "access/open_streams.hpp"
#include "access/partner_keys.hpp"
#include "files/link_signer.hpp"
#include "http/router.hpp"
#include "operations/metrics.hpp"
#include "pictures/picture_workers.hpp"

namespace divan::gateway {

class Shelf;

/// What the routes work on; all of it outlives them.
struct Site {
    const GatewayConfig& config;
    store::Store& store;
    store::AssetStore& assets;
    durable::Dispatcher& dispatcher;
    const Logger& log;
    const durable::WebhookSender& webhooks;
    Metrics& metrics;
    const LinkSigner& links;
    OpenStreams& streams;
    PartnerKeys& partner_keys;
    Gatekeeper& gatekeeper;
    PictureWorkers& pictures;
    bool stopping = false;
    int fetching = 0;  ///< requests that fetch files by their URLs
    std::shared_ptr<const durable::NodeRules> node_rules = nullptr;  ///< the operator's, for all workflows
    Shelf* shelf = nullptr;                                          ///< where the pictures of simple jobs go
};

/// All of them.
void add_routes(Router& router, Site& site);

// One function for each group of routes; each lives in the file of that name.
void add_health_routes(Router& router, Site& site);    ///< /healthz, /readyz
void add_metrics_routes(Router& router, Site& site);   ///< /metrics
void add_asset_routes(Router& router, Site& site);     ///< /api/v2/assets
void add_job_routes(Router& router, Site& site);       ///< /api/v2/jobs
void add_addition_routes(Router& router, Site& site);  ///< /api/v2/divan/…, but for templates and keys
void add_simple_routes(Router& router, Site& site);    ///< /jobs
void add_template_routes(Router& router, Site& site);  ///< /api/v2/divan/templates
void add_key_routes(Router& router, Site& site);       ///< /api/v2/divan/keys, /api/v2/divan/audit

}  // namespace divan::gateway
