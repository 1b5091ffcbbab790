#include "v2/asset_view.hpp"

#include <algorithm>

#include <divan/base/text.hpp>

#include "files/link_signer.hpp"

namespace divan::gateway {
namespace {

void add_link(json::Object& view, const store::AssetId& asset, std::optional<Timestamp> gone_at,
              const Site& site, const std::string& origin) {
    Timestamp until = SystemClock{}.utc() + site.config.link_life;
    if (gone_at) until = std::min(until, *gone_at);
    view["url"] = origin + site.links.link(asset, until);
    view["url_expires_at"] = to_rfc3339(until);
}

/// Results go with retention, whatever their record says.
std::optional<Timestamp> expiry_of(const store::Asset& asset, const Site& site) {
    const auto& kept = site.config.housekeeping.retention.results;
    if (!asset.job || !kept) return asset.expires_at;
    const Timestamp swept = asset.created_at + *kept;
    return asset.expires_at ? std::min(*asset.expires_at, swept) : swept;
}

/// The contract knows six kinds; the rest are files.
std::string kind_of(const store::Output& output) {
    for (const char* known : {"image", "video", "audio", "text", "latent"})
        if (output.kind == known) return output.kind;
    return "file";
}

}  // namespace

json::Value time_or_null(const std::optional<Timestamp>& time) {
    return time ? json::Value(to_rfc3339(*time)) : json::Value(nullptr);
}

std::optional<std::string> blake3_of(std::string_view hash) {
    constexpr std::string_view kPrefix = "blake3:";
    const std::string digits = to_lower(hash.substr(std::min(hash.size(), kPrefix.size())));
    const bool sound =
        hash.starts_with(kPrefix) && digits.size() == 64 &&
        std::ranges::all_of(digits, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
    return sound ? std::optional{digits} : std::nullopt;
}

json::Object v2_asset(const store::Asset& asset, const Site& site, const std::string& origin) {
    json::Object view;
    view["id"] = asset.id.str();
    view["hash"] = "blake3:" + asset.blob.hash;
    view["size_bytes"] = asset.blob.size;
    view["content_type"] = asset.blob.content_type;
    view["file_path"] = asset.name.empty() ? json::Value(nullptr) : json::Value(asset.name);
    view["created_at"] = to_rfc3339(asset.created_at);
    const auto expires_at = expiry_of(asset, site);
    add_link(view, asset.id, expires_at, site, origin);
    view["expires_at"] = time_or_null(expires_at);
    if (asset.job) view["job_id"] = asset.job->str();
    json::Array tags;
    for (const std::string& tag : asset.tags) tags.emplace_back(tag);
    view["tags"] = std::move(tags);
    return view;
}

json::Object v2_output(const store::Output& output, const JobId& job, const Site& site,
                       const std::string& origin) {
    json::Object view;
    view["node_id"] = output.node;
    view["name"] = output.name;
    view["type"] = kind_of(output);
    view["content_type"] = output.content_type;
    view["size_bytes"] = output.size;
    view["id"] = output.asset.str();
    view["hash"] = "blake3:" + output.hash;
    add_link(view, output.asset, std::nullopt, site, origin);
    view["job_id"] = job.str();
    return view;
}

}  // namespace divan::gateway
