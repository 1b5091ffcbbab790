#pragma once

#include <string>
#include <vector>

#include <divan/jobs/submit.hpp>
#include <divan/jobs/webhooks.hpp>

#include "additions/members.hpp"

namespace divan::gateway {

/// What every job that is handed in must keep to.
struct WishRules {
    const durable::WebhookConfig& webhooks;
    Timestamp now{};
    std::size_t targets = 4;  ///< webhooks of one job
};

/// A job as it stands in a request of ours: `{workflow, priority, not_before, deadline, limits, cache,
/// webhooks, allow_no_output, keep_for, client}`, and `batch` where it stands alone. Refusals: of `Members`;
/// 422 `invalid_workflow` without a workflow.
Answer<durable::SubmitRequest> read_job_wish(const json::Object& object, const WishRules& rules,
                                             const std::string& place = {});

/// `[{url, secret}]`, at most `rules.targets` of them: https unless plain http is configured, without
/// credentials, at most 2 KiB; `secret` is the name of a configured secret. Problems are told to `members`.
std::vector<store::WebhookTarget> read_webhooks(Members& members, const WishRules& rules);

/// The name of a batch: 1 to 200 bytes, as a path of ours can hold it.
void read_batch_name(Members& members, std::string_view member, std::string& target);

/// What the caller gave as `client`, of a job's details.
const json::Object* client_of(const json::Object& kept);

}  // namespace divan::gateway
