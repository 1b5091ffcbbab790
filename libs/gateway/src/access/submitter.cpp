#include "access/submitter.hpp"

#include <divan/json/write.hpp>

namespace divan::gateway {

durable::NodePolicy policy_of(const Site& site, const Caller& caller) {
    durable::NodePolicy policy;
    policy.rules = site.node_rules;
    policy.allowed = caller.nodes;
    policy.ceilings = caller.limits.ceilings;
    if (!caller.key.empty() && !site.config.access.server_files) policy.server_files.emplace();
    return policy;
}

durable::Submitter submitter_of(const Site& site, const Caller& caller) {
    durable::Submitter submitter{caller.owner};
    submitter.bounds = caller.bounds;
    submitter.limits = site.config.graph;
    submitter.input_max_side = site.config.media.input_max_side;
    submitter.policy = policy_of(site, caller);
    return submitter;
}

asio::awaitable<Answer<>> keep_policy(Site& site, const Caller& caller, const Workflow& workflow) {
    co_return co_await keep_policy(site, caller, workflow, policy_of(site, caller));
}

asio::awaitable<Answer<>> keep_policy(Site& site, const Caller& caller, const Workflow& workflow,
                                      durable::NodePolicy policy) {
    const auto kept = durable::check_policy(workflow, policy);
    if (kept) co_return Answer<>{};
    store::AuditEntry entry{caller.actor(), "policy.refused", std::string{kept.error().fact("reason")}};
    json::Object details;
    for (const auto& [name, fact] : kept.error().context) details[name] = fact;
    entry.details = json::write(json::Value(std::move(details)));
    co_await site.gatekeeper.audit().record_refusal(std::move(entry));
    co_return refuse(kept.error());
}

}  // namespace divan::gateway
