#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include <divan/gateway/media_config.hpp>
#include <divan/jobs/dispatcher_config.hpp>
#include <divan/jobs/graph_check.hpp>
#include <divan/jobs/housekeeping.hpp>
#include <divan/jobs/node_policy.hpp>
#include <divan/jobs/webhooks.hpp>
#include <divan/store/submit.hpp>

namespace divan::gateway {

/// Where the gateway is reached.
struct ListenConfig {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8190;  ///< 0: a free one
    /// Whoever talks to us speaks TLS to somebody before us. Without it, or a certificate, addresses other
    /// than loopback are refused, since keys would cross the network in clear text.
    bool behind_tls_proxy = false;
    /// TLS here: the server's certificate, then those of its authorities (PEM). Empty: plain HTTP.
    std::filesystem::path certificate;
    std::filesystem::path certificate_key;  ///< its private key (PEM); empty: it lies in the same file
    std::chrono::milliseconds certificate_check{10'000};  ///< how often both are looked at for new content
    std::string public_url;  ///< what links begin with; empty: what the request's Host says
    /// Host names beside loopback's and the address itself that requests may come for ("gpu.example:8190").
    std::vector<std::string> hosts;
    std::vector<std::string> origins;  ///< web pages that may ask ("https://app.example"); none: no page may

    ListenConfig() = default;
    bool speaks_tls() const { return !certificate.empty(); }
    /// What callers write before our name.
    const char* scheme() const { return speaks_tls() || behind_tls_proxy ? "https://" : "http://"; }
};

/// What one caller may do. Zero is zero, not "without limit".
struct CallerLimits {
    double requests_per_second = 50;
    int burst = 200;
    int streams = 100;                                      ///< event streams at once
    std::int64_t stored_bytes = std::int64_t{50} << 30;     ///< of all its files together
    std::uint64_t upload_bytes = std::uint64_t{100} << 20;  ///< of one file
    /// Of all its uploads since midnight (UTC); the largest number: no bound.
    std::int64_t upload_bytes_per_day = std::numeric_limits<std::int64_t>::max();
    /// Jobs under way at once; further ones wait. The largest number: no bound.
    std::int64_t in_flight_jobs = 64;
    durable::NodeCeilings ceilings;                 ///< of one node
    std::size_t body_bytes = std::size_t{8} << 20;  ///< of one JSON request
    std::size_t batch_jobs = 1'000;                 ///< of one batch

    CallerLimits() = default;
};

/// Keys, and those who fail to have one.
struct AccessConfig {
    /// What digests of keys are made with; made when missing. Empty: "pepper.key" in the data folder. Several
    /// gateways on one database need the same.
    std::filesystem::path pepper_file;
    /// A key that was revoked, anywhere, works for at most that long; in an open stream for two seconds more,
    /// since that is how often a quiet one asks.
    std::chrono::milliseconds recheck{3'000};
    int failures_per_minute = 10;  ///< wrong keys from one address, or for one key
    bool server_files = false;     ///< with keys, too, workflows may name files of a server's input folder

    AccessConfig() = default;
};

struct GatewayConfig {
    ListenConfig listen;
    std::filesystem::path data_folder = "divan-data";  ///< database, files and scratch; made when missing
    std::string database;                              ///< a PostgreSQL url; empty: SQLite in the data folder
    bool require_keys = false;  ///< also on loopback; elsewhere keys are always required
    AccessConfig access;
    CallerLimits caller;  ///< of a key that has no limits of its own
    store::QueueBounds queue;
    durable::GraphLimits graph;
    durable::NodeRules nodes;            ///< what no workflow may hold; see `durable::shipped_denials`
    durable::DispatcherConfig dispatch;  ///< `scratch` is set from `data_folder`
    durable::HousekeepingConfig housekeeping;
    durable::WebhookConfig webhooks;
    MediaConfig media;
    std::filesystem::path template_folder;  ///< templates of `POST /jobs`; empty: none but the shipped one
    std::filesystem::path backup_folder;    ///< originals of changed templates; empty: no backups
    std::filesystem::path output_folder = "output";  ///< where `POST /jobs` leaves its pictures
    /// Their names there; see OutputPattern. Slots: {chapter} {page} {version} {ext} {seed} {template} {name}
    /// {node} {index} {job} {date}. {version} is the next free number, and must be there.
    std::string output_pattern = "ch-{chapter:02}/raw/comfyui/ch{chapter:02}_p{page:03}_v{version}.{ext}";
    std::string default_checkpoint;                  ///< of `POST /jobs`; empty: the first that a server has
    std::chrono::milliseconds link_life{3'600'000};  ///< of a signed link to a file
    /// Holds the secret of those links; made when missing. The same file for all gateways of one store.
    /// Empty: "link.key" in the data folder.
    std::filesystem::path link_key_file;

    GatewayConfig() { nodes.denied = durable::shipped_denials(); }
};

}  // namespace divan::gateway
