#pragma once

#include <divan/store/assets.hpp>

#include "transaction.hpp"

namespace divan::store {

/// Bytes that the owner's assets hold; equal bytes count once.
Result<std::int64_t> stored_bytes_in(Transaction& transaction, const std::string& owner);

/// Counts the bytes of the blob as uploaded by the owner, and refuses what would pass a bound. One owner's
/// uploads wait for each other from here to the end of their transactions. Before the asset is added. Errors:
/// `quota_exceeded` with the fact `bound`.
Result<void> count_upload(Transaction& transaction, const std::string& owner, const std::string& hash,
                          const UploadBounds& bounds);

}  // namespace divan::store
