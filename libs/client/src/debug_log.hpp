#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/log.hpp>
#include <divan/net/http_client.hpp>
#include <divan/protocol/prompt_id.hpp>
#include <divan/protocol/server_message.hpp>

/// Debug lines about what goes over the wire. Secrets are taken out, long texts cut, workflows left out.
namespace divan {

/// A logger to standard error, when it is wanted here or by DIVAN_DEBUG or COMFY_DEBUG; else null.
std::unique_ptr<const Logger> make_debug_logger(bool wanted);

/// What must not be shown wherever it turns up, e.g. in a refusal that quotes the request.
using Secrets = std::vector<std::string>;
Secrets secrets_of(const net::Credentials& credentials, const std::string& comfy_org_api_key);

void log_traffic(const Logger& log, const net::HttpTraffic& traffic, const protocol::ClientId& client,
                 const Secrets& secrets);
void log_message(const Logger& log, const protocol::ServerMessage& message, const protocol::ClientId& client);

/// A body as it may be shown: JSON with "***" for whatever is called a key, token, password or alike, with
/// texts of at most 500 characters, and a workflow as its number of nodes; other texts are cut.
std::string shown_body(std::string_view body);
/// A request target with "***" for secret parameters.
std::string shown_target(std::string_view target);
/// Names of the header fields, and the values of those that cannot be secret.
std::string shown_headers(const net::HttpHeaders& headers);

}  // namespace divan
