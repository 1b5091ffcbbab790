#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include <divan/base/clock.hpp>
#include <divan/store/job.hpp>

namespace divan::gateway {

/// Links to files that need no key until they expire. Who has the secret can make them: every gateway of one
/// store has the same one.
class LinkSigner {
public:
    LinkSigner() = default;
    explicit LinkSigner(std::string secret) : secret_{std::move(secret)} {}

    /// "/api/v2/assets/<id>/content?expires=<seconds since 1970>&signature=<hex>".
    std::string link(const store::AssetId& asset, Timestamp expires) const;
    /// The values of such a query, at `now`. Takes the same time for every wrong signature.
    bool is_valid(const store::AssetId& asset, std::string_view expires, std::string_view signature,
                  Timestamp now) const;

private:
    std::string signature(const store::AssetId& asset, std::string_view expires) const;
    std::string secret_;
};

/// The secret in `file`, which is made, with 32 random bytes and readable by its owner alone, when it is not
/// there; of several processes that make it at once, one does. Errors: `io_failed`; `invalid_argument` for a
/// file of less than 32 characters.
Result<std::string> link_secret(const std::filesystem::path& file);

}  // namespace divan::gateway
