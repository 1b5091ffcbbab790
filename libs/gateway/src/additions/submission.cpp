#include "additions/submission.hpp"

#include <algorithm>

#include <divan/base/hash.hpp>
#include <divan/json/write.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kLongestKey = 255;

Answer<std::optional<store::IdempotencyKey>> idempotency_of(const Call& call, const json::Object& body) {
    const auto key = call.header("Idempotency-Key");
    if (!key) return std::optional<store::IdempotencyKey>{};
    const bool plain = std::ranges::all_of(*key, [](char c) { return c >= ' ' && c <= '~'; });
    if (key->empty() || key->size() > kLongestKey || !plain)
        return refuse(400, "invalid_request", "an Idempotency-Key is 1 to 255 printable ASCII characters");
    return std::optional{store::IdempotencyKey{call.method() + " " + call.route, *key,
                                               blake3_hex(json::write(json::Value(body)))}};
}

}  // namespace

WishRules wish_rules(const Site& site) { return WishRules{site.config.webhooks, SystemClock{}.utc()}; }

asio::awaitable<Answer<store::Submitted>> hand_in(Site& site, Call& call,
                                                  std::vector<durable::SubmitRequest> jobs,
                                                  const json::Object& body) {
    auto idempotency = idempotency_of(call, body);
    if (!idempotency) co_return refuse(std::move(idempotency).error());
    durable::Submitter submitter{call.caller.owner};
    submitter.idempotency = std::move(*idempotency);
    submitter.bounds = call.caller.bounds;
    submitter.limits = site.config.graph;
    auto submitted = co_await durable::submit(site.store, std::move(jobs), std::move(submitter));
    if (!submitted) co_return refuse(submitted.error());
    co_return std::move(*submitted);
}

}  // namespace divan::gateway
