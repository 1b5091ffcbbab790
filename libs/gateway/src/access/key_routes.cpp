#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include <divan/base/nearest.hpp>
#include <divan/gateway/keys.hpp>
#include <divan/json/write.hpp>

#include "access/gatekeeper.hpp"
#include "access/key_nodes.hpp"
#include "site.hpp"

namespace divan::gateway {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 10;

const std::vector<std::string>& members() {
    static const std::vector<std::string> all{
        "owner", "name", "scopes", "role", "nodes", "limits", "expires_in_seconds"};
    return all;
}

tl::unexpected<Refusal> wrong(const std::string& member, const std::string& what) {
    return refuse(
        Refusal{422, "invalid_request", fmt::format("the member '{}' must be {}", member, what)}.with(
            "path", json::Value("$." + member)));
}

/// The member as a text; absent: empty.
Answer<std::string> text_member(const json::Object& body, const std::string& name) {
    const json::Value* value = json::find(body, name);
    if (!value) return std::string{};
    const auto text = json::text_of(*value);
    if (!text) return wrong(name, "a text");
    return std::string{*text};
}

Answer<std::vector<std::string>> scopes_of(const json::Object& body) {
    const json::Value* value = json::find(body, "scopes");
    if (!value && json::find(body, "role")) return std::vector<std::string>{};  // those of the role
    const json::Array* names = value ? json::array_of(*value) : nullptr;
    if (!names) return wrong("scopes", "an array of texts");
    std::vector<std::string> scopes;
    for (const json::Value& name : *names) {
        const auto text = json::text_of(name);
        if (!text) return wrong("scopes", "an array of texts");
        scopes.emplace_back(*text);
    }
    return scopes;
}

Answer<> take_life(const json::Object& body, KeyWish& wish) {
    const json::Value* value = json::find(body, "expires_in_seconds");
    if (!value || value->is_null()) return {};
    constexpr std::int64_t kMostSeconds = std::int64_t{100} * 366 * 86'400;
    const auto count = json::to_int64(*value);
    if (!count || *count < 1 || *count > kMostSeconds)
        return wrong("expires_in_seconds", "a whole number of seconds from 1 up to a hundred years");
    wish.life = std::chrono::seconds{*count};
    return {};
}

Answer<KeyWish> wish_in(const json::Object& body) {
    for (const auto& member : body)
        if (const std::string name{member.key()}; std::ranges::find(members(), name) == members().end())
            return refuse(Refusal{400, "invalid_request", fmt::format("there is no member '{}' here", name)}
                              .with("path", json::Value("$." + name))
                              .with("hint", json::Value(did_you_mean(name, members()))));
    KeyWish wish;
    auto owner = text_member(body, "owner"), name = text_member(body, "name"),
         role = text_member(body, "role");
    if (!owner) return refuse(std::move(owner).error());
    if (owner->empty() && json::find(body, "owner")) return wrong("owner", "a name, or left out");
    if (!role) return refuse(std::move(role).error());
    if (!name) return refuse(std::move(name).error());
    auto scopes = scopes_of(body);
    if (!scopes) return refuse(std::move(scopes).error());
    wish.owner = std::move(*owner);
    wish.name = std::move(*name);
    wish.scopes = std::move(*scopes);
    wish.role = std::move(*role);
    if (const json::Value* value = json::find(body, "nodes")) {
        auto nodes = read_nodes(*value);
        if (!nodes) return refuse(nodes.error());
        wish.nodes = std::move(*nodes);
    }
    if (auto life = take_life(body, wish); !life) return refuse(std::move(life).error());
    if (const json::Value* limits = json::find(body, "limits")) {
        if (!limits->is_object()) return wrong("limits", "an object");
        wish.limits = limits->get_object();
    }
    return wish;
}

asio::awaitable<Answer<>> add(Site& site, Call& call) {
    auto body = co_await call.read_object(kMostBytes);
    if (!body) co_return refuse(std::move(body).error());
    auto wish = wish_in(*body);
    if (!wish) co_return refuse(std::move(wish).error());
    auto issued =
        co_await issue_key(site.store, site.gatekeeper.pepper(), std::move(*wish), call.caller.actor());
    if (!issued) co_return refuse(issued.error());
    json::Object view = key_view(issued->key);
    view["key"] = issued->text;
    net::HttpReply reply{201, json::write(json::Value(std::move(view))), "application/json"};
    reply.headers.set("Cache-Control", "no-store");
    co_return co_await call.reply(std::move(reply));
}

asio::awaitable<Answer<>> list(Site& site, Call& call) {
    auto keys = co_await store::list_keys(site.store, call.query("owner"));
    if (!keys) co_return refuse(keys.error());
    json::Array views;
    for (const store::ApiKey& key : *keys) views.emplace_back(key_view(key));
    json::Object answer;
    answer["keys"] = std::move(views);
    co_return co_await call.reply(200, std::move(answer));
}

asio::awaitable<Answer<>> revoke(Site& site, Call& call) {
    const std::string& id = call.parameter("id");
    auto key = co_await store::revoke_key(site.store, id, call.caller.actor());
    if (!key) co_return refuse(key.error());
    site.gatekeeper.forget(id);
    co_return co_await call.reply(200, key_view(*key));
}

/// A whole number from 1 to `most` in the query, or `otherwise`.
Answer<std::int64_t> number_in(const Call& call, const std::string& name, std::int64_t otherwise,
                               std::int64_t most) {
    const auto text = call.query(name);
    if (!text) return otherwise;
    std::int64_t number = 0;
    const auto read = std::from_chars(text->data(), text->data() + text->size(), number);
    if (read.ec != std::errc{} || read.ptr != text->data() + text->size() || number < 1 || number > most)
        return refuse(422, "invalid_request",
                      fmt::format("'{}' in the query is no whole number from 1 to {}", name, most));
    return number;
}

json::Object view_of(const store::AuditRecord& record) {
    json::Object view;
    view["number"] = record.number;
    view["at"] = to_rfc3339(record.at);
    view["actor"] = record.entry.actor;
    view["action"] = record.entry.action;
    view["subject"] = record.entry.subject;
    view["details"] = record.entry.details;
    view["hash"] = record.hash;
    return view;
}

asio::awaitable<Answer<>> show_audit(Site& site, Call& call) {
    constexpr auto kAny = std::numeric_limits<std::int64_t>::max();
    auto before = number_in(call, "before", kAny, kAny);
    if (!before) co_return refuse(std::move(before).error());
    auto most = number_in(call, "limit", 100, 1'000);
    if (!most) co_return refuse(std::move(most).error());
    auto records = co_await store::read_audit(site.store, *before, static_cast<int>(*most));
    if (!records) co_return refuse(records.error());
    json::Array views;
    for (const store::AuditRecord& record : *records) views.emplace_back(view_of(record));
    json::Object answer;
    answer["records"] = std::move(views);
    co_return co_await call.reply(200, std::move(answer));
}

}  // namespace

void add_key_routes(Router& router, Site& site) {
    router.add("POST", "/api/v2/divan/keys", Scope::admin, [&site](Call& call) { return add(site, call); });
    router.add("GET", "/api/v2/divan/keys", Scope::admin, [&site](Call& call) { return list(site, call); });
    router.add("DELETE", "/api/v2/divan/keys/{id}", Scope::admin,
               [&site](Call& call) { return revoke(site, call); });
    router.add("GET", "/api/v2/divan/audit", Scope::admin,
               [&site](Call& call) { return show_audit(site, call); });
}

}  // namespace divan::gateway
