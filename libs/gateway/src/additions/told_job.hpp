#pragma once

#include <functional>

#include <divan/jobs/webhooks.hpp>

namespace divan::gateway {

/// The body of a webhook as `body` makes it, where `client` is what the caller gave as that: nothing of ours
/// is beside it.
std::function<json::Object(const durable::EndedJob&)> with_callers_words(
    std::function<json::Object(const durable::EndedJob&)> body);

}  // namespace divan::gateway
