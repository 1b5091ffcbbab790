#include <algorithm>

#include <divan/base/text.hpp>
#include <divan/gateway/keys.hpp>
#include <divan/json/parse.hpp>
#include <divan/json/write.hpp>

#include "access/key_limits.hpp"
#include "access/key_nodes.hpp"
#include "access/key_text.hpp"

namespace divan::gateway {
namespace {

bool is_owner_character(char c) {
    constexpr std::string_view kSigns = "._@-";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSigns.find(c) != std::string_view::npos;
}

bool is_name(const std::string& name) { return name.size() <= 100 && printable(name, 400) == name; }

Result<Scopes> scopes_of(const KeyWish& wish) {
    Scopes scopes;
    if (!wish.role.empty()) {
        auto of_role = Scopes::of_role(wish.role);
        if (!of_role) return of_role;
        scopes = *of_role;
    }
    if (!wish.role.empty() && wish.scopes.empty()) return scopes;
    auto named = Scopes::parse(wish.scopes);
    if (!named) return named;
    scopes.add(*named);
    return scopes;
}

Result<store::NewApiKey> sound(const KeyWish& wish) {
    if (wish.owner.size() > 64 || !std::ranges::all_of(wish.owner, is_owner_character))
        return fail(Errc::invalid_argument, "an owner is 1 to 64 characters of A-Z a-z 0-9 . _ @ -");
    if (!is_name(wish.name))
        return fail(Errc::invalid_argument,
                    "the name of a key is at most 100 bytes without control characters");
    auto scopes = scopes_of(wish);
    if (!scopes) return fail(std::move(scopes).error());
    if (auto nodes = durable::NodeAllowance::parse(wish.nodes); !nodes) return fail(std::move(nodes).error());
    Caller tried;
    if (auto limits = apply_limits(wish.limits, tried); !limits) return fail(std::move(limits).error());
    store::NewApiKey key;
    key.owner = wish.owner;
    key.name = wish.name;
    key.scopes = join(scopes->names(), " ");
    key.limits = wish.limits.empty() ? std::string{} : json::write(json::Value(wish.limits));
    key.nodes = nodes_text(wish.nodes);
    key.life = wish.life;
    return key;
}

json::Value time_or_null(const std::optional<Timestamp>& time) {
    return time ? json::Value(to_rfc3339(*time)) : json::Value(nullptr);
}

}  // namespace

asio::awaitable<Result<IssuedKey>> issue_key(store::Store& store, std::string pepper, KeyWish wish,
                                             std::string actor) {
    auto wanted = sound(wish);
    if (!wanted) co_return fail(std::move(wanted).error());
    const KeyText text = new_key_text();
    wanted->id = text.id;
    if (wanted->owner.empty()) wanted->owner = text.id;
    wanted->digest = digest_of(pepper, text);
    auto key = co_await store::add_key(store, std::move(*wanted), std::move(actor));
    if (!key) co_return fail(std::move(key).error());
    IssuedKey issued;
    issued.text = to_text(text);
    issued.key = std::move(*key);
    co_return issued;
}

json::Object key_view(const store::ApiKey& key) {
    json::Object view;
    view["id"] = key.id;
    view["owner"] = key.owner;
    view["name"] = key.name;
    json::Array scopes;
    for (const std::string& scope : split(key.scopes, ' ')) scopes.emplace_back(scope);
    view["scopes"] = std::move(scopes);
    auto nodes = json::parse(key.nodes.empty() ? R"(["core"])" : key.nodes);
    view["nodes"] = nodes ? std::move(*nodes) : json::Value(json::Array{});
    auto limits = json::parse(key.limits.empty() ? "{}" : key.limits);
    view["limits"] = limits ? std::move(*limits) : json::Value(json::Object{});
    view["created_at"] = to_rfc3339(key.created_at);
    view["expires_at"] = time_or_null(key.expires_at);
    view["revoked_at"] = time_or_null(key.revoked_at);
    view["last_used_at"] = time_or_null(key.last_used_at);
    return view;
}

}  // namespace divan::gateway
