#pragma once

#include <divan/store/assets.hpp>

#include "site.hpp"

namespace divan::gateway {

/// The file of the path's `id`: the caller's own, or anybody's for a link that was signed. Refusals: 404
/// `not_found`.
asio::awaitable<Answer<store::Asset>> asset_of(Site& site, Call& call);

/// Who has such a link needs no key (`Admission`).
bool has_signed_link(const Site& site, const Call& call);

}  // namespace divan::gateway
