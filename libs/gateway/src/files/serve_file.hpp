#pragma once

#include <divan/store/assets.hpp>

#include "site.hpp"

namespace divan::gateway {

/// Answers with the bytes of an asset, with or without its metadata (`serve_wish`): whole, a range of them
/// (206), 304 or 416; for HEAD without them. Goes through one buffer of fixed size. A browser never runs what
/// is in them: types that are not on the list of `store::sniff_content_type` are only offered to be saved,
/// and nothing is guessed.
asio::awaitable<Answer<>> serve_file(Site& site, Call& call, store::Asset asset);

}  // namespace divan::gateway
