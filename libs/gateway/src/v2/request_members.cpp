#include "v2/request_members.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/base/text.hpp>

namespace divan::gateway {
namespace {

constexpr std::size_t kMostTags = 16, kLongestTag = 64, kLongestKey = 255;
constexpr std::int64_t kShortestLife = 60, kLongestLife = 604'800;

asio::awaitable<Answer<>> serve_and_tell(const Handler& handler, Refusal (*tell)(Refusal), Call& call) {
    auto served = co_await handler(call);
    if (served) co_return served;
    co_return refuse(tell(std::move(served).error()));
}

}  // namespace

Handler refusing_as(Refusal (*tell)(Refusal), Handler handler) {
    return [tell, handler = std::move(handler)](Call& call) { return serve_and_tell(handler, tell, call); };
}

Refusal malformed_is_422(Refusal refusal) {
    if (refusal.status == 400 || refusal.status == 415) refusal.status = 422;
    return refusal;
}

Answer<> only_members(const json::Object& body, std::initializer_list<std::string_view> known) {
    for (const auto& member : body) {
        const std::string_view name = member.key();
        if (std::ranges::find(known, name) != known.end()) continue;
        Refusal refusal{400, "invalid_request",
                        fmt::format("the member '{}' means nothing here", printable(name, 100))};
        const std::vector<std::string> names(known.begin(), known.end());
        if (const std::string hint = did_you_mean(name, names); !hint.empty()) refusal.details["hint"] = hint;
        return refuse(std::move(refusal).with("member", json::Value(printable(name, 100))));
    }
    return {};
}

Refusal bad_value(std::string_view member, std::string_view what) {
    return Refusal{422, "invalid_request", fmt::format("'{}' {}", member, what)}.with("member",
                                                                                      json::Value(member));
}

Answer<std::chrono::milliseconds> retention_of(std::int64_t seconds) {
    if (seconds < kShortestLife || seconds > kLongestLife)
        return refuse(bad_value(
            "expires_in", fmt::format("must be a whole number from {} to {}", kShortestLife, kLongestLife)));
    return std::chrono::seconds{seconds};
}

Answer<> check_tags(const std::vector<std::string>& tags) {
    if (tags.size() > kMostTags)
        return refuse(bad_value("tags", fmt::format("has more than {} entries", kMostTags)));
    for (const std::string& tag : tags) {
        const bool plain = std::ranges::none_of(
            tag, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; });
        if (tag.empty() || tag.size() > kLongestTag || !plain || printable(tag, kLongestTag) != tag)
            return refuse(bad_value(
                "tags", fmt::format("must be words of 1 to {} bytes without white space", kLongestTag)));
    }
    return {};
}

Answer<std::optional<std::string>> idempotency_key(const Call& call) {
    auto key = call.header("Idempotency-Key");
    if (!key) return std::optional<std::string>{};
    const bool plain = std::ranges::all_of(*key, [](char c) { return c >= ' ' && c <= '~'; });
    if (key->empty() || key->size() > kLongestKey || !plain)
        return refuse(bad_value("Idempotency-Key",
                                fmt::format("must be 1 to {} printable ASCII characters", kLongestKey)));
    return key;
}

bool wants_replay(const Call& call) {
    return to_lower(call.header("Idempotency-Replay").value_or("")) == "allow";
}

}  // namespace divan::gateway
