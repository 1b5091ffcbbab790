#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>

/// Signatures of webhooks. Source: the specification "Standard Webhooks" 1.0 (standardwebhooks.com).
namespace divan::durable {

/// "v1,<base64>": HMAC-SHA256 over "id.timestamp.body". `secret` is "whsec_<base64>", or any text, which is
/// then the key as it is. `timestamp` is in seconds since 1970.
std::string sign_webhook(std::string_view secret, std::string_view id, std::int64_t timestamp,
                         std::string_view body);

/// What a receiver checks. `signatures` is the header `webhook-signature`: one or more, with spaces between
/// them; one that fits one of the secrets suffices. Compares in constant time. Errors: `unauthorized` (no
/// signature fits, or the timestamp is more than `tolerance` away from `now`), `invalid_argument` for a
/// timestamp that is no number.
Result<void> verify_webhook(const std::vector<std::string>& secrets, std::string_view id,
                            std::string_view timestamp, std::string_view signatures, std::string_view body,
                            Timestamp now, std::chrono::seconds tolerance = std::chrono::minutes{5});

/// A fresh secret of 256 random bits, in the form that the specification has.
std::string new_webhook_secret();

}  // namespace divan::durable
