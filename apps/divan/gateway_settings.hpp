#pragma once

#include <map>

#include "setters.hpp"

namespace divan::app {

/// The settings of `divan serve`: [gateway], [limits], [jobs], [retention], [webhooks].
void add_gateway_keys(std::map<std::string, Setter>& keys);

/// And [pictures], [inputs], [results].
void add_media_keys(std::map<std::string, Setter>& keys);

/// Every `[[servers]]` table: a ComfyUI server of the gateway.
std::vector<SettingProblem> apply_servers(const toml::node& servers, const std::string& file,
                                          Settings& settings);

/// "divan.toml:3: server.urls".
std::string place_of(const std::string& file, const toml::node& node, const std::string& key);

/// The server behind a URL, called by its address, with the settings' credentials. Errors:
/// `invalid_argument`.
Result<durable::ServerConfig> server_of(const std::string& url, const Settings& settings);

}  // namespace divan::app
