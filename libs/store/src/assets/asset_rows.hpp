#pragma once

#include <divan/store/assets.hpp>

#include "transaction.hpp"

namespace divan::store {

#define DIVAN_ASSET_COLUMNS                                                                     \
    "asset.id, asset.owner, asset.hash, blob.size, blob.content_type, asset.name, asset.tags, " \
    "asset.created_at, "                                                                        \
    "asset.expires_at, asset.job"
Asset read_asset(const sql::Row& row);

/// The asset, when it is there, the owner's, and has not expired.
Result<Asset> asset_in(Transaction& transaction, const AssetId& asset,
                       const std::optional<std::string>& owner);

}  // namespace divan::store
