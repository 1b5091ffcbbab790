#include "files/asset_access.hpp"

namespace divan::gateway {

asio::awaitable<Answer<store::Asset>> asset_of(Site& site, Call& call) {
    std::optional<std::string> owner;
    if (!call.admitted) owner = call.caller.owner;
    auto asset =
        co_await store::find_asset(site.store, store::AssetId{call.parameter("id")}, std::move(owner));
    if (!asset && asset.error().code == Errc::not_found)
        co_return refuse(404, "not_found", "there is no such asset");
    if (!asset) co_return refuse(asset.error());
    co_return std::move(*asset);
}

bool has_signed_link(const Site& site, const Call& call) {
    const auto expires = call.query("expires"), signature = call.query("signature");
    const store::AssetId id{call.parameter("id")};
    return expires && signature && site.links.is_valid(id, *expires, *signature, SystemClock{}.utc());
}

}  // namespace divan::gateway
