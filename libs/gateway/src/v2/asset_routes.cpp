#include "files/asset_access.hpp"
#include "files/file_intake.hpp"
#include "files/file_names.hpp"
#include "files/serve_file.hpp"
#include "v2/asset_view.hpp"
#include "v2/upload_form.hpp"

namespace divan::gateway {
namespace {

const std::string kUploadRoute = "POST /api/v2/assets";

asio::awaitable<Answer<>> upload(Site& site, Call& call) {
    auto key = idempotency_key(call);
    if (!key) co_return refuse(std::move(key).error());
    FileIntake intake{site, call.caller};
    auto opened = co_await intake.open();
    if (!opened) co_return refuse(std::move(opened).error());
    UploadForm form{call, intake, call.caller.limits.upload_bytes};
    auto wish = co_await form.read();
    if (!wish) co_return refuse(std::move(wish).error());
    wish->idempotency_key = std::move(*key);
    wish->route = kUploadRoute;
    wish->may_repeat = wants_replay(call);
    auto kept = co_await intake.keep(std::move(*wish));
    if (!kept) co_return refuse(std::move(kept).error());
    json::Object view = v2_asset(kept->asset, site, call.origin());
    view["created_new"] = kept->new_bytes;
    co_return co_await call.reply(kept->new_bytes ? 201 : 200, std::move(view));
}

/// `{"hash", "file_path", "tags", "expires_in"}`.
Answer<store::NewAsset> wish_of(const json::Object& body, const std::string& owner) {
    auto known = only_members(body, {"hash", "file_path", "tags", "expires_in"});
    if (!known) return refuse(std::move(known).error());
    const json::Value* hash = json::find(body, "hash");
    if (!hash || !json::is_text(*hash)) return refuse(bad_value("hash", "must be a text"));
    const auto digits = blake3_of(*json::text_of(*hash));
    store::NewAsset wish{owner, digits.value_or(""), {}};
    if (const json::Value* path = json::find(body, "file_path")) {
        if (!json::is_text(*path)) return refuse(bad_value("file_path", "must be a text"));
        wish.name = clean_path(*json::text_of(*path));
    }
    if (const json::Value* tags = json::find(body, "tags")) {
        const json::Array* list = json::array_of(*tags);
        if (!list) return refuse(bad_value("tags", "must be a list of texts"));
        for (const json::Value& tag : *list) wish.tags.emplace_back(json::text_of(tag).value_or(""));
        if (auto sound = check_tags(wish.tags); !sound) return refuse(std::move(sound).error());
    }
    if (const json::Value* seconds = json::find(body, "expires_in")) {
        auto life = retention_of(json::to_int64(*seconds).value_or(-1));
        if (!life) return refuse(std::move(life).error());
        wish.keep_for = *life;
    }
    return wish;
}

/// The contract has no other answer of this route to a malformed request than `blob_not_found`: it names no
/// bytes. What is wrong with it is said in the message, and its code is `details.reason`.
Refusal malformed_is_404(Refusal refusal) {
    if (refusal.status != 400 && refusal.status != 415 && refusal.status != 422) return refusal;
    refusal.details["reason"] = refusal.code;
    refusal.status = 404;
    refusal.code = "blob_not_found";
    return refusal;
}

asio::awaitable<Answer<>> name_bytes(Site& site, Call& call) {
    auto body = co_await call.read_object(call.caller.limits.body_bytes);
    if (!body) co_return refuse(std::move(body).error());
    auto wish = wish_of(*body, call.caller.owner);
    if (!wish) co_return refuse(std::move(wish).error());
    // Bytes that are not there and bytes that are somebody else's look alike.
    const Refusal unknown{404, "blob_not_found", "there are no such bytes that you may name"};
    if (wish->hash.empty()) co_return refuse(unknown);
    auto added = co_await store::add_asset_from_hash(site.store, std::move(*wish));
    if (!added && added.error().code == Errc::not_found) co_return refuse(unknown);
    if (!added) co_return refuse(added.error());
    json::Object view = v2_asset(added->asset, site, call.origin());
    view["created_new"] = false;
    co_return co_await call.reply(added->created ? 201 : 200, std::move(view));
}

asio::awaitable<Answer<>> has_bytes(Site& site, Call& call) {
    const auto hash = blake3_of(call.parameter("hash"));
    bool known = false;
    if (hash) {
        auto found = co_await store::has_blob(site.store, call.caller.owner, *hash);
        if (!found) co_return refuse(found.error());
        known = *found;
    }
    if (!known) co_return refuse(404, "blob_not_found", "there are no such bytes that you may name");
    co_return co_await call.reply(net::HttpReply{200});
}

asio::awaitable<Answer<>> show_asset(Site& site, Call& call) {
    auto asset = co_await asset_of(site, call);
    if (!asset) co_return refuse(std::move(asset).error());
    co_return co_await call.reply(200, v2_asset(*asset, site, call.origin()));
}

asio::awaitable<Answer<>> delete_asset(Site& site, Call& call) {
    const store::AssetId id{call.parameter("id")};
    auto removed = co_await store::remove_asset(site.store, id, call.caller.owner);
    if (removed) co_return co_await call.reply(net::HttpReply{204});
    if (removed.error().code == Errc::not_found) co_return refuse(404, "not_found", "there is no such asset");
    // The contract: the answer never says what depends on it.
    if (removed.error().code == Errc::asset_in_use)
        co_return refuse(409, "asset_in_use", "the asset is needed and cannot be deleted yet");
    co_return refuse(removed.error());
}

asio::awaitable<Answer<>> give_content(Site& site, Call& call) {
    auto asset = co_await asset_of(site, call);
    if (!asset) co_return refuse(std::move(asset).error());
    co_return co_await serve_file(site, call, std::move(*asset));
}

}  // namespace

void add_asset_routes(Router& router, Site& site) {
    const std::string one = "/api/v2/assets/{id}";
    router.add("POST", "/api/v2/assets", Scope::submit,
               refusing_as(malformed_is_422, [&site](Call& call) { return upload(site, call); }));
    router.add("POST", "/api/v2/assets/from-hash", Scope::submit,
               refusing_as(malformed_is_404, [&site](Call& call) { return name_bytes(site, call); }));
    router.add("HEAD", "/api/v2/assets/by-hash/{hash}", Scope::read,
               [&site](Call& call) { return has_bytes(site, call); });
    router.add("GET", one, Scope::read, [&site](Call& call) { return show_asset(site, call); });
    router.add("DELETE", one, Scope::submit, [&site](Call& call) { return delete_asset(site, call); });
    router.add(
        "GET", one + "/content", Scope::read, [&site](Call& call) { return give_content(site, call); },
        [&site](const Call& call) { return has_signed_link(site, call); });
}

}  // namespace divan::gateway
