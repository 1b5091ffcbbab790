#pragma once

#include <string_view>

#include <divan/protocol/asset.hpp>
#include <divan/protocol/job.hpp>
#include <divan/protocol/model_files.hpp>
#include <divan/protocol/monitor.hpp>
#include <divan/protocol/node_pack.hpp>
#include <divan/protocol/terminal_logs.hpp>
#include <divan/protocol/user_data.hpp>

namespace divan::protocol {

/// Hands a body to every parser of the namespaces' replies; how many took it. An empty body is what POST
/// /queue answers, and counts for none.
inline int read_as_every_reply(std::string_view body) {
    int taken = 0;
    const auto count = [&taken](const auto& read) { taken += read ? 1 : 0; };
    count(parse_user_config(body));
    count(parse_user_id(body));
    count(parse_userdata_list(body));
    count(parse_userdata_file(body));
    count(parse_userdata_entries(body));
    count(parse_model_folders(body));
    count(parse_model_files(body));
    count(parse_embeddings(body));
    count(parse_model_metadata(body));
    count(parse_terminal_logs(body));
    const auto job = parse_job(body);
    count(job);
    if (job) execution_duration(*job);
    count(parse_job_page(body));
    count(parse_job_status(body));
    count(parse_job_cancellation(body));
    if (!body.empty()) count(parse_queue_change(body, QueueChange{}));
    count(parse_asset(body));
    count(parse_asset_page(body));
    count(parse_tag_page(body));
    count(parse_tag_change(body));
    count(parse_asset_failure(body));
    count(parse_node_mappings(body));
    count(parse_node_packs(body));
    count(parse_pack_updates(body));
    count(parse_monitored_gpus(body));
    count(parse_monitored_disks(body));
    if (const auto message = parse_server_message(body)) count(monitor_snapshot(*message));
    return taken;
}

}  // namespace divan::protocol
