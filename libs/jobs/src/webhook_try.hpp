#pragma once

#include <divan/jobs/webhooks.hpp>

namespace divan::durable {

/// One POST to a target. The answer's body is read up to a bound and dropped.
asio::awaitable<Result<net::HttpReply>> post_webhook(asio::any_io_executor executor,
                                                     const WebhookConfig& config, store::Delivery delivery,
                                                     std::string body, std::int64_t timestamp);

/// "host:port" of a target; empty for a URL that is none.
std::string host_of(const std::string& url);

}  // namespace divan::durable
