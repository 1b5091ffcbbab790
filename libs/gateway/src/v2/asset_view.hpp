#pragma once

#include <optional>
#include <string>

#include <divan/json/value.hpp>
#include <divan/store/assets.hpp>
#include <divan/store/query.hpp>

#include "site.hpp"

namespace divan::gateway {

/// "2026-03-01T10:15:02.114Z", or null.
json::Value time_or_null(const std::optional<Timestamp>& time);

/// An `Asset` of openapi.yaml with a fresh link. `origin` begins it.
json::Object v2_asset(const store::Asset& asset, const Site& site, const std::string& origin);

/// An `Output` of openapi.yaml.
json::Object v2_output(const store::Output& output, const JobId& job, const Site& site,
                       const std::string& origin);

/// "blake3:<64 hexadecimal digits>" without its prefix and in lower case; nothing for every other text.
std::optional<std::string> blake3_of(std::string_view hash);

}  // namespace divan::gateway
