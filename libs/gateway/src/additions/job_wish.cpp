#include "additions/job_wish.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/json/write.hpp>

#include "sources/outbound_url.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kLongestUrl = 2'048, kLongestSecretName = 100, kLongestBatch = 200,
                      kMostClientBytes = 16'384;
constexpr int kPriorities = 1'000'000;
constexpr std::string_view kClient = "client";

store::WebhookTarget read_target(const json::Object& object, const std::string& place, const WishRules& rules,
                                 Members& outer) {
    Members members{object, place};
    store::WebhookTarget target;
    members.text("url", target.url, kLongestUrl);
    members.text("secret", target.secret, kLongestSecretName);
    if (target.url.empty()) {
        members.wrong("url", "is missing");
    } else if (const std::string wrong = wrong_with_url(target.url, rules.webhooks.plain_http);
               !wrong.empty()) {
        members.wrong("url", wrong);
    }
    if (target.secret.empty())
        members.wrong("secret", "is missing");
    else if (!rules.webhooks.secrets || rules.webhooks.secrets(target.secret).empty())
        members.wrong("secret", "is not the name of a configured secret");
    outer.adopt(members.finish());
    return target;
}

void read_limits(Members& members, store::JobLimits& limits) {
    const json::Object* object = members.object("limits");
    if (!object) return;
    Members inner{*object, members.place() + "limits."};
    inner.seconds("queue_ttl", limits.queue_ttl);
    inner.seconds("run_timeout", limits.run_timeout);
    inner.seconds("total_timeout", limits.total_timeout);
    inner.number("attempts", limits.attempts, 1, 100);
    inner.number("redispatches", limits.redispatches, 0, 1'000);
    inner.number("strikes", limits.strikes, 1, 100);
    members.adopt(inner.finish());
}

/// A deadline is a total time-out that the caller counted from the other end.
void read_times(Members& members, const WishRules& rules, durable::SubmitRequest& request) {
    request.not_before = members.time("not_before");
    const auto deadline = members.time("deadline");
    if (!deadline) return;
    const Timestamp begin = std::max(rules.now, request.not_before.value_or(rules.now));
    if (*deadline <= begin) return members.wrong("deadline", "is over before the job may begin");
    request.limits.total_timeout = std::min(request.limits.total_timeout, *deadline - begin);
}

void read_client(Members& members, durable::SubmitRequest& request) {
    const json::Object* client = members.object(kClient);
    if (!client) return;
    if (json::write(json::Value(*client)).size() > kMostClientBytes)
        return members.wrong(kClient, fmt::format("is larger than {} bytes", kMostClientBytes));
    request.client[kClient] = *client;
}

}  // namespace

std::vector<store::WebhookTarget> read_webhooks(Members& members, const WishRules& rules) {
    std::vector<store::WebhookTarget> targets;
    const json::Array* list = members.array("webhooks");
    if (!list) return targets;
    if (list->size() > rules.targets) {
        members.wrong("webhooks", fmt::format("has more than {} entries", rules.targets));
        return targets;
    }
    for (std::size_t at = 0; at < list->size(); ++at) {
        const json::Object* object = json::object_of((*list)[at]);
        if (object)
            targets.push_back(
                read_target(*object, fmt::format("{}webhooks[{}].", members.place(), at), rules, members));
        else
            members.wrong("webhooks", "must be a list of objects with 'url' and 'secret'");
    }
    return targets;
}

void read_batch_name(Members& members, std::string_view member, std::string& target) {
    members.text(member, target, kLongestBatch);
    if (target.find('/') != std::string::npos) members.wrong(member, "must not hold a '/'");
}

Answer<durable::SubmitRequest> read_job_wish(const json::Object& object, const WishRules& rules,
                                             const std::string& place) {
    Members members{object, place};
    const json::Value* workflow = members.value("workflow");
    durable::SubmitRequest request;
    if (workflow) request.graph = *workflow;
    members.number("priority", request.priority, -kPriorities, kPriorities);
    if (place.empty()) read_batch_name(members, "batch", request.batch);
    read_limits(members, request.limits);
    read_times(members, rules, request);
    members.flag("cache", request.use_cache);
    members.flag("allow_no_output", request.allow_no_output);
    request.keep_for = members.seconds("keep_for");
    request.webhooks = read_webhooks(members, rules);
    read_client(members, request);
    if (auto sound = members.finish(); !sound) return refuse(std::move(sound).error());
    if (!workflow)
        return refuse(422, "invalid_workflow", fmt::format("the member '{}workflow' is missing", place));
    return request;
}

const json::Object* client_of(const json::Object& kept) {
    const json::Value* client = json::find(kept, kClient);
    return client ? json::object_of(*client) : nullptr;
}

}  // namespace divan::gateway
